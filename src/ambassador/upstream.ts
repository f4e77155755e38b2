import { RedisUpstreamOptions, UpstreamOptions } from './upstream-options';
import { checkDatabase, Database } from '../primitives/database';
import { DatabaseKind } from '../primitives/database-options';

/**
 * What an upstream speaks.
 *
 * @internal
 */
export type UpstreamKind = 'tcp' | 'http' | 'http2' | 'grpc' | 'postgres' | 'mysql' | 'redis';

/**
 * A server that an ambassador makes available on a local port.
 *
 * @example
 * import { App, Chart } from 'cdk8s';
 * import { AmbassadorProxy, SidecarLoggedApp, Upstream } from 'cdk8s-pod-patterns';
 *
 * const chart = new Chart(new App(), 'shop');
 * const web = new SidecarLoggedApp(chart, 'Web', { image: 'ghcr.io/acme/web:1.4.2', logFiles: ['/var/log/app/*.log'] });
 * const payments = new AmbassadorProxy(web.workload, 'Payments', {
 *   upstreams: [Upstream.http({
 *     host: 'payments.acme.io',
 *     tls: {},
 *     retries: { maxRetries: 2 },
 *     outlierDetection: { consecutiveFailures: 5 },
 *   })],
 * });
 * payments.endpoint.provideTo(web.container, { url: 'PAYMENTS_URL' });
 *
 * @see https://www.envoyproxy.io/docs/envoy/latest/intro/arch_overview/upstream/upstream
 */
export class Upstream {
  /**
   * Any protocol over TCP, forwarded byte for byte. `port` is required.
   */
  public static tcp(options: UpstreamOptions): Upstream {
    return new Upstream('tcp', options);
  }

  /**
   * HTTP/1.1.
   */
  public static http(options: UpstreamOptions): Upstream {
    return new Upstream('http', options);
  }

  /**
   * HTTP/2, also without TLS (prior knowledge). `port` is required.
   */
  public static http2(options: UpstreamOptions): Upstream {
    return new Upstream('http2', options);
  }

  /**
   * gRPC. `port` is required.
   */
  public static grpc(options: UpstreamOptions): Upstream {
    return new Upstream('grpc', options);
  }

  /**
   * A database, with its address, and with its CA if the program supports TLS to databases. `database.through(ambassador.endpoint)` is the same
   * database for clients of the ambassador. PgBouncer also uses its user and password.
   *
   * @param options without `host`, `port` and `addresses`
   */
  public static database(database: Database, options: UpstreamOptions = {}): Upstream {
    const { endpoint: { host, port, address }, kind, _options: { tls, caCertificate } } = checkDatabase('an upstream', database);
    if (options.host !== undefined || options.port !== undefined || options.addresses) {
      throw new Error(`upstream for database ${address} sets another address too: leave out 'host', 'port' and 'addresses'`);
    }
    const encrypted = caCertificate || tls ? { tls: { caCertificate } } : {};
    return new Upstream(kind === DatabaseKind.POSTGRES ? 'postgres' : 'mysql', { ...encrypted, ...options, host, port }, database);
  }

  /**
   * PostgreSQL.
   */
  public static postgres(options: UpstreamOptions): Upstream {
    return new Upstream('postgres', options);
  }

  /**
   * MySQL or MariaDB.
   */
  public static mysql(options: UpstreamOptions): Upstream {
    return new Upstream('mysql', options);
  }

  /**
   * Redis, with the protocol RESP2. Clients share connections to the server, so commands that change the state of a connection, such as SELECT and
   * SUBSCRIBE, are refused. To use them, use `tcp`.
   *
   * @see https://www.envoyproxy.io/docs/envoy/latest/intro/arch_overview/other_protocols/redis#supported-commands
   */
  public static redis(options: RedisUpstreamOptions): Upstream {
    return new Upstream('redis', options);
  }

  private constructor(
    /**
     * @internal
     */
    public readonly _kind: UpstreamKind,
    /**
     * @internal
     */
    public readonly _options: RedisUpstreamOptions,
    /**
     * @internal
     */
    public readonly _database?: Database,
  ) {}
}
