import { TelemetryExporter } from './telemetry-exporter';
import { TelemetryProcessor } from './telemetry-processor';
import { TelemetryReceiver } from './telemetry-receiver';
import { TelemetrySignal } from './telemetry-signal';

/**
 * The parts of a pipeline.
 *
 * @see https://opentelemetry.io/docs/collector/architecture/#pipelines
 */
export interface TelemetryPipelineOptions {
  /**
   * Receivers that the telemetry comes from. A receiver may be in several pipelines.
   */
  readonly receivers: TelemetryReceiver[];

  /**
   * Processors, applied in this order.
   *
   * @default - nothing
   */
  readonly processors?: TelemetryProcessor[];

  /**
   * Exporters that all receive the telemetry. An exporter may be in several pipelines.
   */
  readonly exporters: TelemetryExporter[];
}

/**
 * The path of one kind of telemetry, from receivers to exporters.
 *
 * @example
 * import { App, Chart } from 'cdk8s';
 * import * as kplus from 'cdk8s-plus-28';
 * import { AppContainer, TelemetryCollector, TelemetryExporter, TelemetryPipeline, TelemetryReceiver } from 'cdk8s-pod-patterns';
 *
 * const chart = new Chart(new App(), 'shop');
 * const web = new kplus.Deployment(chart, 'Web');
 * new AppContainer(web, 'App', { image: 'ghcr.io/acme/web:1.4.2' });
 * const otlp = TelemetryReceiver.otlp();
 * new TelemetryCollector(web, 'Telemetry', {
 *   pipelines: [
 *     TelemetryPipeline.traces({ receivers: [otlp], exporters: [TelemetryExporter.otlp({ url: 'http://tempo.monitoring:4317' })] }),
 *     TelemetryPipeline.metrics({ receivers: [otlp], exporters: [TelemetryExporter.prometheus()] }),
 *   ],
 * });
 *
 * @see https://opentelemetry.io/docs/collector/architecture/#pipelines
 */
export class TelemetryPipeline {
  /**
   * A pipeline of traces.
   */
  public static traces(options: TelemetryPipelineOptions): TelemetryPipeline {
    return new TelemetryPipeline(TelemetrySignal.TRACES, { ...options });
  }

  /**
   * A pipeline of metrics.
   */
  public static metrics(options: TelemetryPipelineOptions): TelemetryPipeline {
    return new TelemetryPipeline(TelemetrySignal.METRICS, { ...options });
  }

  /**
   * A pipeline of logs.
   */
  public static logs(options: TelemetryPipelineOptions): TelemetryPipeline {
    return new TelemetryPipeline(TelemetrySignal.LOGS, { ...options });
  }

  /** @internal */
  public static _of(signal: TelemetrySignal, options: TelemetryPipelineOptions): TelemetryPipeline {
    return new TelemetryPipeline(signal, options);
  }

  private constructor(
    /** @internal */
    public readonly _signal: TelemetrySignal,
    /** @internal */
    public readonly _options: TelemetryPipelineOptions,
  ) {}
}
