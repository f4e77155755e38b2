import { ProgramPlan } from '../core/pod/container-plan';

/**
 * A container without its port for clients and its probes.
 *
 * @internal
 */
export type ReverseProxyPlan = ProgramPlan;

