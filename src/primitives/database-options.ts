import * as kplus from 'cdk8s-plus-28';
import type { Endpoint } from './endpoint';
import { LoginOptions } from '../core/pod/login-options';

/**
 * What a database is.
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
 * Where a database is, and how to log in.
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
   * Where the database is reached, in place of `host` and `port`.
   *
   * @default - `host` and `port`
   */
  readonly endpoint?: Endpoint;

  /**
   * Name of the database on its server.
   *
   * @default - not known: clients take their own default, and those that need a name fail
   */
  readonly name?: string;

  /**
   * Whether clients must encrypt (true) or must not (false).
   *
   * @default - true with `caCertificate`; otherwise each client does what it does by itself
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
