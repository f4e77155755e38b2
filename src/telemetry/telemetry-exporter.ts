import * as kplus from 'cdk8s-plus-28';
import { TelemetrySignal } from './telemetry-signal';
import { HeaderOptions } from '../core/pod/header-options';
import { SharedVolume } from '../primitives/shared-volume';

/**
 * Options of all exporters.
 */
export interface TelemetryExporterOptions {
  /**
   * Kinds of telemetry that the exporter delivers.
   *
   * @default - traces, metrics and logs, as far as receivers produce them
   */
  readonly signals?: TelemetrySignal[];
}

/**
 * Options of a server that accepts OTLP. The Collector expands `$` in `secretHeaders`: write `$$` for a `$`.
 *
 * @see https://github.com/open-telemetry/opentelemetry-collector/tree/main/exporter/otlpexporter
 */
export interface OtlpExporterOptions extends TelemetryExporterOptions, HeaderOptions {
  /**
   * URL of the server, such as `https://otlp.acme.io:4317`. With `https`, the server's certificate is verified.
   */
  readonly url: string;

  /**
   * Certificate of the authority that signed the server's certificate, as PEM in a key of a Secret.
   *
   * @default - the authorities that the image trusts
   */
  readonly caCertificate?: kplus.SecretValue;

  /**
   * Secret with the client's certificate for mutual TLS, in the keys `tls.crt` and `tls.key`, as cert-manager writes it.
   *
   * @default - none
   */
  readonly clientCertificate?: kplus.ISecret;
}

/**
 * Options of a page of metrics for Prometheus.
 *
 * @see https://github.com/open-telemetry/opentelemetry-collector-contrib/tree/main/exporter/prometheusexporter
 */
export interface PrometheusExporterOptions {
  /**
   * Port of the page. Its path is `/metrics`.
   *
   * @default 8889
   */
  readonly port?: number;
}

/**
 * A file on a shared volume that records are written to.
 *
 * @see https://github.com/open-telemetry/opentelemetry-collector-contrib/tree/main/exporter/fileexporter
 */
export interface FileExporterOptions extends TelemetryExporterOptions {
  /**
   * Absolute path of the file. The volume is mounted at the folder of this path.
   */
  readonly path: string;

  /**
   * The volume that the file is on.
   */
  readonly volume: SharedVolume;
}

/**
 * A destination that a telemetry collector delivers to.
 *
 * @example
 * import { App, Chart } from 'cdk8s';
 * import * as kplus from 'cdk8s-plus-28';
 * import { AppContainer, TelemetryCollector, TelemetryExporter } from 'cdk8s-pod-patterns';
 *
 * const chart = new Chart(new App(), 'shop');
 * const web = new kplus.Deployment(chart, 'Web');
 * new AppContainer(web, 'App', { image: 'ghcr.io/acme/web:1.4.2' });
 * const token = kplus.Secret.fromSecretName(chart, 'Token', 'otlp-token');
 * new TelemetryCollector(web, 'Telemetry', {
 *   exporters: [
 *     TelemetryExporter.otlpHttp({ url: 'https://otlp.acme.io', secretHeaders: { Authorization: { secret: token, key: 'header' } } }),
 *     TelemetryExporter.prometheus(),
 *   ],
 * });
 *
 * @see https://opentelemetry.io/docs/collector/configuration/#exporters
 */
export class TelemetryExporter {
  /**
   * OTLP over gRPC. The `url` has a port, such as `http://tempo.monitoring:4317`.
   */
  public static otlp(options: OtlpExporterOptions): TelemetryExporter {
    return new TelemetryExporter({ kind: 'otlp', ...options }, options?.signals);
  }

  /**
   * OTLP over HTTP. The `url` does not include `/v1/traces`: `http://tempo.monitoring:4318`.
   */
  public static otlpHttp(options: OtlpExporterOptions): TelemetryExporter {
    return new TelemetryExporter({ kind: 'otlpHttp', ...options }, options?.signals);
  }

  /**
   * Metrics, on a page that Prometheus scrapes. Resource attributes become labels.
   */
  public static prometheus(options: PrometheusExporterOptions = {}): TelemetryExporter {
    return new TelemetryExporter({ kind: 'prometheus', ...options }, [TelemetrySignal.METRICS]);
  }

  /**
   * A file with OTLP as JSON, one batch per line. On an emptyDir, it is rotated so that three files stay within the limit of
   * the volume.
   */
  public static file(options: FileExporterOptions): TelemetryExporter {
    return new TelemetryExporter({ kind: 'file', ...options }, options?.signals);
  }

  /**
   * The collector's own stdout, for trying things out.
   */
  public static debug(options: TelemetryExporterOptions = {}): TelemetryExporter {
    return new TelemetryExporter({ kind: 'debug', ...options }, options.signals);
  }

  private constructor(
    /** @internal */
    public readonly _spec: TelemetryExporterSpec,
    /** @internal */
    public readonly _signals: TelemetrySignal[] = Object.values(TelemetrySignal),
  ) {}
}

/**
 * @internal
 */
export type TelemetryExporterSpec =
  | { readonly kind: 'otlp' | 'otlpHttp' } & OtlpExporterOptions
  | { readonly kind: 'prometheus' } & PrometheusExporterOptions
  | { readonly kind: 'file' } & FileExporterOptions
  | { readonly kind: 'debug' };
