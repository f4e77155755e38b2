import { Duration, Size, SizeRoundingBehavior } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { JaegerClientOptions, jaegerVariables, OtlpClientOptions, otlpVariables, unsentSignals } from './client-variables';
import { toConfiguration } from './configuration';
import { Delivery, toDelivery } from './delivery';
import { drainBefore } from './drain';
import { guardReader } from './guard';
import { memoryLimiter } from './memory';
import { Part } from './part';
import { toPipelines } from './pipelines';
import { scrapeInterval } from './receivers';
import { TelemetryCollectorProps } from './telemetry-collector-props';
import { TelemetryPipeline } from './telemetry-pipeline';
import { TelemetryQueue } from './telemetry-queue';
import { TelemetryReceiverSpec } from './telemetry-receiver';
import { checkClient } from '../core/pod/client';
import { literal } from '../core/pod/container-plan';
import { decideResources } from '../core/pod/decided-resources';
import { freePorts } from '../core/pod/free-ports';
import { sidecarModeOf } from '../core/pod/overrides';
import { podOf, shareFiles } from '../core/pod/pod-editor';
import { provideVariables } from '../core/pod/variables';
import { ImageTable } from '../core/settings/image-table';
import { SidecarMode } from '../core/settings/sidecar-mode';
import { at } from '../core/values/errors';
import { given } from '../core/values/given';
import { checkDuration, wholeSeconds } from '../core/values/quantities';
import { scrape, toScrapeTarget } from '../primitives/metrics-page';
import { addSidecar, containerName, forHelper, PatternPlan } from '../primitives/pattern-container';
import { ScrapeTarget } from '../primitives/scrape-target';
import { SYNCHRONOUS_LINES } from '../programs/collector/file-log';
import { GUARD_PORT, guardedLiveness } from '../programs/collector/guard';
import { garbageLimit, HEALTH_PORT, METRICS_PORT, STATE, STORAGE, toProgramPlan } from '../programs/collector/program';
import { podAttributes } from '../programs/collector/resource';

/** Space for the positions in log files, beside the queues. */
const POSITIONS = Size.mebibytes(8);

/**
 * An OpenTelemetry Collector as a sidecar: it receives traces, metrics and logs from the containers of the pod and delivers them.
 *
 * All telemetry gets the resource attributes k8s.namespace.name, k8s.pod.name, k8s.pod.uid and k8s.node.name; telemetry of clients that `provideTo`
 * configures also has k8s.container.name.
 *
 * Requests are acknowledged when they are on disk, and delivered at least once:
 * - While a server is unavailable, requests wait on disk, up to the size of the queue. Further requests are refused, so that clients retry.
 * - If the container is killed or restarted, acknowledged telemetry is delivered afterwards; telemetry in flight may arrive twice.
 * - When the pod is deleted, or its Job completes, a native sidecar delivers acknowledged telemetry if the servers accept it within the rest of the
 *   grace period: a second, tiny sidecar keeps the Collector running until its queue is empty. Pages of other native sidecars are scraped once more
 *   before. What is left at the end of the grace period is lost with the pod, unless the queue is on a PersistentVolumeClaim.
 * - A classic sidecar stops `stopDelay` after the app receives SIGTERM, and what is then in its queue is lost with the pod.
 * - With `TelemetryQueue.none()`, telemetry is acknowledged after it is delivered: clients wait, or give up, while a server is unavailable.
 *
 * Limits:
 * - Records that a server refuses permanently are dropped with a message: over HTTP, these are all errors except 429, 502, 503 and 504.
 * - UDP has no acknowledgement, and a scrape only sees the current values of a metrics page.
 * - The queue is not synced to disk: if the node loses power, the last writes are lost.
 *
 * Create it before other sidecars that send to it: native sidecars start in the order of their creation and stop in reverse.
 *
 * @example
 * import { App, Chart } from 'cdk8s';
 * import * as kplus from 'cdk8s-plus-28';
 * import { AppContainer, TelemetryCollector, TelemetryExporter } from 'cdk8s-pod-patterns';
 *
 * const chart = new Chart(new App(), 'demo');
 * const web = new kplus.Deployment(chart, 'Web');
 * const app = new AppContainer(web, 'App', { image: 'ghcr.io/acme/web:1.4.2' });
 * const telemetry = new TelemetryCollector(web, 'Telemetry', {
 *   exporters: [TelemetryExporter.otlp({ url: 'http://tempo.monitoring:4317' })],
 * });
 * telemetry.provideTo(app.container, { serviceName: 'web' });
 *
 * @see https://opentelemetry.io/docs/collector/
 */
