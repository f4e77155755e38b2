import { Construct } from 'constructs';
import { MonitorOptions, ScrapedPort } from './scraped-port';
import { annotateForScraping, monitorPods, monitorService } from './scraping-objects';
import { podOf } from '../core/pod/pod-editor';
import { PodRecord } from '../core/pod/pod-record';

/**
 * How Prometheus discovers a port with metrics.
 *
 * @example
 * import { App, Chart } from 'cdk8s';
 * import * as kplus from 'cdk8s-plus-28';
 * import { AppContainer, MetricsAdapter, MetricsExporter, Scraping } from 'cdk8s-pod-patterns';
 *
 * const chart = new Chart(new App(), 'shop');
 * const web = new kplus.Deployment(chart, 'Web');
 * new AppContainer(web, 'App', { image: 'ghcr.io/acme/web:1.4.2' });
 * new MetricsAdapter(web, 'Metrics', {
 *   exporter: MetricsExporter.statsd(),
 *   scraping: Scraping.podMonitor({ labels: { release: 'kube-prometheus-stack' } }),
 * });
 *
 * @see https://prometheus.io/docs/prometheus/latest/configuration/configuration/#scrape_config
 */
export class Scraping {
  /**
   * Annotations of the pod, `prometheus.io/scrape`, `/port` and `/path`, which the configuration of the Prometheus chart reads. They support only one
   * port per pod; prometheus-operator does not read them.
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
   * A ServiceMonitor of prometheus-operator, with a separate headless Service for the port. The app's Service is not changed.
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
    PodRecord.of(podOf(owner)).scrapedPorts.push(port.port);
    this.apply(owner, port);
  }
}
