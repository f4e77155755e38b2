/**
 * A page of metrics that a container of the pod serves.
 *
 * @see https://prometheus.io/docs/prometheus/latest/configuration/configuration/#scrape_config
 */
export interface ScrapeTarget {
  /**
   * Port that the container listens on, on localhost or on all addresses.
   */
  readonly port: number;

  /**
   * Path of the page, with its query.
   *
   * @default '/metrics'
   */
  readonly path?: string;

  /**
   * Name of the job, which becomes the attribute service.name.
   *
   * @default - the name of the container that declares the port; otherwise the name of the workload
   */
  readonly job?: string;
}

