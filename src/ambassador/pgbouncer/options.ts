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
   * Name of the user, of 63 bytes at most.
   */
  readonly user: string;

  /**
   * Key of a Secret with the password, in one line.
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
   * Databases that the app may use: letters, digits, `_`, `.` and `-`.
   *
   * @default - the database of `Upstream.database()`, where it has a name; otherwise any
   */
  readonly databases?: string[];

  /**
   * Connections to the server for each user of each database. `connectionPool.maxConnections` of the upstream is for all users together.
   *
   * @default - `connectionPool.maxConnections`, or 20
   */
  readonly poolSize?: number;

  /**
   * Connections of clients at a time. More are refused.
   *
   * @default 1000
   */
  readonly maxClients?: number;

  /**
   * Prepared statements that are kept for each connection when it pools by transaction or statement. It needs PgBouncer 1.21.
   *
   * @default - PgBouncer's own: 200 from 1.24 on
   */
  readonly maxPreparedStatements?: number;

  /**
   * Parameters that clients send when they connect, and that PgBouncer drops, such as `options`, `search_path` or `statement_timeout`:
   * set them for the role or the database instead (`ALTER ROLE app SET search_path = tenant`). PgBouncer refuses clients with other parameters,
   * except for those that it keeps for each client: `client_encoding`, `DateStyle`, `TimeZone`, `standard_conforming_strings` and
   * `application_name`. `extra_float_digits` of JDBC drivers is always dropped. Letters, digits, `_` and `.`.
   *
   * @default - no others
   * @see https://www.pgbouncer.org/config.html#ignore_startup_parameters
   */
  readonly ignoredStartupParameters?: string[];

  /**
   * How long a query may wait for a connection to the server, for example while the server is unavailable. After that the client gets an error.
   *
   * @default Duration.seconds(30)
   */
  readonly queryWaitTimeout?: Duration;

  /**
   * How long a query may run. After that the client gets an error.
   *
   * @default - for ever
   */
  readonly queryTimeout?: Duration;

  /**
   * How long a transaction may be idle. After that the client gets an error.
   *
   * @default - for ever
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
   * Image of PgBouncer, pinned, with a POSIX shell and `pg_isready`.
   *
   * @default - of the image table
   */
  readonly image?: string;
}


