import { FilesReceiverOptions, JaegerReceiverOptions, OtlpReceiverOptions, PrometheusReceiverOptions } from './telemetry-receiver-options';
import { TelemetrySignal } from './telemetry-signal';

/**
 * A source of telemetry in the pod that a telemetry collector receives from.
 *
 * @example
 * import { App, Chart } from 'cdk8s';
 * import * as kplus from 'cdk8s-plus-28';
 * import { AppContainer, TelemetryCollector, TelemetryExporter, TelemetryReceiver } from 'cdk8s-pod-patterns';
 *
 * const chart = new Chart(new App(), 'shop');
 * const web = new kplus.Deployment(chart, 'Web');
 * const app = new AppContainer(web, 'App', { image: 'ghcr.io/acme/web:1.4.2' });
 * new TelemetryCollector(web, 'Telemetry', {
 *   receivers: [TelemetryReceiver.otlp(), TelemetryReceiver.files({ container: app.container, logFiles: ['/var/log/app/*.log'] })],
 *   exporters: [TelemetryExporter.otlp({ url: 'http://collector.monitoring:4317' })],
 * });
 *
 * @see https://opentelemetry.io/docs/collector/configuration/#receivers
 */
export class TelemetryReceiver {
  /**
   * OTLP over gRPC and HTTP: traces, metrics and logs.
   *
   * A request is acknowledged when each exporter has stored it in its queue on disk or, without a queue, delivered it to its server.
   *
   * @see https://opentelemetry.io/docs/specs/otlp/
   */
  public static otlp(options: OtlpReceiverOptions = {}): TelemetryReceiver {
    return new TelemetryReceiver({ kind: 'otlp', ...options }, Object.values(TelemetrySignal));
  }

  /**
   * Traces of clients that send to the Jaeger collector, or to the Jaeger agent, which is discontinued.
   *
   * UDP has no acknowledgement: what is sent while the container restarts is lost.
   *
   * @see https://github.com/open-telemetry/opentelemetry-collector-contrib/tree/main/receiver/jaegerreceiver
   */
  public static jaeger(options: JaegerReceiverOptions = {}): TelemetryReceiver {
    return new TelemetryReceiver({ kind: 'jaeger', ...options }, [TelemetrySignal.TRACES]);
  }

  /**
   * Metrics that containers of the pod serve for Prometheus: they are scraped on localhost, so that they can be pushed with OTLP.
   *
   * @see https://github.com/open-telemetry/opentelemetry-collector-contrib/tree/main/receiver/prometheusreceiver
   */
  public static prometheus(options: PrometheusReceiverOptions): TelemetryReceiver {
    return new TelemetryReceiver({ kind: 'prometheus', ...options }, [TelemetrySignal.METRICS]);
  }

  /**
   * Lines of log files, read in the same way as by `LogShipper.openTelemetryCollector()`.
   *
   * @see https://github.com/open-telemetry/opentelemetry-collector-contrib/tree/main/receiver/filelogreceiver
   */
  public static files(options: FilesReceiverOptions): TelemetryReceiver {
    return new TelemetryReceiver({ kind: 'files', ...options }, [TelemetrySignal.LOGS]);
  }

  private constructor(
    /** @internal */
    public readonly _spec: TelemetryReceiverSpec,
    /** @internal */
    public readonly _signals: TelemetrySignal[],
  ) {}
}

/**
 * @internal
 */
export type TelemetryReceiverSpec =
  | { readonly kind: 'otlp' } & OtlpReceiverOptions
  | { readonly kind: 'jaeger' } & JaegerReceiverOptions
  | { readonly kind: 'prometheus' } & PrometheusReceiverOptions
  | { readonly kind: 'files' } & FilesReceiverOptions;
