import { Duration } from 'cdk8s';
import { Timeouts } from '../programs/timeouts';

/**
 * Timeouts of an upstream.
 *
 * @see https://www.envoyproxy.io/docs/envoy/latest/faq/configuration/timeouts
 */
export interface UpstreamTimeouts extends Timeouts {
  /**
   * For a whole request with all its tries, from the last byte of the request to the last byte of the response. HTTP, gRPC and Redis with Envoy only.
   *
   * @default - 30 seconds by HTTP and Redis, or a longer `response`; none by gRPC, whose streams may last
   */
  readonly request?: Duration;
}

/**
 * What counts as a failed try.
 *
 * @see https://www.envoyproxy.io/docs/envoy/latest/configuration/http/http_filters/router_filter#x-envoy-retry-on
 */
export enum RetryCondition {
  /** No connection could be made: nothing of the request has been sent. */
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
 * How requests are tried again. HTTP and gRPC only.
 *
 * @see https://www.envoyproxy.io/docs/envoy/latest/intro/arch_overview/http/http_routing#retry-semantics
 */
export interface RetryPolicy {
  /**
   * How often a request is tried again at most: the first attempt is not counted.
   *
   * @default 2
   */
  readonly maxRetries?: number;

  /**
   * What is tried again.
   *
   * @default - CONNECT_FAILURE, RESET and GATEWAY_ERROR; by gRPC CONNECT_FAILURE
   */
  readonly conditions?: RetryCondition[];

  /**
   * Methods that are tried again. Those that are not idempotent need `repeatNonIdempotent`. Envoy also retries requests with other methods
   * if no connection could be made, because nothing has been sent. HTTP only.
   *
   * @default - GET, HEAD, OPTIONS, PUT and DELETE; all with `repeatNonIdempotent`
   */
  readonly methods?: string[];

  /**
   * Whether to retry what the upstream could then execute twice: POST, PATCH, and gRPC calls that have reached it.
   *
   * @default false
   */
  readonly repeatNonIdempotent?: boolean;

  /**
   * For each single try.
   *
   * @default - the timeout of the whole request
   */
  readonly tryTimeout?: Duration;

  /**
   * Pause before the second try. It doubles from try to try, with jitter.
   *
   * @default Duration.millis(25)
   */
  readonly pause?: Duration;

  /**
   * Longest pause between two tries.
   *
   * @default - ten times `pause`
   */
  readonly maxPause?: Duration;

  /**
   * What percentage of the active requests may be retries, so that they do not add to an overload.
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
   * Connections to the upstream at a time. HTTP requests wait until one is free.
   *
   * @default 1024
   */
  readonly maxConnections?: number;

  /**
   * Requests that wait for a connection. HTTP and gRPC only.
   *
   * @default 1024
   */
  readonly maxPendingRequests?: number;

  /**
   * Requests at a time. HTTP and gRPC only.
   *
   * @default 1024
   */
  readonly maxRequests?: number;
}

/**
 * When a failing address is ejected for a while: the circuit opens. It closes again by itself.
 *
 * @see https://www.envoyproxy.io/docs/envoy/latest/intro/arch_overview/upstream/outlier
 */
export interface OutlierDetection {
  /**
   * Failures in a row that open the circuit: server errors by HTTP, failed connections by TCP.
   *
   * @default 5
   */
  readonly consecutiveFailures?: number;

  /**
   * How long the address is ejected the first time.
   *
   * @default Duration.seconds(30)
   */
  readonly ejectionTime?: Duration;

  /**
   * What percentage of the addresses may be ejected. At 100 percent, requests fail immediately once every address is ejected.
   *
   * @default 100
   */
  readonly maxEjectedPercent?: number;
}

/**
 * Keeps connections to the upstream. `{}` is enough to switch it on. With HTTP/1.1, a server may close a connection while a request is being sent.
 * A request that was
 * not sent yet is then sent again automatically, other requests fail or count as `retries`.
 *
 * @see https://www.envoyproxy.io/docs/envoy/latest/intro/arch_overview/upstream/connection_pooling
 */
export interface ConnectionPool {
  /**
   * Connections at most.
   *
   * @default - by proxy
   */
  readonly maxConnections?: number;

  /**
   * After how many requests a connection is replaced. HTTP and gRPC only.
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
   * Path that answers with a status from 200 to 299, percent-encoded where it is not ASCII. HTTP only.
   *
   * @default '/'
   */
  readonly path?: string;

  /**
   * User that the check logs in as, without a password. MySQL and PostgreSQL only, because they block clients that only connect.
   *
   * @default - databases are not asked
   */
  readonly user?: string;

  /**
   * Time between two checks.
   *
   * @default Duration.seconds(5)
   */
  readonly interval?: Duration;

  /**
   * Time for one check.
   *
   * @default Duration.seconds(2)
   */
  readonly timeout?: Duration;

  /**
   * Failed checks in a row after which an address is no longer used.
   *
   * @default 3
   */
  readonly failures?: number;

  /**
   * Successful checks in a row after which it is used again.
   *
   * @default 2
   */
  readonly successes?: number;
}
