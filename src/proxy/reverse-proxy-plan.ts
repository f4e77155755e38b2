import { ContainerPlan } from '../core/pod/container-plan';
/**
 * A container without its name, its port for clients and its probes.
 *
 * @internal
 */
export type ReverseProxyPlan = Omit<ContainerPlan, 'name'>;

