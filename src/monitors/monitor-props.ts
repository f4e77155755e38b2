import { ScrapedSidecarOptions } from '../primitives/scraped-sidecar-options';

/**
 * What every monitor takes.
 */
export interface MonitorProps extends ScrapedSidecarOptions {
  /**
   * Port that serves the metrics at `/metrics`.
   *
   * @default - 9199, or the next one that no container of the pod has
   */
  readonly metricsPort?: number;
}
