import { Duration } from 'cdk8s';
import { milliseconds } from '../core/values/quantities';

/**
 * Timeouts of a program that hands requests or connections on to a server: an upstream, or the app.
 */
export interface Timeouts {
  /**
   * For a connection to the server to be made. nginx can wait for 75 seconds at most.
   *
   * @default - 5 seconds, or `response` or `request` where they are shorter
   */
  readonly connect?: Duration;

  /**
   * For the server while it has a request: before its response starts, and between two parts of it. HTTP and gRPC only. A WebSocket
   * or a stream on which nothing comes for so long may be closed.
   *
   * @default - 60 seconds by a reverse proxy, 30 seconds by an ambassador with HAProxy or nginx; with Envoy it is `idle`
   */
  readonly response?: Duration;

  /**
   * For a connection on which nothing moves, such as one that a client of a reverse proxy keeps open for its next request. Not for Redis.
   *
   * @default - 75 seconds by a reverse proxy, an hour by an ambassador; 4 seconds for the free connections of a `connectionPool` by HTTP/1.1 of Envoy,
   * since many servers close theirs after 5
   */
  readonly idle?: Duration;
}

/** The usual time for a connection, unless less is left for all that follows. */
export function connectTimeout({ connect, ...others }: Timeouts & { readonly request?: Duration } = {}): Duration {
  const longest = [Duration.seconds(5), others.response, others.request].filter((one) => one !== undefined);
  return connect ?? longest.reduce((shortest, one) => milliseconds(one) < milliseconds(shortest) ? one : shortest);
}
