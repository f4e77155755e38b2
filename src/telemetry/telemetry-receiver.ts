import { FilesReceiverOptions, JaegerReceiverOptions, OtlpReceiverOptions, PrometheusReceiverOptions } from './telemetry-receiver-options';
import { TelemetrySignal } from './telemetry-signal';

/**
 * Telemetry that a telemetry collector receives from the containers of its pod.
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
   * A request is acknowledged when each exporter has it: in its queue on disk, or, without a queue, at its server.
   *
   * @see https://opentelemetry.io/docs/specs/otlp/
   */
  public static otlp(options: OtlpReceiverOptions = {}): TelemetryReceiver {
    return new TelemetryReceiver({ kind: 'otlp', ...options }, Object.values(TelemetrySignal));
  }

  /**
   * Traces of clients for the Jaeger agent, which is discontinued, and for the Jaeger collector.
   *
   * UDP has no acknowledgement: what is sent while the container restarts is lost.
   *
   * @see https://github.com/open-telemetry/opentelemetry-collector-contrib/tree/main/receiver/jaegerreceiver
   */
  public static jaeger(options: JaegerReceiverOptions = {}): TelemetryReceiver {
    return new TelemetryReceiver({ kind: 'jaeger', ...options }, [TelemetrySignal.TRACES]);
  }

  /**
   * Metrics of containers of the pod that serve them for Prometheus: they are scraped on localhost, so that they can be pushed by OTLP.
   *
   * @see https://github.com/open-telemetry/opentelemetry-collector-contrib/tree/main/receiver/prometheusreceiver
   */
  public static prometheus(options: PrometheusReceiverOptions): TelemetryReceiver {
    return new TelemetryReceiver({ kind: 'prometheus', ...options }, [TelemetrySignal.METRICS]);
  }

  /**
   * The lines of log files, as `LogShipper.openTelemetryCollector()` reads them.
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
