import { Duration } from 'cdk8s';
import { Construct } from 'constructs';
import { annotateForScraping, monitorPods, monitorService } from '../private/scraping';

/**
 * How prometheus-operator scrapes a port.
 */
export interface MonitorOptions {
  /**
   * Labels of the monitor, by which the operator finds it; the kube-prometheus-stack chart looks for `release`.
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
   * Time-out of a scrape, at most `interval`.
   *
   * @default - that of Prometheus
   */
  readonly timeout?: Duration;

  /**
   * Most series that Prometheus takes of a page, a whole number from 1. Of a page with more it takes none, and counts that in
   * `prometheus_target_scrapes_exceeded_sample_limit_total`.
   *
   * @default - that of Prometheus
   */
  readonly sampleLimit?: number;

  /**
   * Name of the monitor, and of the Service that a ServiceMonitor needs, which no other of the chart has.
   *
   * @default - made of the construct's path
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

/**
 * How Prometheus learns of a port with metrics.
 */
export class Scraping {
  /**
   * Annotations of the pod, `prometheus.io/scrape`, `/port` and `/path`, which the configuration of the Prometheus chart reads.
   * They have room for one port; prometheus-operator does not read them.
   *
   * @see https://github.com/prometheus-community/helm-charts/tree/main/charts/prometheus#scraping-pod-metrics-via-annotations
   */
  public static annotations(): Scraping {
    return new Scraping((owner, port) => annotateForScraping(owner, port));
  }

  /**
   * A PodMonitor of prometheus-operator, for any number of ports in a pod.
   *
   * @see https://prometheus-operator.dev/docs/api-reference/api/#monitoring.coreos.com/v1.PodMonitor
   */
  public static podMonitor(options: MonitorOptions = {}): Scraping {
    return new Scraping((owner, port) => monitorPods(owner, port, options));
  }

  /**
   * A ServiceMonitor of prometheus-operator, with a headless Service of its own for the port; the app's Service stays as it is.
   *
   * @see https://prometheus-operator.dev/docs/api-reference/api/#monitoring.coreos.com/v1.ServiceMonitor
   */
  public static serviceMonitor(options: MonitorOptions = {}): Scraping {
    return new Scraping((owner, port) => monitorService(owner, port, options));
  }

  private constructor(private readonly apply: (owner: Construct, port: ScrapedPort) => void) {}

  /**
   * Has a port of the pod around a construct scraped.
   *
   * @internal
   */
  public _apply(owner: Construct, port: ScrapedPort): void {
    this.apply(owner, port);
  }
}
