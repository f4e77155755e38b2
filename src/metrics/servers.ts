import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { ExporterContext, ExporterPlan, planProgram } from './exporter-context';
import { ExporterOptions } from './exporter-options';
import { checkEncodedUrl } from '../core/plain-text/urls';
import { literal } from '../core/pod/container-plan';
import { toLogin } from '../core/pod/login';
import { LoginOptions } from '../core/pod/login-options';
import { secretVariable } from '../core/pod/secrets';
import { plainVariable } from '../core/pod/variables';
import { at } from '../core/values/errors';
import { checkPrintable } from '../core/values/metric-names';
import { Endpoint } from '../primitives/endpoint';

/**
 * The page of nginx that is measured.
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
 * The Redis that is measured; users are those of Redis 6 or later.
 */
export interface RedisExporterOptions extends ExporterOptions, LoginOptions {
  /**
   * Where Redis listens.
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
 * The PostgreSQL that is measured.
 */
export interface PostgresExporterOptions extends ExporterOptions {
  /**
   * Where PostgreSQL listens.
   *
   * @default - 127.0.0.1:5432
   */
  readonly server?: Endpoint;

  /**
   * The database that is connected to.
   *
   * @default 'postgres'
   */
  readonly databaseName?: string;

  /**
   * User, best one with the role `pg_monitor` and no other.
   */
  readonly user: string;

  /**
   * Password, by reference.
   */
  readonly password: kplus.SecretValue;

  /**
   * Whether the connection must be encrypted.
   *
   * @default - true, but not for a server at localhost
   */
  readonly tls?: boolean;
}

/**
 * @internal
 */
export function planNginxExporter(options: NginxExporterOptions, context: ExporterContext): ExporterPlan {
  const url = checkEncodedUrl(`the status page in ${at(context.owner)}`, options.url ?? 'http://127.0.0.1:8080/stub_status');
  return planProgram(context, options, { image: 'nginxExporter', user: 1001, port: 9113, healthPath: '/' }, (port) => ({
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
  const login = toLogin(owner, 'the Redis exporter', options);
  return planProgram(context, options, { image: 'redisExporter', user: 59000, port: 9121, healthPath: '/health' }, (port) => ({
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
  const { owner } = context;
  const server = options.server ?? new Endpoint({ port: 5432 });
  const tls = options.tls ?? !/^(localhost|127\..*|::1)$/.test(server.host);
  const database = encodeURIComponent(checkName(owner, 'database', options.databaseName ?? 'postgres'));
  return planProgram(context, options, { image: 'postgresExporter', user: 65534, port: 9187, healthPath: '/' }, (port) => ({
    args: [`--web.listen-address=:${port}`],
    env: {
      DATA_SOURCE_URI: plainVariable(`${server.address}/${database}?sslmode=${tls ? 'require' : 'disable'}`),
      DATA_SOURCE_USER: plainVariable(checkName(owner, 'user', options.user)),
      DATA_SOURCE_PASS: secretVariable(owner, options.password),
    },
  }));
}

function checkName(where: Construct, what: string, name: string): string {
  if (checkPrintable(where, `name of the ${what}`, name).trim() === '') {
    throw new Error(`name of the ${what} in ${at(where)} is empty: use the one that the server knows`);
  }
  return name;
}
