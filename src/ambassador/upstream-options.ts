import * as kplus from 'cdk8s-plus-28';
import { CircuitBreaker, ConnectionPool, OutlierDetection, RetryPolicy, UpstreamHealthCheck, UpstreamTimeouts } from './policies';
import { LoginOptions } from '../core/pod/login-options';
import { RateLimit } from '../programs/rate-limit';

/**
 * One of several addresses of an upstream.
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
   * Share of the traffic relative to the weights of the other addresses, from 1 to 128.
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
   * Key of a Secret with the certificates of the trusted authorities, as PEM.
   *
   * @default - the authorities that the program's image trusts
   */
  readonly caCertificate?: kplus.SecretValue;

  /**
   * Name that the server's certificate must have, and that is sent to the server (SNI).
   *
   * @default - the host
   */
  readonly serverName?: string;

  /**
   * Secret of type kubernetes.io/tls with the certificate that the ambassador presents, in `tls.crt` and `tls.key`. A renewed certificate is used
   * without a restart if the program supports it.
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
   * Host name or address. A name is resolved again regularly.
   *
   * @default - `addresses` are used
   */
  readonly host?: string;

  /**
   * Port.
   *
   * @default - 5432 for PostgreSQL, 3306 for MySQL, 6379 for Redis, 80 for HTTP and 443 for HTTP with TLS; required for others
   */
  readonly port?: number;

  /**
   * Several addresses, instead of `host`.
   *
   * @default - `host` is used
   */
  readonly addresses?: UpstreamAddress[];

  /**
   * Name of the upstream in statistics and errors, a DNS label.
   *
   * @default - the host up to its first dot, or the kind for an IP address
   */
  readonly name?: string;

  /**
   * Local port on which the app reaches the upstream.
   *
   * @default - `port`, plus 8000 if it is below 1024, or the next free port of the pod
   */
  readonly localPort?: number;

  /**
   * TLS to the upstream. The app connects to the ambassador without TLS.
   *
   * @default - no TLS
   */
  readonly tls?: UpstreamTls;

  /**
   * Timeouts.
   *
   * @default - those of UpstreamTimeouts
   */
  readonly timeouts?: UpstreamTimeouts;

  /**
   * Retries of failed requests. HTTP and gRPC only.
   *
   * @default - none
   */
  readonly retries?: RetryPolicy;

  /**
   * Limits of concurrent connections and requests to the upstream.
   *
   * @default - those of the program
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
   * Connections to the upstream that are kept and reused.
   *
   * @default - that of the program; Envoy uses a new connection for each HTTP/1.1 request
   */
  readonly connectionPool?: ConnectionPool;

  /**
   * How the health of the addresses is checked.
   *
   * @default - addresses are not checked
   */
  readonly healthCheck?: UpstreamHealthCheck;
}

/**
 * Options of a Redis server. The ambassador logs in with the user and password, so the app needs neither.
 */
export interface RedisUpstreamOptions extends UpstreamOptions, LoginOptions {}