export class TelemetryCollector extends Construct {
  /**
   * The container of the Collector.
   */
  public readonly container: kplus.Container;

  /**
   * The page of the Collector's own metrics, for `TelemetryReceiver.prometheus()` of another telemetry collector in the pod.
   */
  public readonly scrapeTarget: ScrapeTarget;

  private readonly pipelines: TelemetryPipeline[];
  private readonly receivers: TelemetryReceiverSpec[];

  /**
   * @param scope the workload, or a construct inside it
   * @throws if no exporter accepts what a receiver produces or the reverse, or a port, header, address or size is wrong or taken
   */
  constructor(scope: Construct, id: string, props: TelemetryCollectorProps) {
    super(scope, id);
    const pod = podOf(this);
    const name = containerName(this, props);
    const { receivers, processors, exporters } = props;
    const pipelines = toPipelines(this, { receivers, processors, exporters }, props.pipelines);
    this.pipelines = pipelines;
    this.receivers = [...new Set(pipelines.flatMap(({ _options }) => _options.receivers))].map(({ _spec }) => _spec);

    const delivery = toDelivery(this, props.queue ?? TelemetryQueue.persistent(), pipelines);
    const drains = delivery.disk !== undefined && sidecarModeOf(this, props.sidecarMode) === SidecarMode.NATIVE;
    const interval = scrapeInterval(this, this.receivers);
    shareFiles(pod);
    const { readers, metricsPort, watched, ...plan } = this.plan(props, name, pipelines, delivery);
    this.container = addSidecar(this, props, {
      ...plan,
      liveness: readers.length > 0 ? guardedLiveness(watched) : plan.liveness,
      stopDelay: checkDuration('stop delay', props.stopDelay, this) ?? (drains ? undefined : Duration.seconds(5 + (interval ? wholeSeconds(interval) : 0))),
    });
    this.scrapeTarget = toScrapeTarget(this, { port: metricsPort, path: '/metrics' });
    scrape(this, this.container, { port: metricsPort, path: '/metrics' }, props.scraping);
    guardReader(this, forHelper(this, props, 'guard'), { readers, port: watched, metricsPort, security: props.security ?? plan.security! });
    if (drains) {
      drainBefore(this, forHelper(this, props, 'drain'), metricsPort, interval);
    }
  }

  /**
   * Makes the OpenTelemetry SDK in a container send to this collector: it sets `OTEL_EXPORTER_OTLP_ENDPOINT`, `OTEL_EXPORTER_OTLP_PROTOCOL`,
   * `OTEL_SERVICE_NAME` and `OTEL_RESOURCE_ATTRIBUTES`. For telemetry that the collector does not receive, it sets `OTEL_TRACES_EXPORTER`,
   * `OTEL_METRICS_EXPORTER` or `OTEL_LOGS_EXPORTER` to `none`, unless the container already has the variable.
   *
   * @param container a container of the pod
   * @throws if OTLP is not received here, or the container is in another pod, has such a variable or ends before the collector starts
   * @see https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/
   */
  public provideTo(container: kplus.Container, options: OtlpClientOptions = {}): void {
    const receiver = this.receiver('otlp', container);
    const taken = this.pipelines.filter(({ _options }) => _options.receivers.some(({ _spec }) => _spec === receiver)).map(({ _signal }) => _signal);
    provide(container, { ...otlpVariables(this, container, options, receiver), ...unsentSignals(container, taken) });
  }

