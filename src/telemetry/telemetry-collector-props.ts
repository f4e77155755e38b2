import { Duration, Size } from 'cdk8s';
import { TelemetryExporter } from './telemetry-exporter';
import { TelemetryPipeline } from './telemetry-pipeline';
import { TelemetryProcessor } from './telemetry-processor';
import { TelemetryQueue } from './telemetry-queue';
import { TelemetryReceiver } from './telemetry-receiver';
import { ScrapedSidecarOptions } from '../primitives/scraped-sidecar-options';
import { ExtraConfigOptions } from '../programs/extra-config-options';

/**
 * Properties of a telemetry collector. The options of sidecars are for the container of the Collector, whose requests and limits have storage for
 * the queue unless `resources` says otherwise. The containers beside it have its `imagePullPolicy`; the one that looks at log files has its
 * `security` too, and answers for its liveness.
 */
export interface TelemetryCollectorProps extends ScrapedSidecarOptions, ExtraConfigOptions {
  /**
   * The telemetry that is received.
   *
   * @default - TelemetryReceiver.otlp(), unless there are pipelines
   */
  readonly receivers?: TelemetryReceiver[];

  /**
   * Changes to the telemetry, in this order, after the memory limiter and the attributes of the pod.
   *
   * @default - nothing
   */
  readonly processors?: TelemetryProcessor[];

  /**
   * Where each kind of telemetry that is taken is delivered: to all exporters that know it. Needed, unless there are pipelines.
   *
   * @default - of the pipelines
   */
  readonly exporters?: TelemetryExporter[];

  /**
   * The ways from receivers to exporters, in place of `receivers`, `processors` and `exporters`, where not everything goes
   * everywhere.
   *
   * @default - one for each kind of telemetry that is both taken and delivered
   */
  readonly pipelines?: TelemetryPipeline[];

  /**
   * What exporters to servers do with telemetry that is not delivered yet.
   *
   * @default - TelemetryQueue.persistent()
   */
  readonly queue?: TelemetryQueue;

  /**
   * Memory beyond which telemetry is refused, so that clients try again. It is below the container's memory limit.
   *
   * @default - 80 % of the container's limit
   */
  readonly memoryLimit?: Size;

  /**
   * Port of the Collector's own metrics, for Prometheus.
   *
   * @default - 8888, or the next free one; on localhost only, unless there is `scraping`
   */
  readonly metricsPort?: number;

  /**
   * How long the container is kept running from the moment that the app receives SIGTERM. It needs Kubernetes 1.30.
   *
   * @default - none for a native sidecar with a queue, which stops when its queue is empty; otherwise Duration.seconds(5), and the interval where
   * pages are scraped
   */
  readonly stopDelay?: Duration;

  /**
   * Image with a build of the contrib components, 0.156 or later. Those before can open a receiver of several kinds of telemetry before
   * the queue of one of them, and lose what comes in the first milliseconds after a restart.
   *
   * @default - that of the image table
   */
  readonly image?: string;
}
