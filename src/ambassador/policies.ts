import { Duration } from 'cdk8s';
import { Timeouts } from '../programs/timeouts';

/**
 * Timeouts of an upstream.
 *
 * @see https://www.envoyproxy.io/docs/envoy/latest/faq/configuration/timeouts
 */
export interface UpstreamTimeouts extends Timeouts {
  /**
   * Timeout of a whole request with all its attempts, from the last byte of the request to the last byte of the response. HTTP, gRPC and Redis with
   * Envoy only.
   *
   * @default - 30 seconds for HTTP and Redis, or `response` if that is longer; no timeout for gRPC, because of streams
   */
  readonly request?: Duration;
}

/**
 * What counts as a failed attempt.
 *
 * @see https://www.envoyproxy.io/docs/envoy/latest/configuration/http/http_filters/router_filter#x-envoy-retry-on
 */
export enum RetryCondition {
  /** No connection could be made, so nothing of the request has been sent. */
  CONNECT_FAILURE = 'connectFailure',
  /** The upstream closed the connection before it answered. */
  RESET = 'reset',
  /** Status 502, 503 or 504. */
  GATEWAY_ERROR = 'gatewayError',
  /** Any status from 500 on. */
  SERVER_ERROR = 'serverError',
  /** Status 429. */
  TOO_MANY_REQUESTS = 'tooManyRequests',
  /** gRPC's status UNAVAILABLE. */
  UNAVAILABLE = 'unavailable',
}

/**
 * How failed requests are retried. HTTP and gRPC only.
 *
 * @see https://www.envoyproxy.io/docs/envoy/latest/intro/arch_overview/http/http_routing#retry-semantics
 */
export interface RetryPolicy {
  /**
   * Maximum number of retries of a request. The first attempt is not counted.
   *
   * @default 2
   */
  readonly maxRetries?: number;

  /**
   * Failures that are retried.
   *
   * @default - CONNECT_FAILURE, RESET and GATEWAY_ERROR; for gRPC only CONNECT_FAILURE
   */
  readonly conditions?: RetryCondition[];

  /**
   * HTTP methods that are retried. Methods that are not idempotent need `repeatNonIdempotent`. Envoy also retries requests with other methods
   * if no connection could be made, because nothing has been sent. HTTP only.
   *
   * @default - GET, HEAD, OPTIONS, PUT and DELETE; all with `repeatNonIdempotent`
   */
  readonly methods?: string[];

  /**
   * Whether to retry requests that the upstream could then execute twice: POST, PATCH, and gRPC calls that have reached it.
   *
   * @default false
   */
  readonly repeatNonIdempotent?: boolean;

  /**
   * Timeout of a single attempt.
   *
   * @default - the timeout of the whole request
   */
  readonly tryTimeout?: Duration;

  /**
   * Pause before the first retry. It doubles with each retry, with jitter.
   *
   * @default Duration.millis(25)
   */
  readonly pause?: Duration;

  /**
   * Longest pause between two attempts.
   *
   * @default - ten times `pause`
   */
  readonly maxPause?: Duration;

  /**
   * Maximum percentage of active requests that may be retries, so that retries do not make an overload worse.
   *
   * @default 20
   */
  readonly budgetPercent?: number;
}

/**
 * Limits beyond which the ambassador answers immediately, without sending the request to the upstream.
 *
 * @see https://www.envoyproxy.io/docs/envoy/latest/intro/arch_overview/upstream/circuit_breaking
 */
export interface CircuitBreaker {
  /**
   * Maximum number of connections to the upstream at a time. HTTP requests wait until one is free.
   *
   * @default 1024
   */
  readonly maxConnections?: number;

  /**
   * Maximum number of requests that wait for a connection. HTTP and gRPC only.
   *
   * @default 1024
   */
  readonly maxPendingRequests?: number;

  /**
   * Maximum number of requests at a time. HTTP and gRPC only.
   *
   * @default 1024
   */
  readonly maxRequests?: number;
}

/**
 * When a failing address is ejected for a while (the circuit opens). It is used again automatically afterwards.
 *
 * @see https://www.envoyproxy.io/docs/envoy/latest/intro/arch_overview/upstream/outlier
 */
export interface OutlierDetection {
  /**
   * Number of consecutive failures that eject an address: server errors with HTTP, failed connections with TCP.
   *
   * @default 5
   */
  readonly consecutiveFailures?: number;

  /**
   * How long an address is ejected the first time.
   *
   * @default Duration.seconds(30)
   */
  readonly ejectionTime?: Duration;

  /**
   * Maximum percentage of the addresses that may be ejected. At 100 percent, requests fail immediately once every address is ejected.
   *
   * @default 100
   */
  readonly maxEjectedPercent?: number;
}

/**
 * Keeps connections to the upstream. `{}` is enough to switch it on. With HTTP/1.1, a server may close a connection while a request is being sent.
 * A request that was not sent yet is then sent again automatically; other requests fail, or are retried as `retries` says.
 *
 * @see https://www.envoyproxy.io/docs/envoy/latest/intro/arch_overview/upstream/connection_pooling
 */
export interface ConnectionPool {
  /**
   * Maximum number of connections.
   *
   * @default - that of the program
   */
  readonly maxConnections?: number;

  /**
   * Number of requests after which a connection is replaced. HTTP and gRPC only.
   *
   * @default - never
   */
  readonly maxRequestsPerConnection?: number;
}

/**
 * How the health of the addresses of an upstream is checked.
 *
 * @see https://www.envoyproxy.io/docs/envoy/latest/intro/arch_overview/upstream/health_checking
 */
export interface UpstreamHealthCheck {
  /**
   * Path that must answer with a status from 200 to 299, with characters other than ASCII percent-encoded. HTTP only.
   *
   * @default '/'
   */
  readonly path?: string;

  /**
   * User that the check logs in as, without a password. MySQL and PostgreSQL only, because they block clients that only connect.
   *
   * @default - databases are not checked
   */
  readonly user?: string;

  /**
   * Time between two checks.
   *
   * @default Duration.seconds(5)
   */
  readonly interval?: Duration;

  /**
   * Timeout of one check.
   *
   * @default Duration.seconds(2)
   */
  readonly timeout?: Duration;

  /**
   * Number of consecutive failed checks after which an address is no longer used.
   *
   * @default 3
   */
  readonly failures?: number;

  /**
   * Number of consecutive successful checks after which an address is used again.
   *
   * @default 2
   */
  readonly successes?: number;
}
