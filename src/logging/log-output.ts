import * as kplus from 'cdk8s-plus-28';
import { HeaderOptions } from '../core/pod/header-options';
import { LoginOptions } from '../core/pod/login-options';
import { SharedVolume } from '../primitives/shared-volume';

/**
 * A server that accepts logs over HTTP or gRPC.
 */
export interface ServerOutputOptions extends HeaderOptions {
  /**
   * URL of the server, such as `https://logs.acme.io:8443/in`. With `https`, the server's certificate is verified.
   */
  readonly url: string;

  /**
   * Certificate of the authority that signed the server's certificate, as PEM in a key of a Secret.
   *
   * @default - the authorities that the image trusts
   */
  readonly caCertificate?: kplus.SecretValue;
}

/**
 * A server with optional HTTP basic authentication.
 */
export interface AuthenticatedOutputOptions extends ServerOutputOptions, LoginOptions {}

/**
 * Grafana Loki.
 *
 * @see https://grafana.com/docs/loki/latest/reference/loki-http-api/
 */
export interface LokiOptions extends AuthenticatedOutputOptions {
  /**
   * Labels of the Loki streams.
   *
   * @default - Fluent Bit sets the label 'job'; the Collector sends resource attributes such as service.name
   */
  readonly labels?: { [name: string]: string };

  /**
   * Tenant, sent in the header X-Scope-OrgID.
   *
   * @default - none
   */
  readonly tenant?: string;
}

/**
 * Elasticsearch or OpenSearch.
 *
 * @see https://docs.fluentbit.io/manual/data-pipeline/outputs/elasticsearch
 */
export interface ElasticsearchOptions extends AuthenticatedOutputOptions {
  /**
   * Index that the records are written to.
   *
   * @default 'logs'
   */
  readonly index?: string;
}

/**
 * A file on a shared volume that records are written to.
 */
export interface FileOutputOptions {
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
 * A server that speaks the forward protocol of Fluentd and Fluent Bit.
 *
 * @see https://github.com/fluent/fluentd/wiki/Forward-Protocol-Specification-v1
 */
export interface ForwardOptions {
  /**
   * Host name or address.
   */
  readonly host: string;

  /**
   * Port.
   *
   * @default 24224
   */
  readonly port?: number;
}

/**
 * Where a log shipper delivers records. If a shipper does not support an output, the error names one that does.
 *
 * @example
 * import { App, Chart } from 'cdk8s';
 * import * as kplus from 'cdk8s-plus-28';
 * import { LogOutput, LogShipper, SidecarLoggedApp } from 'cdk8s-pod-patterns';
 *
 * const chart = new Chart(new App(), 'shop');
 * const user = kplus.Secret.fromSecretName(chart, 'Loki', 'loki-user');
 * const loki = LogOutput.loki({
 *   url: 'https://loki.acme.io',
 *   user: 'shop',
 *   password: { secret: user, key: 'password' },
 *   labels: { app: 'shop' },
 * });
 * new SidecarLoggedApp(chart, 'Web', {
 *   image: 'ghcr.io/acme/web:1.4.2',
 *   logFiles: ['/var/log/app/*.log'],
 *   shipper: LogShipper.openTelemetryCollector({ outputs: [loki] }),
 * });
 */
export class LogOutput {
  /**
   * The shipper's own stdout, one record per line. A Collector whose outputs have no secrets continues to write there while another output is
   * unavailable.
   */
  public static stdout(): LogOutput {
    return new LogOutput({ kind: 'stdout' });
  }

  /**
   * A file on a shared volume that records are written to.
   */
  public static file(options: FileOutputOptions): LogOutput {
    return new LogOutput({ kind: 'file', ...options });
  }

  /**
   * JSON over HTTP. Supported by Fluent Bit.
   */
  public static http(options: AuthenticatedOutputOptions): LogOutput {
    return new LogOutput({ kind: 'http', ...options });
  }

  /**
   * Grafana Loki, with a `url` such as `http://loki.monitoring:3100`. The shipper appends the path that it needs, `/loki/api/v1/push` or `/otlp`.
   */
  public static loki(options: LokiOptions): LogOutput {
    return new LogOutput({ kind: 'loki', ...options });
  }

  /**
   * Elasticsearch. Supported by Fluent Bit.
   */
  public static elasticsearch(options: ElasticsearchOptions): LogOutput {
    return new LogOutput({ kind: 'elasticsearch', ...options });
  }

  /**
   * OpenSearch. Supported by Fluent Bit.
   */
  public static openSearch(options: ElasticsearchOptions): LogOutput {
    return new LogOutput({ kind: 'openSearch', ...options });
  }

  /**
   * OTLP over gRPC, with a `url` such as `http://collector.monitoring:4317`. Supported by the OpenTelemetry Collector.
   */
  public static otlp(options: ServerOutputOptions): LogOutput {
    return new LogOutput({ kind: 'otlp', ...options });
  }

  /**
   * OTLP over HTTP. The `url` does not include `/v1/logs`: `http://collector.monitoring:4318`.
   */
  public static otlpHttp(options: ServerOutputOptions): LogOutput {
    return new LogOutput({ kind: 'otlpHttp', ...options });
  }

  /**
   * The forward protocol. Supported by Fluent Bit and Fluentd.
   */
  public static forward(options: ForwardOptions): LogOutput {
    return new LogOutput({ kind: 'forward', ...options });
  }

  /**
   * @internal
   */
  public readonly _spec: LogOutputSpec;

  private constructor(spec: LogOutputSpec) {
    this._spec = spec;
  }
}

/**
 * @internal
 */
export type LogOutputSpec =
  | { readonly kind: 'stdout' }
  | { readonly kind: 'file' } & FileOutputOptions
  | { readonly kind: 'http' } & AuthenticatedOutputOptions
  | { readonly kind: 'loki' } & LokiOptions
  | { readonly kind: 'elasticsearch' | 'openSearch' } & ElasticsearchOptions
  | { readonly kind: 'otlp' | 'otlpHttp' } & ServerOutputOptions
  | { readonly kind: 'forward' } & ForwardOptions;
