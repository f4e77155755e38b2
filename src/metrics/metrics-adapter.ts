import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { MetricsExporter } from './metrics-exporter';
import { decideResources } from '../core/pod/decided-resources';
import { extend } from '../core/values/extend';
import { given } from '../core/values/given';
import { Endpoint } from '../primitives/endpoint';
import { toScrapeTarget } from '../primitives/metrics-page';
import { addSidecar, checkUse, containerName } from '../primitives/pattern-container';
import { ScrapeTarget } from '../primitives/scrape-target';
import { ScrapedSidecarOptions } from '../primitives/scraped-sidecar-options';

/**
 * Properties of a metrics adapter. `configMapName` is for StatsD and JSON; other exporters have no ConfigMap.
 */
export interface MetricsAdapterProps extends ScrapedSidecarOptions {
  /**
   * The program that serves the metrics.
   */
  readonly exporter: MetricsExporter;

  /**
   * The container that sends the metrics or writes the file. Only StatsD and text files use it.
   *
   * @default - the first container of the workload that is not a sidecar
   */
  readonly container?: kplus.Container;
}

/**
 * Serves the metrics of an app in the format of Prometheus, in any workload.
 *
 * The port is not part of the app's Service, because Prometheus scrapes each pod directly. If no Prometheus can reach the pod, a telemetry collector
 * of the
 * pod
 * can push the metrics: `TelemetryReceiver.prometheus({ targets: [metrics.scrapeTarget] })`.
 *
 * @example
 * import { App, Chart } from 'cdk8s';
 * import * as kplus from 'cdk8s-plus-28';
 * import { AppContainer, MetricsAdapter, MetricsExporter, Scraping } from 'cdk8s-pod-patterns';
 *
 * const chart = new Chart(new App(), 'demo');
 * const web = new kplus.Deployment(chart, 'Web');
 * new AppContainer(web, 'App', { image: 'ghcr.io/acme/web:1.4.2' });
 * new MetricsAdapter(web, 'Metrics', { exporter: MetricsExporter.statsd(), scraping: Scraping.annotations() });
 *
 * @see https://prometheus.io/docs/instrumenting/exporters/
 */
export class MetricsAdapter extends Construct {
  /**
   * The container of the adapter.
   */
  public readonly container: kplus.Container;

  /**
   * Endpoint that serves the metrics.
   */
  public readonly endpoint: Endpoint;

  /**
   * The page of metrics, for `TelemetryReceiver.prometheus()`: a telemetry collector in the pod can scrape it.
   */
  public readonly scrapeTarget: ScrapeTarget;

  /**
   * Endpoint that the app sends its metrics to, for StatsD only. Its address is set in the environment of the app's container; other containers can
   * get it with `provideTo()`.
   */
  public readonly receiver?: Endpoint;

  /**
   * @param scope the workload, or a construct inside it
   * @throws if a name of a metric or label is not valid for Prometheus, a port is taken, a second adapter asks for annotations, or the exporter does
   * not use `container` or `configMapName`
   */
  constructor(scope: Construct, id: string, props: MetricsAdapterProps) {
    super(scope, id);
    const exporter = given(this, 'exporter', props.exporter, 'name one, such as MetricsExporter.statsd()');
    const { role, plan: toPlan } = exporter._program;
    const resources = decideResources(this, containerName(this, props), role, props.resources);
    const { container: plan, scraped, app, receiver } = toPlan({ owner: this, name: containerName(this, props), app: props.container, resources });
    checkUse(this, 'container', props.container?.name, app);
    this.container = addSidecar(this, props, extend(plan, { role, resources }));
    const toEndpoint = (port: number) => Endpoint._of({ port }, { owner: this, container: this.container });
    this.endpoint = toEndpoint(scraped.port);
    this.scrapeTarget = toScrapeTarget(this, scraped);
    if (receiver && app) {
      this.receiver = toEndpoint(receiver.port);
      this.receiver.provideTo(app, receiver.variables);
    }
    props.scraping?._apply(this, scraped);
  }
}
