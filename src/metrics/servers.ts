import { ExporterContext, ExporterPlan, planProgram } from './exporter-context';
import { ExporterOptions } from './exporter-options';
import { checkEncodedUrl } from '../core/plain-text/urls';
import { literal } from '../core/pod/container-plan';
import { isLoopback } from '../core/pod/local-ports';
import { toLogin } from '../core/pod/login';
import { LoginOptions } from '../core/pod/login-options';
import { plainVariable } from '../core/pod/variables';
import { at } from '../core/values/errors';
import { checkDatabase, Database } from '../primitives/database';
import { DatabaseKind } from '../primitives/database-options';
import { postgresParameters } from '../primitives/database-url';
import { needed } from '../primitives/database-variables';
import { Endpoint } from '../primitives/endpoint';

/**
 * Options of the nginx exporter.
 *
 * @see https://nginx.org/en/docs/http/ngx_http_stub_status_module.html
 */
export interface NginxExporterOptions extends ExporterOptions {
  /**
   * URL of `stub_status`.
   *
   * @default 'http://127.0.0.1:8080/stub_status'
   */
  readonly url?: string;
}

/**
 * Options of the Redis exporter. Redis supports users from version 6 on.
 *
 * @see https://github.com/oliver006/redis_exporter
 */
export interface RedisExporterOptions extends ExporterOptions, LoginOptions {
  /**
   * Endpoint of Redis.
   *
   * @default - 127.0.0.1:6379
   */
  readonly server?: Endpoint;

  /**
   * Whether the connection is encrypted.
   *
   * @default false
   */
  readonly tls?: boolean;
}

/**
 * Options of the PostgreSQL exporter.
 *
 * @see https://github.com/prometheus-community/postgres_exporter
 */
export interface PostgresExporterOptions extends ExporterOptions {
  /**
   * The database to connect to, `postgres` if it has no name. Its user should have the role `pg_monitor` and no other. The exporter requires TLS,
   * except at localhost, unless the database sets `tls`.
   */
  readonly database: Database;
}

/**
 * @internal
 */
export function planNginxExporter(options: NginxExporterOptions, context: ExporterContext): ExporterPlan {
  const url = checkEncodedUrl(`the status page in ${at(context.owner)}`, options.url ?? 'http://127.0.0.1:8080/stub_status');
  return planProgram(context, options, { program: 'nginxExporter', port: 9113, healthPath: '/' }, (port) => ({
    args: [`--nginx.scrape-uri=${literal(url)}`, `--web.listen-address=:${port}`],
    // Before 1.0 it ends where nginx does not answer yet, and an app behind a native sidecar that ends never starts.
    env: { NGINX_RETRIES: plainVariable('100') },
  }));
}

/**
 * @internal
 */
export function planRedisExporter(options: RedisExporterOptions, context: ExporterContext): ExporterPlan {
  const { owner } = context;
  const server = options.server ?? new Endpoint({ port: 6379 });
  server._checkUser(owner);
  const login = toLogin(owner, 'the Redis exporter', options);
  return planProgram(context, options, { program: 'redisExporter', port: 9121, healthPath: '/health' }, (port) => ({
    env: {
      REDIS_ADDR: plainVariable(`${options.tls ? 'rediss' : 'redis'}://${server.address}`),
      REDIS_EXPORTER_WEB_LISTEN_ADDRESS: plainVariable(`:${port}`),
      // Its page /scrape?target=... logs in wherever the one who asks wants it to, with this user and password.
      REDIS_EXPORTER_DISABLE_SCRAPE_ENDPOINT: plainVariable('true'),
      ...login.user && { REDIS_USER: login.user },
      ...login.password && { REDIS_PASSWORD: login.password },
    },
  }));
}

/**
 * @internal
 */
export function planPostgresExporter(options: PostgresExporterOptions, context: ExporterContext): ExporterPlan {
  const { owner, name } = context;
  const reached = checkDatabase(owner, options?.database, DatabaseKind.POSTGRES)._seenBy(owner, CA_FOLDER);
  const whose = () => `the PostgreSQL exporter of ${at(owner)}`;
  const tls = reached.tls ?? (isLoopback(reached.host) ? 'disable' : 'require');
  const query = Object.entries(postgresParameters({ ...reached, tls })).map((pair) => pair.join('=')).join('&');
  return planProgram(context, options, { program: 'postgresExporter', port: 9187, healthPath: '/' }, (port) => ({
    args: [`--web.listen-address=:${port}`],
    env: {
      DATA_SOURCE_URI: plainVariable(`${reached.address}/${encodeURIComponent(reached.name ?? 'postgres')}?${query}`),
      DATA_SOURCE_USER: needed(whose, reached, 'user', reached.user),
      DATA_SOURCE_PASS: needed(whose, reached, 'password', reached.password),
    },
    volumeMounts: options.database._mounts(owner, name, CA_FOLDER),
  }));
}

const CA_FOLDER = '/ca/database';
