import * as kplus from 'cdk8s-plus-28';
import { CircuitBreaker, ConnectionPool, OutlierDetection, RetryPolicy, UpstreamHealthCheck, UpstreamTimeouts } from './policies';
import { LoginOptions } from '../core/pod/login-options';
import { RateLimit } from '../programs/rate-limit';

/**
 * One address of several.
 *
 * @see https://www.envoyproxy.io/docs/envoy/latest/intro/arch_overview/upstream/load_balancing/overview
 */
export interface UpstreamAddress {
  /**
   * Host name or address.
   */
  readonly host: string;

  /**
   * Port.
   *
   * @default - `port` of the upstream
   */
  readonly port?: number;

  /**
   * Share of the traffic, from 1 to 128, against the weights of the other addresses.
   *
   * @default 1
   */
  readonly weight?: number;
}

/**
 * TLS to an upstream. The server's certificate and name are verified.
 *
 * @see https://www.envoyproxy.io/docs/envoy/latest/intro/arch_overview/security/ssl
 */
export interface UpstreamTls {
  /**
   * Key of a Secret with the certificates of the authorities that are trusted, in PEM.
   *
   * @default - those that the proxy's image trusts
   */
  readonly caCertificate?: kplus.SecretValue;

  /**
   * Name that the server's certificate must have, and that is sent to the server.
   *
   * @default - the host
   */
  readonly serverName?: string;

  /**
   * Secret of type kubernetes.io/tls with the certificate that the ambassador presents, in `tls.crt` and `tls.key`. A renewed one is used
   * without a restart if the proxy supports it.
   *
   * @default - none
   */
  readonly clientCertificate?: kplus.ISecret;
}

/**
 * Which server the ambassador connects to, and how.
 */
export interface UpstreamOptions {
  /**
   * Host name or address. A name is looked up again when its address changes.
   *
   * @default - `addresses`
   */
  readonly host?: string;

  /**
   * Port.
   *
   * @default - 5432 for PostgreSQL, 3306 for MySQL, 6379 for Redis, 80 for HTTP and 443 with TLS; others must name it
   */
  readonly port?: number;

  /**
   * Several addresses, in place of `host`.
   *
   * @default - `host`
   */
  readonly addresses?: UpstreamAddress[];

  /**
   * Name of the upstream in statistics and errors, a DNS label.
   *
   * @default - the host up to its first dot, or the kind for an IP address
   */
  readonly name?: string;

  /**
   * Port on which the app finds the upstream.
   *
   * @default - `port`, plus 8000 below 1024; the next one that is free in the pod
   */
  readonly localPort?: number;

  /**
   * TLS to the upstream. The app speaks without it.
   *
   * @default - no TLS
   */
  readonly tls?: UpstreamTls;

  /**
   * Timeouts.
   *
   * @default - see UpstreamTimeouts
   */
  readonly timeouts?: UpstreamTimeouts;

  /**
   * Retries of failed requests. HTTP and gRPC only.
   *
   * @default - none
   */
  readonly retries?: RetryPolicy;

  /**
   * Limits of what goes to the upstream at a time.
   *
   * @default - the proxy's own
   */
  readonly circuitBreaker?: CircuitBreaker;

  /**
   * Ejects addresses that fail for a while.
   *
   * @default - none
   */
  readonly outlierDetection?: OutlierDetection;

  /**
   * How many requests, or TCP connections, are admitted in a given time.
   *
   * @default - none
   */
  readonly rateLimit?: RateLimit;

  /**
   * Connections that are kept to the upstream.
   *
   * @default - the proxy's own; by HTTP/1.1 of Envoy a connection for each request
   */
  readonly connectionPool?: ConnectionPool;

  /**
   * How the health of the addresses is checked.
   *
   * @default - not asked
   */
  readonly healthCheck?: UpstreamHealthCheck;
}

/**
 * A Redis behind the ambassador, which logs in with the user and the password: the app then needs neither.
 */
export interface RedisUpstreamOptions extends UpstreamOptions, LoginOptions {}
