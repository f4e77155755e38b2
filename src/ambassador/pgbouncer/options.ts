import { Duration } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { ConnectionPooling } from '../../primitives/endpoint';
import { ExtraConfigOptions } from '../../programs/extra-config-options';

/**
 * A user of PostgreSQL whose password PgBouncer knows.
 *
 * @see https://www.pgbouncer.org/config.html#authentication-file-format
 */
export interface PgBouncerUser {
  /**
   * Name of the user, at most 63 bytes long.
   */
  readonly user: string;

  /**
   * Key of a Secret with the password on one line.
   */
  readonly password: kplus.SecretValue;
}

/**
 * Options of PgBouncer.
 *
 * @see https://www.pgbouncer.org/config.html
 */
export interface PgBouncerOptions extends ExtraConfigOptions {
  /**
   * How long a client keeps its connection to the server.
   */
  readonly pooling: ConnectionPooling;

  /**
   * Users that the app logs in as, with their passwords. PgBouncer logs in to the server as the same users.
   *
   * @default - the user of the database, with `Upstream.database()`
   */
  readonly users?: PgBouncerUser[];

  /**
   * Databases that the app may use. Names consist of letters, digits, `_`, `.` and `-`.
   *
   * @default - the database of `Upstream.database()` if it has a name; otherwise any database
   */
  readonly databases?: string[];

  /**
   * Maximum number of connections to the server per user and database. `connectionPool.maxConnections` of the upstream limits all users together.
   *
   * @default - `connectionPool.maxConnections`, or 20
   */
  readonly poolSize?: number;

  /**
   * Maximum number of client connections at a time. Further ones are refused.
   *
   * @default 1000
   */
  readonly maxClients?: number;

  /**
   * Number of prepared statements that are kept for each connection with transaction or statement pooling. It needs PgBouncer 1.21.
   *
   * @default - that of PgBouncer: 200 from 1.24 on
   */
  readonly maxPreparedStatements?: number;

  /**
   * Startup parameters that clients send and that PgBouncer ignores, such as `options`, `search_path` or `statement_timeout`:
   * set them for the role or the database instead (`ALTER ROLE app SET search_path = tenant`). PgBouncer refuses clients with other parameters,
   * except for those that it keeps for each client: `client_encoding`, `DateStyle`, `TimeZone`, `standard_conforming_strings` and
   * `application_name`. `extra_float_digits` of JDBC drivers is always ignored. Names consist of letters, digits, `_` and `.`.
   *
   * @default - no others
   * @see https://www.pgbouncer.org/config.html#ignore_startup_parameters
   */
  readonly ignoredStartupParameters?: string[];

  /**
   * How long a query may wait for a connection to the server, for example while the server is unavailable. Then the client gets an error.
   *
   * @default Duration.seconds(30)
   */
  readonly queryWaitTimeout?: Duration;

  /**
   * How long a query may run. Then the client gets an error.
   *
   * @default - no limit
   */
  readonly queryTimeout?: Duration;

  /**
   * How long a transaction may be idle. Then the client gets an error.
   *
   * @default - no limit
   */
  readonly idleTransactionTimeout?: Duration;

  /**
   * Age at which a connection to the server is closed as soon as it is idle.
   *
   * @default Duration.hours(1)
   */
  readonly serverLifetime?: Duration;

  /**
   * How long a connection to the server may be idle before it is closed.
   *
   * @default Duration.minutes(10)
   */
  readonly serverIdleTimeout?: Duration;

  /**
   * Interval of a line on stdout with the transactions, queries and bytes per second since the last one, and the average times of transactions, queries and of
   * waiting for a connection. Whole seconds.
   *
   * @default Duration.minutes(1)
   * @see https://www.pgbouncer.org/config.html#log_stats
   */
  readonly reportInterval?: Duration;

  /**
   * Image of PgBouncer, with a tag or digest. It needs a POSIX shell and `pg_isready`.
   *
   * @default - that of the image table
   */
  readonly image?: string;
}


