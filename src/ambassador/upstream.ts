import { RedisUpstreamOptions, UpstreamOptions } from './upstream-options';

/**
 * What an upstream speaks.
 *
 * @internal
 */
export type UpstreamKind = 'tcp' | 'http' | 'http2' | 'grpc' | 'postgres' | 'mysql' | 'redis';

/**
 * What is behind a local port of an ambassador.
 */
export class Upstream {
  /**
   * Anything over TCP, byte for byte; `port` must be named.
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
   * HTTP/2, without TLS too (prior knowledge); `port` must be named.
   */
  public static http2(options: UpstreamOptions): Upstream {
    return new Upstream('http2', options);
  }

  /**
   * gRPC; `port` must be named.
   */
  public static grpc(options: UpstreamOptions): Upstream {
    return new Upstream('grpc', options);
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
   * Redis, by RESP2. Clients share a connection to the server: what would change it, such as SELECT and SUBSCRIBE, is refused. For that,
   * take `tcp`.
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
  ) {}
}
