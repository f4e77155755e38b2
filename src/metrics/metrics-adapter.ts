import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { MetricsExporter } from './metrics-exporter';
import { decideResources } from '../core/pod/decided-resources';
import { addContainer } from '../core/pod/pod-editor';
import { SidecarMode } from '../core/settings/sidecar-mode';
import { at, kebabCase } from '../core/values/errors';
import { given } from '../core/values/given';
import { Endpoint } from '../primitives/endpoint';
import { ScrapeTarget } from '../primitives/scrape-target';
import { Scraping } from '../primitives/scraping';

/**
 * Properties of a metrics adapter.
 */
export interface MetricsAdapterProps {
  /**
   * The program that serves the metrics.
   */
  readonly exporter: MetricsExporter;

  /**
   * How Prometheus learns of them.
   *
   * @default - it is not told
   */
  readonly scraping?: Scraping;

  /**
   * The app's container: the one that sends, or writes the file. Other exporters take none.
   *
   * @default - the first container of the workload that is no sidecar
   */
  readonly container?: kplus.Container;

  /**
   * Name of the container, a DNS label.
   *
   * @default - the construct's id in kebab case
   */
  readonly containerName?: string;

  /**
   * What the name of the ConfigMap with its configuration or scripts begins with; a hash of its content follows. For exporters that have one: StatsD,
   * text files and JSON.
   *
   * @default - made of the construct's path
   */
  readonly configMapName?: string;

  /**
   * Requests and limits, in place of the resource profile's.
   *
   * @default - by exporter, from the resource profile
   */
  readonly resources?: kplus.ContainerResources;

  /**
   * Takes the pod out of service while it fails.
   *
   * @default - none: an app without metrics still serves
   */
  readonly readiness?: kplus.Probe;

  /**
   * Restarts the container when it fails.
   *
   * @default - by exporter
   */
  readonly liveness?: kplus.Probe;

  /**
   * Native or classic.
   *
   * @default - the mode of the workload, the chart or the app; native where the Kubernetes version has it
   */
  readonly sidecarMode?: SidecarMode;
}

/**
 * Serves the metrics of an app in the form that Prometheus reads, on any workload.
 *
 * The port is no part of the app's Service: Prometheus scrapes each pod. Where nobody scrapes, a telemetry collector of the pod pushes the
 * metrics: `TelemetryReceiver.prometheus({ targets: [metrics.scrapeTarget] })`.
 *
 * @example
 * import { App, Chart } from 'cdk8s';
 * import * as kplus from 'cdk8s-plus-28';
 * import { MetricsAdapter, MetricsExporter, Scraping } from 'cdk8s-pod-patterns';
 *
 * const chart = new Chart(new App(), 'demo');
 * const web = new kplus.Deployment(chart, 'Web', { containers: [{ image: 'ghcr.io/acme/web:1.4.2' }] });
 * new MetricsAdapter(web, 'Metrics', { exporter: MetricsExporter.statsd(), scraping: Scraping.annotations() });
 */
export class MetricsAdapter extends Construct {
  /**
   * The container of the adapter.
   */
  public readonly container: kplus.Container;

  /**
   * Where the metrics are served.
   */
  public readonly endpoint: Endpoint;

  /**
   * The page of metrics for `TelemetryReceiver.prometheus()`, by which a telemetry collector of the pod pushes them.
   */
  public readonly scrapeTarget: ScrapeTarget;

  /**
   * Where the app sends its metrics, with StatsD; the app's container has it in its environment, others can be given it.
   */
  public readonly receiver?: Endpoint;

  /**
   * @param scope the workload, or a construct inside it
   * @throws if a name of a metric or label is none for Prometheus, a port is taken, a second adapter asks for annotations, or the exporter has no
   *   use for `container` or `configMapName`
   */
  constructor(scope: Construct, id: string, props: MetricsAdapterProps) {
    super(scope, id);
    const exporter = given(this, 'exporter', props.exporter, 'name one, such as MetricsExporter.statsd()');
    const { role, resources: own, plan: toPlan } = exporter._program;
    const resources = decideResources(this, role, props.resources, own);
    const { container: plan, scraped, app, receiver } = toPlan({ owner: this, app: props.container, resources });
    this.checkUse('container', props.container, app);
    this.checkUse('configMapName', props.configMapName, plan.configFiles);
    this.container = addContainer(this, 'sidecar', {
      ...plan,
      name: props.containerName ?? kebabCase(id),
      configFiles: plan.configFiles && { ...plan.configFiles, configMapName: props.configMapName },
      role,
      resources,
      readiness: props.readiness ?? plan.readiness,
      liveness: props.liveness ?? plan.liveness,
    }, props.sidecarMode);
    this.endpoint = new Endpoint({ port: scraped.port });
    this.scrapeTarget = { port: scraped.port, path: scraped.path };
    this.receiver = receiver;
    props.scraping?._apply(this, scraped);
  }

  private checkUse(property: string, value: unknown, use: unknown): void {
    if (value !== undefined && use === undefined) {
      throw new Error(`${property} of ${at(this)} has no effect with its exporter: leave it out`);
    }
  }
}
