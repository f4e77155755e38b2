/**
 * Percentages above which a resource monitor warns, from 0 to 100.
 */
export interface ResourceThresholds {
  /**
   * CPU between two readings, of the CPU limit.
   *
   * @default 80
   */
  readonly cpu?: number;

  /**
   * Memory, of the memory limit.
   *
   * @default 80
   */
  readonly memory?: number;

  /**
   * Open files of a process, of its own limit.
   *
   * @default 80
   */
  readonly openFiles?: number;

  /**
   * Periods between two readings in which the CPU limit held the container back, of all its periods.
   *
   * @default 25
   */
  readonly throttling?: number;
}
