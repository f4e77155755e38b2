import { Duration } from 'cdk8s';
import { connectTimeout } from '../../programs/timeouts';
import { LocalUpstream } from '../local-upstream';
import { ProxyContext } from '../proxy-plan';
import { idleTimeout } from '../timeouts';
import { TlsFiles } from '../tls-files';
import type { PgBouncerOptions } from './options';
import { Resolved } from '../../core/values/defaults';
import { wholeSeconds } from '../../core/values/quantities';
import { withExtra } from '../../programs/extra-config';

type Section = { [key: string]: string | number | undefined };

export const PG_BOUNCER = {
  maxClients: 1000,
  queryWaitTimeout: Duration.seconds(30),
  serverLifetime: Duration.hours(1),
  serverIdleTimeout: Duration.minutes(10),
  reportInterval: Duration.minutes(1),
};

/** Connections per database and user, if neither the options nor the pool of the upstream say otherwise. */
export const POOL_SIZE = 20;

export type ResolvedPgBouncer = Resolved<PgBouncerOptions, typeof PG_BOUNCER>;

/** Where the start script writes the users to. */
export const USERS_FILE = '/run/ambassador/userlist.txt';

const TRUSTED = '/etc/ssl/certs/ca-certificates.crt';

/** The configuration in PgBouncer's format, which has no quotes for a value: those that need any are checked before. */
export function toPgBouncerConfig(options: ResolvedPgBouncer, context: ProxyContext, tls: TlsFiles): string {
  const [upstream] = context.upstreams;
  const databases = options.databases ?? ['*'];
  const sections: { [section: string]: Section } = withExtra(context.owner, {
    databases: Object.fromEntries(databases.map((database) => [database, connection(upstream, database)])),
    pgbouncer: toSettings(options, context, tls),
  }, options.extraConfig);
  return Object.entries(sections).map(([name, settings]) => [
    `[${name}]`,
    ...Object.entries(settings).filter(([, value]) => value !== undefined).map(([key, value]) => `${key} = ${value}`.trimEnd()),
  ].map((line) => `${line}\n`).join('')).join('\n');
}

function connection({ addresses: [{ host, port }] }: LocalUpstream, database: string): string {
  return `host='${host.replace(/[[\]]/g, '')}' port='${port}'${database === '*' ? '' : ` dbname='${database}'`}`;
}

function toSettings(options: ResolvedPgBouncer, { listenAddress, upstreams: [upstream] }: ProxyContext, tls: TlsFiles): Section {
  const { timeouts, connectionPool } = upstream.options;
  return {
    listen_addr: listenAddress,
    listen_port: upstream.localPort,
    unix_socket_dir: '',
    auth_type: 'scram-sha-256',
    auth_file: USERS_FILE,
    admin_users: '',
    stats_users: '',
    pool_mode: options.pooling,
    max_client_conn: options.maxClients,
    default_pool_size: options.poolSize ?? connectionPool?.maxConnections ?? POOL_SIZE,
    max_db_connections: connectionPool?.maxConnections,
    max_prepared_statements: options.maxPreparedStatements,
    // Sent by JDBC drivers, without a meaning for servers since PostgreSQL 9.
    ignore_startup_parameters: ['extra_float_digits', ...options.ignoredStartupParameters ?? []].join(','),
    server_connect_timeout: seconds(connectTimeout(timeouts)),
    // A server that is back is found at the next try, and clients wait for it no longer than this.
    server_login_retry: 1,
    query_wait_timeout: seconds(options.queryWaitTimeout),
    query_timeout: options.queryTimeout && seconds(options.queryTimeout),
    idle_transaction_timeout: options.idleTransactionTimeout && seconds(options.idleTransactionTimeout),
    client_idle_timeout: seconds(idleTimeout(timeouts)),
    server_lifetime: seconds(options.serverLifetime),
    server_idle_timeout: seconds(options.serverIdleTimeout),
    dns_max_ttl: 5,
    dns_nxdomain_ttl: 1,
    // A server that is gone without a word is noticed.
    tcp_keepidle: 30,
    tcp_keepintvl: 10,
    tcp_keepcnt: 3,
    tcp_user_timeout: 15_000,
    log_connections: 0,
    log_disconnections: 0,
    stats_period: wholeSeconds(options.reportInterval),
    ...toTls(upstream, tls),
  };
}

function toTls({ options: { tls } }: LocalUpstream, { ca, certificate }: TlsFiles): Section {
  return tls
    ? {
      server_tls_sslmode: 'verify-full',
      server_tls_ca_file: ca ?? TRUSTED,
      server_tls_cert_file: certificate?.certificate,
      server_tls_key_file: certificate?.key,
    }
    : { server_tls_sslmode: 'disable' };
}

function seconds(duration: Duration): number {
  return duration.toSeconds({ integral: false });
}
