import * as kplus from 'cdk8s-plus-28';

/**
 * A pattern that can be added to many workloads.
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
   * ID of the construct that is created in a workload: letters, digits and `-`. A workload that already has a construct with this id is left
   * unchanged.
   */
  readonly patternId: string;

  /**
   * Creates the pattern in a workload.
   *
   * @param workload the scope of the pattern
   * @param id the `patternId`, which must become the id of the construct
   */
  addTo(workload: kplus.AbstractPod, id: string): void;
}
