import { TelemetryExporter } from './telemetry-exporter';
import { TelemetryProcessor } from './telemetry-processor';
import { TelemetryReceiver } from './telemetry-receiver';
import { TelemetrySignal } from './telemetry-signal';

/**
 * What a pipeline is made of.
 */
export interface TelemetryPipelineOptions {
  /**
   * Where the telemetry comes from. A receiver may be in several pipelines.
   */
  readonly receivers: TelemetryReceiver[];

  /**
   * What is changed, in this order.
   *
   * @default - nothing
   */
  readonly processors?: TelemetryProcessor[];

  /**
   * Where the telemetry goes: to all of them. An exporter may be in several pipelines.
   */
  readonly exporters: TelemetryExporter[];
}

/**
 * The way of one kind of telemetry from receivers to exporters.
 */
export class TelemetryPipeline {
  /**
   * For traces.
   */
  public static traces(options: TelemetryPipelineOptions): TelemetryPipeline {
    return new TelemetryPipeline(TelemetrySignal.TRACES, { ...options });
  }

  /**
   * For metrics.
   */
  public static metrics(options: TelemetryPipelineOptions): TelemetryPipeline {
    return new TelemetryPipeline(TelemetrySignal.METRICS, { ...options });
  }

  /**
   * For logs.
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
