import { Scraping } from './scraping';
import { SidecarOptions } from './sidecar-options';

/**
 * What every sidecar takes whose program can serve metrics.
 */
export interface ScrapedSidecarOptions extends SidecarOptions {
  /**
   * How Prometheus discovers the metrics of the container. An error where its program serves none.
   *
   * @default - they are not scraped
   */
  readonly scraping?: Scraping;
}
