import { ProgramPlan } from '../core/pod/container-plan';
import type { MetricsPage } from '../primitives/metrics-page';
import { PatternPlan } from '../primitives/pattern-container';

/**
 * What a log shipper decides of its container.
 *
 * @internal
 */
export type ShipperPlan = ProgramPlan & {
  readonly metrics: MetricsPage;
  /** A second container, which reads the files in place of the first; it is described when the first one is in the pod. */
  readonly reader?: () => PatternPlan;
  /** One more, which looks at the files too and tells what stops the one that reads. */
  readonly guard?: () => PatternPlan;
};

