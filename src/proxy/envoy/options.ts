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
   * @default - 9901, or the next free port of the pod
   */
  readonly port?: number;

  /**
   * Name of the counter of requests. Its label `code` is the status that the client received, or 0 if the client disconnected before.
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
 * Traces with a span for each request, sent with OTLP over gRPC. Requests for the health path have no span.
 *
 * @see https://www.envoyproxy.io/docs/envoy/latest/intro/arch_overview/observability/tracing
 */
export interface EnvoyTracingOptions {
  /**
   * Endpoint of an OpenTelemetry collector that accepts OTLP over gRPC without TLS, preferably a TelemetryCollector in the same pod.
   *
   * @default - 127.0.0.1:4317
   */
  readonly collector?: Endpoint;

  /**
   * Name of the app in traces.
   */
  readonly serviceName: string;

  /**
   * Percentage of the requests that get a span, from 0 to 100. A request whose `traceparent` is not sampled gets no span.
   *
   * @default 100
   */
  readonly samplePercent?: number;
}

/**
 * Thresholds for the requests between two reports.
 */
export interface RequestThresholds {
  /**
   * Upper limit of the 95th percentile of the latency, as precise as the buckets of the histogram.
   *
   * @default - none
   */
  readonly latency?: Duration;

  /**
   * Upper limit of the requests with a status of 500 and above, in percent.
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
   * Image of Envoy, with a tag or digest.
   *
   * @default - that of the image table
   */
  readonly image?: string;

  /**
   * Number of worker threads, from 1 to 128.
   *
   * @default - the CPU limit of the container in whole cores, at least one
   */
  readonly concurrency?: number;

  /**
   * Level of the log that Envoy writes to stderr.
   *
   * @default EnvoyLogLevel.WARNING
   */
  readonly logLevel?: EnvoyLogLevel;

  /**
   * Access log with a line for each request.
   *
   * @default AccessLog.stdout()
   */
  readonly accessLog?: AccessLog;

  /**
   * Interval at which a line of JSON on stdout reports the requests since the last one: `requests`, `errors` (a status of 500 and above),
   * `error_percent`, `latency_ms` with `mean` and `p95`, and the number of open `connections`. Whole seconds. If there are several workers, they take
   * turns to report.
   *
   * @default - no reports
   */
  readonly reportInterval?: Duration;

  /**
   * Thresholds above which a line with a `warning` is written in addition to the report.
   *
   * @default - none
   */
  readonly warnAbove?: RequestThresholds;

  /**
   * Names and port of the metrics. Metrics are always served.
   *
   * @default - `http_requests_total`, `http_request_duration_seconds` and `http_connections` on port 9901
   */
  readonly metrics?: EnvoyMetricsOptions;

  /**
   * Tracing of requests. The app receives the `traceparent` of the request's span.
   *
   * @default - no tracing, and `traceparent` is forwarded unchanged
   */
  readonly tracing?: EnvoyTracingOptions;
}
