import { Duration } from 'cdk8s';

/**
 * How prometheus-operator scrapes a port.
 *
 * @see https://prometheus-operator.dev/docs/api-reference/api/#monitoring.coreos.com/v1.PodMetricsEndpoint
 */
export interface MonitorOptions {
  /**
   * Labels of the monitor, by which the operator selects it. The kube-prometheus-stack chart selects by the label `release`.
   *
   * @default - none
   */
  readonly labels?: { [name: string]: string };

  /**
   * Time between two scrapes.
   *
   * @default - that of Prometheus
   */
  readonly interval?: Duration;

  /**
   * Timeout of a scrape, at most `interval`.
   *
   * @default - that of Prometheus
   */
  readonly timeout?: Duration;

  /**
   * Maximum number of series that Prometheus accepts from the page, a whole number from 1. It drops a scrape with more series, and counts that in
   * `prometheus_target_scrapes_exceeded_sample_limit_total`.
   *
   * @default - that of Prometheus
   */
  readonly sampleLimit?: number;

  /**
   * Name of the monitor, and of the Service that a ServiceMonitor needs. It must be unique in the chart.
   *
   * @default - derived from the construct's path
   */
  readonly name?: string;
}

/**
 * A port that serves metrics.
 *
 * @internal
 */
export interface ScrapedPort {
  readonly port: number;
  /** The port's name in the container. */
  readonly portName: string;
  readonly path: string;
}


