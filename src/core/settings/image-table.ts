import { IConstruct } from 'constructs';
import { ProgramName, PROGRAMS } from './known-programs';
import { Setting } from './setting';

/**
 * What to change in the table of images.
 */
export interface ImageTableOptions {
  /**
   * Prefix of every image of the table, for clusters without internet access.
   * `registry.acme.io/mirror` turns `busybox:1.36.1` into `registry.acme.io/mirror/busybox:1.36.1`.
   *
   * @default - no prefix
   */
  readonly mirror?: string;

  /**
   * Shell and small tools: the plain log stream, the log adapter, metrics of a text file, waiting for ports, names and files.
   *
   * @default 'busybox:1.36.1'
   */
  readonly busybox?: string;

  /**
   * curl: waiting for URLs, fetching files.
   *
   * @default 'curlimages/curl:8.16.0'
   */
  readonly curl?: string;

  /**
   * Fluent Bit.
   *
   * @default 'cr.fluentbit.io/fluent/fluent-bit:5.1.1'
   */
  readonly fluentBit?: string;

  /**
   * Fluentd.
   *
   * @default 'fluent/fluentd:v1.16-1'
   */
  readonly fluentd?: string;

  /**
   * OpenTelemetry Collector, a build with the contrib components.
   *
   * @default 'otel/opentelemetry-collector-contrib:0.159.0'
   */
  readonly openTelemetryCollector?: string;

  /**
   * Clients of PostgreSQL.
   *
   * @default 'postgres:17.6'
   */
  readonly postgres?: string;

  /**
   * Clients of MySQL and MariaDB.
   *
   * @default 'mariadb:10.11.14'
   */
  readonly mariadb?: string;

  /**
   * golang-migrate.
   *
   * @default 'migrate/migrate:v4.19.1'
   */
  readonly golangMigrate?: string;

  /**
   * nginx, an image that needs no root, with the stream module.
   *
   * @default 'nginxinc/nginx-unprivileged:1.30.4'
   */
  readonly nginx?: string;

  /**
   * Envoy.
   *
   * @default 'envoyproxy/envoy:distroless-v1.39.1'
   */
  readonly envoy?: string;

  /**
   * HAProxy.
   *
   * @default 'haproxy:3.2.21'
   */
  readonly haproxy?: string;

  /**
   * ghostunnel, for mutual TLS.
   *
   * @default 'ghostunnel/ghostunnel:v1.11.1-distroless'
   */
  readonly ghostunnel?: string;

  /**
   * PgBouncer.
   *
   * @default 'edoburu/pgbouncer:v1.25.2-p0'
   */
  readonly pgBouncer?: string;

  /**
   * Flyway, with the drivers of PostgreSQL and MariaDB.
   *
   * @default 'flyway/flyway:11.14.1'
   */
  readonly flyway?: string;

  /**
   * Liquibase 4, with the drivers of PostgreSQL and MariaDB, which Liquibase 5 lacks.
   *
   * @default 'liquibase/liquibase:4.33.0'
   */
  readonly liquibase?: string;

  /**
   * Client of Redis.
   *
   * @default 'redis:8.2.2'
   */
  readonly redis?: string;

  /**
   * StatsD exporter.
   *
   * @default 'prom/statsd-exporter:v0.30.0'
   */
  readonly statsdExporter?: string;

  /**
   * JSON exporter.
   *
   * @default 'quay.io/prometheuscommunity/json-exporter:v0.7.0'
   */
  readonly jsonExporter?: string;

  /**
   * nginx exporter.
   *
   * @default 'nginx/nginx-prometheus-exporter:1.5.3'
   */
  readonly nginxExporter?: string;

  /**
   * Redis exporter.
   *
   * @default 'oliver006/redis_exporter:v1.88.0'
   */
  readonly redisExporter?: string;

  /**
   * PostgreSQL exporter.
   *
   * @default 'quay.io/prometheuscommunity/postgres-exporter:v0.20.1'
   */
  readonly postgresExporter?: string;
}

/**
 * The images that patterns use where no image is named. All have a full version as their tag.
 *
 * @example
 * import { App } from 'cdk8s';
 * import { ImageTable } from 'cdk8s-pod-patterns';
 *
 * const app = new App();
 * ImageTable.of({ mirror: 'registry.acme.io/mirror' }).applyTo(app);
 *
 * @see https://kubernetes.io/docs/concepts/containers/images/
 */
export class ImageTable {
  /**
   * The table with changes: other versions, or images that are pinned by a digest, `busybox:1.36.1@sha256:...`.
   *
   * @throws if an image is empty, has a blank in it, or has a digest that is not valid
   */
  public static of(options: ImageTableOptions = {}): ImageTable {
    return new ImageTable(options);
  }

  /**
   * @internal
   */
  public static _for(construct: IConstruct): ImageTable {
    return setting.read(construct);
  }

  private readonly mirror: string;
  private readonly images: Omit<ImageTableOptions, 'mirror'>;

  private constructor(options: ImageTableOptions) {
    const { mirror, ...images } = options;
    for (const [name, value] of Object.entries(options)) {
      if (name !== 'mirror' && /@(?!sha256:[0-9a-f]{64}$)/.test(value ?? '')) {
        throw new Error(`image table has '${name}' set to '${value}', whose digest is not valid: write '@sha256:' and 64 hexadecimal digits at its end`);
      }
      if (value === '' || /\s/.test(value ?? '')) {
        throw new Error(`image table has '${name}' set to '${value}': write it without blanks or leave it out`);
      }
    }
    this.mirror = mirror ? `${mirror.replace(/\/+$/, '')}/` : '';
    this.images = images;
  }

  /**
   * Makes this the table for everything below a scope. The nearest scope wins.
   *
   * @param scope an app, a chart or a workload, before patterns are created in it
   * @throws if a pattern below the scope has been created already
   */
  public applyTo(scope: IConstruct): void {
    setting.applyTo(scope, this);
  }

  /**
   * @internal
   */
  public _image(name: ProgramName): string {
    return this.mirror + (this.images[name] ?? PROGRAMS[name].image);
  }
}

const setting = new Setting<ImageTable>('image table', ImageTable.of());
