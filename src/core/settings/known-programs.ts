/** A program that patterns run. */
interface KnownProgram {
  /** Its image, with a full version. */
  readonly image: string;
  /** The user that it runs as there, whose files it needs; 1000 where it is anybody's. */
  readonly user: number;
}

function program(image: string, user = 1000): KnownProgram {
  return { image, user };
}

/** The images that patterns use where none is named, and their users: the only place that has either. */
export const PROGRAMS = {
  busybox: program('busybox:1.36.1'),
  curl: program('curlimages/curl:8.16.0'),
  fluentBit: program('cr.fluentbit.io/fluent/fluent-bit:5.1.1'),
  fluentd: program('fluent/fluentd:v1.16-1'),
  openTelemetryCollector: program('otel/opentelemetry-collector-contrib:0.159.0', 10001),
  postgres: program('postgres:17.6'),
  mariadb: program('mariadb:10.11.14'),
  golangMigrate: program('migrate/migrate:v4.19.1'),
  nginx: program('nginxinc/nginx-unprivileged:1.30.4', 101),
  envoy: program('envoyproxy/envoy:distroless-v1.39.1', 65532),
  haproxy: program('haproxy:3.2.21', 99),
  ghostunnel: program('ghostunnel/ghostunnel:v1.11.1-distroless', 65532),
  pgBouncer: program('edoburu/pgbouncer:v1.25.2-p0', 70),
  flyway: program('flyway/flyway:11.14.1'),
  liquibase: program('liquibase/liquibase:4.33.0', 1001),
  redis: program('redis:8.2.2'),
  statsdExporter: program('prom/statsd-exporter:v0.30.0', 65534),
  jsonExporter: program('quay.io/prometheuscommunity/json-exporter:v0.7.0', 65534),
  nginxExporter: program('nginx/nginx-prometheus-exporter:1.5.3', 1001),
  redisExporter: program('oliver006/redis_exporter:v1.88.0', 59000),
  postgresExporter: program('quay.io/prometheuscommunity/postgres-exporter:v0.20.1', 65534),
};

/** The name of a program, also of its image in the table of images. */
export type ProgramName = keyof typeof PROGRAMS;
