import { ProgramPlan } from '../core/pod/container-plan';
import type { MetricsPage } from '../primitives/metrics-page';

/**
 * A container without its port for clients and its probes, and where it serves metrics.
 *
 * @internal
 */
export type ReverseProxyPlan = ProgramPlan & { readonly metrics: MetricsPage };

