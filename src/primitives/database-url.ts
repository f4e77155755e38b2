import * as kplus from 'cdk8s-plus-28';
import { DatabaseKind } from './database-options';
import type { ReachedDatabase, Whose } from './reached-database';
import { isPlainSecret } from '../core/plain-text/values';

/**
 * How `DATABASE_URL` is written.
 *
 * @see https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-CONNSTRING-URIS
 */
export interface DatabaseUrlOptions {
  /**
   * Name of the variable. The other variables have the same prefix: `DATABASE_USER`, `DATABASE_PASSWORD` and `DATABASE_CA_FILE` for `DATABASE_URL`.
   *
   * @default 'DATABASE_URL'
   */
  readonly name?: string;

  /**
   * Scheme of the URL, such as `postgresql+psycopg` or `postgres`.
   *
   * @default - 'postgresql', 'mysql' or 'mariadb'
   */
  readonly scheme?: string;

  /**
   * Query parameters of the URL. Their names depend on the driver.
   *
   * @default - `sslmode` and `sslrootcert` for PostgreSQL, if the database sets TLS; none for others
   */
  readonly parameters?: { [name: string]: string };
}

/**
 * Names of the environment variables from which a Java program reads its database.
 */
export interface JdbcVariableOptions {
  /**
   * Variable for the URL.
   *
   * @default 'SPRING_DATASOURCE_URL'
   */
  readonly url?: string;

  /**
   * Variable for the user.
   *
   * @default 'SPRING_DATASOURCE_USERNAME'
   */
  readonly user?: string;

  /**
   * Variable for the password.
   *
   * @default 'SPRING_DATASOURCE_PASSWORD'
   */
  readonly password?: string;

  /**
   * Parameters of the driver. They replace the ones for TLS if their names are the same.
   *
   * @default - those for TLS, if the database sets TLS
   */
  readonly parameters?: { [name: string]: string };
}

/** A URL with the variables that it refers to in front of it. */
export function databaseUrl(whose: Whose, database: ReachedDatabase, options: DatabaseUrlOptions): { [name: string]: kplus.EnvValue } {
  const { kind, address, name, plainUser, user, password, tls, caFile } = database;
  const { name: variable = 'DATABASE_URL', scheme = SCHEMES[kind] } = options;
  if (!/^[a-z][a-z0-9+.-]*$/.test(scheme)) {
    throw new Error(`scheme ${JSON.stringify(scheme)} of '${variable}' for ${whose()} is not valid: write it like 'postgresql'`);
  }
  const isPostgres = kind === DatabaseKind.POSTGRES;
  if (!isPostgres && tls && tls !== 'disable' && !options.parameters) {
    throw new Error(`'${variable}' for ${whose()} does not configure TLS, for which drivers of ${kind} have different parameters:`
      + ` set those of your driver in 'parameters'${caFile ? `; the certificate is in ${caFile}` : ''}`);
  }
  const prefix = variable.replace(/_?URL$/, '') || variable;
  const secrets = {
    ...user && plainUser === undefined ? { [`${prefix}_USER`]: user } : {},
    ...password ? { [`${prefix}_PASSWORD`]: password } : {},
  };
  const userInfo = [plainUser === undefined ? `$(${prefix}_USER)` : encodeURIComponent(plainUser), ...password ? [`$(${prefix}_PASSWORD)`] : []].join(':');
  const parameters = options.parameters ?? (isPostgres ? postgresParameters(database) : {});
  checkSecrets(whose, parameters);
  const query = Object.entries(parameters).map((pair) => pair.map(encodeURIComponent).join('=').replace(/%2F/g, '/')).join('&');
  const url = `${scheme}://${user ? `${userInfo}@` : ''}${address}${name === undefined ? '' : `/${encodeURIComponent(name)}`}${query && `?${query}`}`;
  return {
    ...secrets,
    ...caFile ? { [`${prefix}_CA_FILE`]: kplus.EnvValue.fromValue(caFile) } : {},
    [variable]: kplus.EnvValue.fromValue(url),
  };
}

const SCHEMES = { [DatabaseKind.POSTGRES]: 'postgresql', [DatabaseKind.MYSQL]: 'mysql', [DatabaseKind.MARIADB]: 'mariadb' };

/** As libpq, its likes and PostgreSQL's JDBC driver call them. */
export function postgresParameters({ tls, caFile }: ReachedDatabase): { [name: string]: string } {
  return { ...tls && { sslmode: tls }, ...caFile && { sslrootcert: caFile } };
}

/** As MariaDB's JDBC driver calls them. */
function mariadbParameters({ tls, caFile }: ReachedDatabase): { [name: string]: string } {
  return { ...tls && { sslMode: tls === 'require' ? 'trust' : tls }, ...caFile && { serverSslCert: caFile } };
}

/** What both JDBC drivers take as it is. */
const PLAIN = /^[-.\w/:]+$/;

/** A JDBC URL without credentials. */
export function jdbcUrl(whose: Whose, database: ReachedDatabase, parameters: { [name: string]: string } = {}): string {
  const { kind, address, name } = database;
  if (name === undefined || !/^[-.\w]+$/.test(name)) {
    throw new Error(`name '${name ?? ''}' of database ${address} cannot be written in a JDBC URL for ${whose()}: use one of letters, digits, '.', '-' and '_'`);
  }
  checkSecrets(whose, parameters);
  const wrong = Object.entries(parameters).find((entry) => !entry.every((part) => PLAIN.test(part)));
  if (wrong) {
    throw new Error(`parameter '${wrong.join('=')}' of ${whose()} cannot be written in a JDBC URL: use letters, digits and . _ - / :`);
  }
  const isPostgres = kind === DatabaseKind.POSTGRES;
  const all = { ...isPostgres ? postgresParameters(database) : mariadbParameters(database), ...parameters };
  const query = Object.entries(all).map((entry) => entry.join('=')).join('&');
  return `jdbc:${isPostgres ? 'postgresql' : 'mariadb'}://${address}/${name}${query && `?${query}`}`;
}

function checkSecrets(whose: Whose, parameters: { [name: string]: string }): void {
  const secret = Object.entries(parameters).find(([name, value]) => name.toLowerCase() === 'user' || isPlainSecret(name, value));
  if (secret) {
    throw new Error(`parameter '${secret[0]}' of ${whose()} would be readable in the manifest: use 'user' and 'password' of the database`);
  }
}
