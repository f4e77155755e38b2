/**
 * Percentages above which a resource monitor warns, from 0 to 100.
 */
export interface ResourceThresholds {
  /**
   * CPU usage between two readings, as a percentage of the CPU limit.
   *
   * @default 80
   */
  readonly cpu?: number;

  /**
   * Memory usage, as a percentage of the memory limit.
   *
   * @default 80
   */
  readonly memory?: number;

  /**
   * Open files of a process, as a percentage of its own limit.
   *
   * @default 80
   */
  readonly openFiles?: number;

  /**
   * Throttled CPU periods between two readings, as a percentage of all periods.
   *
   * @default 25
   */
  readonly throttling?: number;
}
