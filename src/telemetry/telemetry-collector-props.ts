import { Duration, Size } from 'cdk8s';
import { TelemetryExporter } from './telemetry-exporter';
import { TelemetryPipeline } from './telemetry-pipeline';
import { TelemetryProcessor } from './telemetry-processor';
import { TelemetryQueue } from './telemetry-queue';
import { TelemetryReceiver } from './telemetry-receiver';
import { ScrapedSidecarOptions } from '../primitives/scraped-sidecar-options';
import { ExtraConfigOptions } from '../programs/extra-config-options';

/**
 * Properties of a telemetry collector. The options of sidecars apply to the container of the Collector, whose requests and limits include storage for
 * the queue unless `resources` is set. Its helper containers have the same `imagePullPolicy`; the one that checks log files also has the same
 * `security`, and serves the liveness probe.
 */
export interface TelemetryCollectorProps extends ScrapedSidecarOptions, ExtraConfigOptions {
  /**
   * The telemetry that is received.
   *
   * @default - TelemetryReceiver.otlp(), unless there are pipelines
   */
  readonly receivers?: TelemetryReceiver[];

  /**
   * Processors, applied in this order, after the memory limiter and the attributes of the pod.
   *
   * @default - nothing
   */
  readonly processors?: TelemetryProcessor[];

  /**
   * Exporters. Each kind of received telemetry goes to all exporters that support it. Required unless there are pipelines.
   *
   * @default - the exporters of the pipelines
   */
  readonly exporters?: TelemetryExporter[];

  /**
   * Pipelines from receivers to exporters, instead of `receivers`, `processors` and `exporters`, if not all telemetry goes to all exporters.
   *
   * @default - one for each kind of telemetry that is both received and delivered
   */
  readonly pipelines?: TelemetryPipeline[];

  /**
   * How exporters to servers keep undelivered telemetry.
   *
   * @default - TelemetryQueue.persistent()
   */
  readonly queue?: TelemetryQueue;

  /**
   * Memory usage above which telemetry is refused, so that clients retry. It must be below the container's memory limit.
   *
   * @default - 80 % of the container's limit
   */
  readonly memoryLimit?: Size;

  /**
   * Port of the Collector's own metrics, in the format of Prometheus.
   *
   * @default - 8888, or the next free port of the pod; on localhost only, unless `scraping` is set
   */
  readonly metricsPort?: number;

  /**
   * How long the container keeps running after the app receives SIGTERM. It needs Kubernetes 1.30.
   *
   * @default - a native sidecar with a queue stops when its queue is empty; otherwise 5 seconds, plus the interval if pages are scraped
   */
  readonly stopDelay?: Duration;

  /**
   * Image with a build of the contrib components, 0.156 or later. Earlier versions can open a receiver before all of its queues, and lose what
   * arrives in the first milliseconds after a restart.
   *
   * @default - that of the image table
   */
  readonly image?: string;
}
