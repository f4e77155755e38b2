import { Size } from 'cdk8s';
import { SharedVolume } from '../primitives/shared-volume';

/**
 * A queue on disk.
 *
 * @see https://github.com/open-telemetry/opentelemetry-collector/tree/main/exporter/exporterhelper#persistent-queue
 */
export interface PersistentQueueOptions {
  /**
   * Size of the queue for each exporter and kind of telemetry, at least 8 MiB. When it is full, telemetry is refused, so that clients retry.
   *
   * @default Size.mebibytes(16)
   */
  readonly size?: Size;

  /**
   * The volume that the queue is on. A PersistentVolumeClaim keeps undelivered telemetry for the next pod that mounts it; only one pod at a time may
   * use it.
   *
   * @default - an emptyDir, four times as large as all queues together, because small requests take more space on disk
   */
  readonly volume?: SharedVolume;
}

/**
 * How an exporter to a server keeps undelivered telemetry.
 *
 * @example
 * import { App, Chart, Size } from 'cdk8s';
 * import * as kplus from 'cdk8s-plus-28';
 * import { AppContainer, TelemetryCollector, TelemetryExporter, TelemetryQueue } from 'cdk8s-pod-patterns';
 *
 * const chart = new Chart(new App(), 'shop');
 * const web = new kplus.Deployment(chart, 'Web');
 * new AppContainer(web, 'App', { image: 'ghcr.io/acme/web:1.4.2' });
 * new TelemetryCollector(web, 'Telemetry', {
 *   exporters: [TelemetryExporter.otlp({ url: 'http://collector.monitoring:4317' })],
 *   queue: TelemetryQueue.persistent({ size: Size.mebibytes(64) }),
 * });
 *
 * @see https://opentelemetry.io/docs/collector/resiliency/
 */
export class TelemetryQueue {
  /**
   * A queue on disk. Telemetry is stored there before the client gets an answer, so that no telemetry is lost while a server is unavailable.
   */
  public static persistent(options: PersistentQueueOptions = {}): TelemetryQueue {
    return new TelemetryQueue(options);
  }

  /**
   * No queue. The client gets an answer when the servers have accepted the telemetry, and waits while they are unavailable.
   */
  public static none(): TelemetryQueue {
    return new TelemetryQueue();
  }

  private constructor(
    /** @internal */
    public readonly _options?: PersistentQueueOptions,
  ) {}
}
