import { Duration } from 'cdk8s';

/**
 * How many requests, or TCP connections, are admitted. Others get status 429, or RESOURCE_EXHAUSTED with gRPC; connections are closed.
 *
 * @see https://www.envoyproxy.io/docs/envoy/latest/configuration/http/http_filters/local_rate_limit_filter
 */
export interface RateLimit {
  /**
   * How many in each `interval`, a whole number from 1 to 1000000.
   */
  readonly requests: number;

  /**
   * The interval. Envoy counts in 50 milliseconds at least; nginx needs a whole number of requests in a second or a minute.
   *
   * @default Duration.seconds(1)
   */
  readonly interval?: Duration;

  /**
   * How many may come at once, a whole number from 1 to 1000000. HAProxy can only have the default.
   *
   * @default - as many as `requests`
   */
  readonly burst?: number;
}
