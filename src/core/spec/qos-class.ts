/**
 * The quality of service class, which decides who is evicted first when a node runs out of memory.
 *
 * @see https://kubernetes.io/docs/concepts/workloads/pods/pod-qos/
 */
export enum QosClass {
  /**
   * Every container has CPU and memory limits, and requests that equal them: evicted last.
   */
  GUARANTEED = 'Guaranteed',

  /**
   * At least one container has a CPU or memory request or limit.
   */
  BURSTABLE = 'Burstable',

  /**
   * No container has a CPU or memory request or limit: evicted first.
   */
  BEST_EFFORT = 'BestEffort',
}
