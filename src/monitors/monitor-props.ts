import { Scraping } from '../primitives/scraping';
import { SidecarOptions } from '../primitives/sidecar-options';

/**
 * What every monitor takes.
 */
export interface MonitorProps extends SidecarOptions {
  /**
   * Port that serves the metrics at `/metrics`.
   *
   * @default - 9199, or the next one that no container of the pod has
   */
  readonly metricsPort?: number;

  /**
   * How Prometheus learns of the metrics.
   *
   * @default - not at all
   */
  readonly scraping?: Scraping;
}
