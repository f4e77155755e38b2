import * as kplus from 'cdk8s-plus-28';
import type { Endpoint } from './endpoint';
import { LoginOptions } from '../core/pod/login-options';

/**
 * The kind of a database.
 */
export enum DatabaseKind {
  /** PostgreSQL. */
  POSTGRES = 'postgres',
  /** MySQL. */
  MYSQL = 'mysql',
  /** MariaDB. */
  MARIADB = 'mariadb',
}

/**
 * Address, credentials and TLS of a database.
 */
export interface DatabaseOptions extends LoginOptions {
  /**
   * Host name or address.
   *
   * @default '127.0.0.1'
   */
  readonly host?: string;

  /**
   * Port.
   *
   * @default - 5432 for PostgreSQL, 3306 for MySQL and MariaDB
   */
  readonly port?: number;

  /**
   * Endpoint of the database, instead of `host` and `port`.
   *
   * @default - `host` and `port` are used
   */
  readonly endpoint?: Endpoint;

  /**
   * Name of the database on its server.
   *
   * @default - no name: clients use their own default, and patterns that need a name throw
   */
  readonly name?: string;

  /**
   * Whether clients must use TLS (true) or must not use it (false).
   *
   * @default - true with `caCertificate`; otherwise the default of each client
   */
  readonly tls?: boolean;

  /**
   * Certificate of the authority that signed the server's certificate, as PEM in a key of a Secret. Clients then refuse a server whose
   * certificate is not signed by it, or is not for the host.
   *
   * @default - certificates are not verified
   */
  readonly caCertificate?: kplus.SecretValue;
}
