import { Duration } from 'cdk8s';
import { milliseconds } from '../core/values/quantities';

/**
 * Timeouts of a program that hands requests or connections on to a server: to an upstream, or to the app.
 */
export interface Timeouts {
  /**
   * For a connection to the server to be made. nginx waits for 75 seconds at most.
   *
   * @default - 5 seconds, or a shorter `response` or `request`
   */
  readonly connect?: Duration;

  /**
   * How long the server may be silent while it has a request: before its response starts, and between two parts of it. A WebSocket or a stream on
   * which nothing comes for so long may be closed. HTTP and gRPC only.
   *
   * @default - 60 seconds by a reverse proxy; by an ambassador 30 seconds with HAProxy and nginx, and `idle` with Envoy
   */
  readonly response?: Duration;

  /**
   * How long a connection may be kept on which nothing moves. Not for Redis.
   *
   * @default - 75 seconds by a reverse proxy, an hour by an ambassador; 4 seconds for the free connections of a `connectionPool` by HTTP/1.1 of Envoy,
   * since many servers close theirs after 5
   */
  readonly idle?: Duration;
}

/** In the order in which one is part of the next. */
const NESTED = ['connect', 'response', 'request'] as const;

type Nested = Pick<Timeouts, 'connect' | 'response'> & { readonly request?: Duration };

/** The usual time, unless there is less for all that follows. */
export function connectTimeout({ connect, response, request }: Nested = {}): Duration {
  const usual = Duration.seconds(5);
  return connect ?? [response, request].reduce<Duration>((least, one) => one && milliseconds(one) < milliseconds(least) ? one : least, usual);
}

/** Fails when a part may take longer than the whole. */
export function checkNested(what: string, timeouts: Nested): void {
  const given = NESTED.flatMap((name) => timeouts[name] ? [{ name, time: milliseconds(timeouts[name]) }] : []);
  given.slice(1).forEach((whole, index) => {
    const part = given[index];
    if (part.time > whole.time) {
      throw new Error(`${part.name} timeout of ${part.time} ms of ${what} is above its ${whole.name} timeout of ${whole.time} ms: make it shorter`);
    }
  });
}
