import * as kplus from 'cdk8s-plus-28';

/**
 * A pattern that is added to many workloads.
 *
 * @example
 * import * as kplus from 'cdk8s-plus-28';
 * import { IInjectable, LogSidecar } from 'cdk8s-pod-patterns';
 *
 * class Logs implements IInjectable {
 *   public readonly patternId = 'Logs';
 *
 *   public addTo(workload: kplus.AbstractPod, id: string): void {
 *     new LogSidecar(workload, id, { logFiles: ['/var/log/app/*.log'] });
 *   }
 * }
 */
export interface IInjectable {
  /**
   * The id of the construct that it creates in a workload: letters, digits and `-`. A workload that has a construct with this id has the pattern already.
   */
  readonly patternId: string;

  /**
   * Creates the pattern.
   *
   * @param workload the scope of the pattern
   * @param id the `patternId`, for its construct
   */
  addTo(workload: kplus.AbstractPod, id: string): void;
}