  /**
   * Makes a client of Jaeger in a container send to this collector: it sets `JAEGER_AGENT_HOST`, `JAEGER_AGENT_PORT`, `JAEGER_ENDPOINT`,
   * `JAEGER_SERVICE_NAME` and `JAEGER_TAGS`.
   *
   * @param container a container of the pod
   * @throws if Jaeger is not received here, or the container is in another pod, has such a variable or ends before the collector starts
   * @see https://github.com/jaegertracing/jaeger-client-java/blob/master/jaeger-core/README.md
   */
  public provideJaegerTo(container: kplus.Container, options: JaegerClientOptions = {}): void {
    const receiver = this.receiver('jaeger', container);
    provide(container, jaegerVariables(this, container, options, receiver));
  }

  private plan(
    props: TelemetryCollectorProps, name: string, pipelines: TelemetryPipeline[], delivery: Delivery,
  ): PatternPlan & { readonly readers: Part[]; readonly metricsPort: number; readonly watched: number } {
    const pod = podOf(this);
    const resources = this.resources(name, props.resources, delivery.disk);
    const attributes = podAttributes('k8s.namespace.name', 'k8s.pod.uid', 'k8s.node.name', 'k8s.pod.name');
    const parts = toConfiguration(this, pipelines, {
      pod,
      name,
      limiter: memoryLimiter(this, resources, props.memoryLimit),
      delivery: delivery.section,
      resource: attributes.resource,
    });
    const { healthPort, metricsPort, watched } = freePorts(pod, {
      healthPort: HEALTH_PORT,
      metricsPort: { ...METRICS_PORT, given: props.metricsPort },
      watched: GUARD_PORT,
    }, parts.ports.map(({ number }) => number));
    const metrics = { host: props.metricsPort ?? props.scraping ? '0.0.0.0' : '127.0.0.1', port: metricsPort };
    const plan = toProgramPlan(this, { ...parts, healthPort, metrics, extensions: STORAGE, extra: props.extraConfig }, this.receives('files') ? [SYNCHRONOUS_LINES] : []);
    const state = props.queue?._options?.volume?.volume ?? this.stateVolume(name, delivery.disk);
    return {
      ...plan,
      image: props.image ?? ImageTable._for(this)._image('openTelemetryCollector'),
      env: { ...attributes.env, ...garbageLimit(resources), ...parts.env },
      ports: [...parts.ports, ...plan.ports],
      volumeMounts: [{ path: STATE, volume: state }, ...parts.mounts],
      role: 'agent',
      resources,
      readers: parts.readers,
      metricsPort,
      watched,
    };
  }

  private receives(kind: TelemetryReceiverSpec['kind']): boolean {
    return this.receivers.some((receiver) => receiver.kind === kind);
  }

  private receiver<K extends TelemetryReceiverSpec['kind']>(kind: K, container: kplus.Container): Extract<TelemetryReceiverSpec, { kind: K }> {
    checkClient(given(this, 'container', container, 'pass one of the pod'), this, this.container);
    const receiver = this.receivers.find((one): one is Extract<TelemetryReceiverSpec, { kind: K }> => one.kind === kind);
    if (!receiver) {
      throw new Error(`container '${container.name}' cannot send to ${at(this)}, which has no receiver for it: add TelemetryReceiver.${kind}()`);
    }
    return receiver;
  }

  private resources(name: string, named?: kplus.ContainerResources, disk?: Size): kplus.ContainerResources {
    const resources = decideResources(this, name, 'agent', named);
    const limit = resources.ephemeralStorage?.limit;
    const needed = disk && Size.mebibytes(toMebibytes(disk) + 100);
    return named || !limit || !needed || toMebibytes(limit) >= toMebibytes(needed)
      ? resources
      : { ...resources, ephemeralStorage: { ...resources.ephemeralStorage, limit: needed } };
  }

  private stateVolume(name: string, disk?: Size): kplus.Volume {
    const sizeLimit = Size.mebibytes((disk ? toMebibytes(disk) : 0) + toMebibytes(POSITIONS));
    return kplus.Volume.fromEmptyDir(this, 'StateVolume', `${name}-state`, { sizeLimit });
  }
}

function provide(container: kplus.Container, variables: { [name: string]: string }): void {
  provideVariables(container, Object.fromEntries(Object.entries(variables).map(([name, value]) => [name, literal(value)])));
}

function toMebibytes(size: Size): number {
  return Math.ceil(size.toMebibytes({ rounding: SizeRoundingBehavior.NONE }));
}
