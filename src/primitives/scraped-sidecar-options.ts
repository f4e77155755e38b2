import { Scraping } from './scraping';
import { SidecarOptions } from './sidecar-options';

/**
 * Options of all sidecars whose program can serve metrics.
 */
export interface ScrapedSidecarOptions extends SidecarOptions {
  /**
   * How Prometheus discovers the metrics of the container. It is an error if the program serves none.
   *
   * @default - they are not scraped
   */
  readonly scraping?: Scraping;
}
