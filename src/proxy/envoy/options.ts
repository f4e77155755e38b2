import { Duration } from 'cdk8s';
import { Endpoint } from '../../primitives/endpoint';
import { AccessLog } from '../../programs/access-log';
import { EnvoyLogLevel } from '../../programs/envoy/log-level';
import { ExtraConfigOptions } from '../../programs/extra-config-options';

/**
 * Metrics of the requests that Envoy forwards, at the path `/metrics`. Requests for the health path are not counted.
 *
 * @see https://www.envoyproxy.io/docs/envoy/latest/configuration/upstream/cluster_manager/cluster_stats
 */
export interface EnvoyMetricsOptions {
  /**
   * Port on the pod's address.
   *
   * @default - 9901, or the next one that is free in the pod
   */
  readonly port?: number;

  /**
   * Name of the counter of requests. Its label `code` is the status that the client got, 0 where the client went away before.
   *
   * @default 'http_requests_total'
   */
  readonly requests?: string;

  /**
   * Name of the histogram of the time from the first byte of a request to the last one of its response, in seconds.
   *
   * @default 'http_request_duration_seconds'
   */
  readonly latency?: string;

  /**
   * Name of the gauge of the connections that clients have open.
   *
   * @default 'http_connections'
   */
  readonly connections?: string;

  /**
   * Upper bounds of the histogram's buckets, in ascending order and whole milliseconds.
   *
   * @default - 5, 10, 25, 50, 100, 250 and 500 milliseconds, 1, 2.5, 5 and 10 seconds
   */
  readonly buckets?: Duration[];
}

/**
 * A span for each request, sent by OTLP over gRPC. Requests for the health path have none.
 *
 * @see https://www.envoyproxy.io/docs/envoy/latest/intro/arch_overview/observability/tracing
 */
export interface EnvoyTracingOptions {
  /**
   * Where an OpenTelemetry collector takes OTLP over gRPC without TLS, best a TelemetryCollector in the same pod.
   *
   * @default - 127.0.0.1:4317
   */
  readonly collector?: Endpoint;

  /**
   * What the app is called in traces.
   */
  readonly serviceName: string;

  /**
   * Part of the requests that get a span, from 0 to 100. One whose `traceparent` says that it is not traced gets none.
   *
   * @default 100
   */
  readonly samplePercent?: number;
}

/**
 * What is too much of the requests between two reports.
 */
export interface RequestThresholds {
  /**
   * Time that 95 % of the requests should not pass, as far as the buckets of the histogram tell.
   *
   * @default - none
   */
  readonly latency?: Duration;

  /**
   * Part of the requests with a status of 500 and above that there should not be more of, in percent.
   *
   * @default - none
   */
  readonly errorPercent?: number;
}

/**
 * Options of Envoy as a reverse proxy.
 *
 * @see https://www.envoyproxy.io/docs/envoy/latest/configuration/best_practices/edge
 */
export interface EnvoyReverseProxyOptions extends ExtraConfigOptions {
  /**
   * Image of Envoy, pinned.
   *
   * @default - of the image table
   */
  readonly image?: string;

  /**
   * Worker threads, from 1 to 128.
   *
   * @default - as many as the CPU limit of the container has cores, one at least
   */
  readonly concurrency?: number;

  /**
   * How much Envoy logs on stderr.
   *
   * @default EnvoyLogLevel.WARNING
   */
  readonly logLevel?: EnvoyLogLevel;

  /**
   * A line for each request.
   *
   * @default AccessLog.stdout()
   */
  readonly accessLog?: AccessLog;

  /**
   * Time between two lines of JSON on stdout with the figures since the last one: `requests`, `errors` (a status of 500 and above), `error_percent`,
   * `latency_ms` with `mean` and `p95`, and the `connections` that are open. Whole seconds. Several workers report by turns.
   *
   * @default - no such lines
   */
  readonly reportInterval?: Duration;

  /**
   * Above these there is a line with a `warning` beside that of the report.
   *
   * @default - none
   */
  readonly warnAbove?: RequestThresholds;

  /**
   * Names and port of the metrics, which are always there.
   *
   * @default - `http_requests_total`, `http_request_duration_seconds` and `http_connections` on port 9901
   */
  readonly metrics?: EnvoyMetricsOptions;

  /**
   * Spans. The app gets the `traceparent` of its request's span.
   *
   * @default - none, and `traceparent` goes through as it comes
   */
  readonly tracing?: EnvoyTracingOptions;
}
