import { ScrapedSidecarOptions } from '../primitives/scraped-sidecar-options';

/**
 * Options of all monitors.
 */
export interface MonitorProps extends ScrapedSidecarOptions {
  /**
   * Port that serves the metrics at `/metrics`.
   *
   * @default - 9199, or the next free port of the pod
   */
  readonly metricsPort?: number;
}
