import * as kplus from 'cdk8s-plus-28';
import { HeaderOptions } from '../core/pod/header-options';
import { LoginOptions } from '../core/pod/login-options';

/**
 * Options of all targets.
 */
export interface WaitTargetOptions {
  /**
   * Name of the target in messages.
   *
   * @default - its kind and address, such as `tcp queue:5672`
   */
  readonly name?: string;
}

/**
 * A port that must accept connections.
 */
export interface TcpTargetOptions extends WaitTargetOptions {
  /**
   * Port, from 1 to 65535.
   */
  readonly port: number;

  /**
   * Host name or address.
   *
   * @default '127.0.0.1'
   */
  readonly host?: string;
}

/**
 * Options of a URL that must answer.
 */
export interface HttpTargetOptions extends WaitTargetOptions, HeaderOptions {
  /**
   * Status codes that count as an answer. Redirects are not followed.
   *
   * @default - 200 to 299
   */
  readonly healthyStatuses?: number[];

  /**
   * Certificate of the authority that signed the server's certificate, as PEM in a key of a Secret.
   *
   * @default - the authorities that the image trusts
   */
  readonly caCertificate?: kplus.SecretValue;

  /**
   * Image with a POSIX shell and curl.
   *
   * @default - curl of the image table
   */
  readonly image?: string;
}

/**
 * Options of a Redis server that must answer.
 */
export interface RedisTargetOptions extends WaitTargetOptions, LoginOptions {
  /**
   * Host name or address.
   */
  readonly host: string;

  /**
   * Port.
   *
   * @default 6379
   */
  readonly port?: number;

  /**
   * Certificate of the authority that signed the server's certificate, as PEM in a key of a Secret. If it is set, the connection is encrypted.
   * redis-cli verifies only the authority, not the host name.
   *
   * @default - the connection is not encrypted
   */
  readonly caCertificate?: kplus.SecretValue;

  /**
   * Image with a POSIX shell and redis-cli.
   *
   * @default - Redis of the image table
   */
  readonly image?: string;
}

/**
 * Options of a database that must answer.
 */
export interface DatabaseTargetOptions extends WaitTargetOptions {
  /**
   * Query that must return a row, such as `SELECT 1 FROM orders LIMIT 1` for a table that has rows, or `SELECT count(*) FROM orders` for one that
   * may be empty.
   *
   * @default - `SELECT 1` if the database has a password; otherwise no query: it is enough that the server answers
   */
  readonly query?: string;

  /**
   * Image with a POSIX shell and the database's own clients, MariaDB's for MySQL too.
   *
   * @default - the image of the database in the image table
   */
  readonly image?: string;
}

/**
 * Options of a command that must succeed.
 */
export interface CommandTargetOptions extends WaitTargetOptions {
  /**
   * Image with the command, and with a POSIX shell, `timeout`, `date`, `od`, `tr`, `cut` and `sleep`.
   */
  readonly image: string;

  /**
   * The program and its arguments. It is run again until it exits with 0. `$(NAME)` stands for an environment variable.
   */
  readonly command: string[];

  /**
   * Environment variables by name.
   *
   * @default - none
   */
  readonly env?: { [name: string]: kplus.EnvValue };

  /**
   * Volumes, each with an absolute path.
   *
   * @default - none
   */
  readonly volumeMounts?: kplus.VolumeMount[];
}
