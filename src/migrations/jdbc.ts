import * as kplus from 'cdk8s-plus-28';
import { databaseEnv, MigrationContext, MigrationPlan } from './migration-context';
import { besideOwn } from '../core/plain-text/checks';
import { isPlainSecret } from '../core/plain-text/values';
import { at } from '../core/values/errors';

/**
 * The driver by which a Java program reaches its database.
 */
export enum JdbcDriver {
  /** PostgreSQL. */
  POSTGRESQL = 'postgresql',
  /** MariaDB and MySQL, by MariaDB's driver. */
  MARIADB = 'mariadb',
}

/**
 * What migration tools in Java take.
 */
export interface JdbcToolOptions {
  /**
   * Image with the tool and the driver.
   *
   * @default - the image that has the files, otherwise that of the image table
   */
  readonly image?: string;

  /**
   * The driver.
   *
   * @default JdbcDriver.POSTGRESQL
   */
  readonly driver?: JdbcDriver;

  /**
   * Parameters of the driver, such as `sslmode` of PostgreSQL. A MySQL server that has no TLS needs `allowPublicKeyRetrieval` set to `true`.
   *
   * @see https://jdbc.postgresql.org/documentation/use/
   * @see https://mariadb.com/kb/en/about-mariadb-connector-j/
   * @default - none
   */
  readonly parameters?: { [name: string]: string };

  /**
   * More environment variables of the tool.
   *
   * @default - none
   */
  readonly env?: { [name: string]: kplus.EnvValue };
}

/** What the tools have in common; `variables` are the names by which a tool knows URL, user and password. */
export function planJdbc(
  options: JdbcToolOptions, context: MigrationContext, variables: { readonly url: string; readonly user: string; readonly password: string },
): Pick<MigrationPlan, 'env' | 'role' | 'takesLock' | 'writablePaths'> {
  const { url, ...login } = variables;
  return {
    role: 'agent',
    takesLock: true,
    writablePaths: ['/tmp'],
    env: {
      LC_ALL: kplus.EnvValue.fromValue('C.UTF-8'), // otherwise Java may read a password in ASCII
      ...besideOwn(context.owner, options.env, {
        [url]: kplus.EnvValue.fromValue(toUrl(options, context)),
        ...databaseEnv(context, login),
      }),
    },
  };
}

/** What both drivers take as it is. */
const PLAIN = /^[-.\w/:]+$/;
const OTHER_PORTS: { [driver: string]: number } = { postgresql: 3306, mariadb: 5432 };

function toUrl({ driver = JdbcDriver.POSTGRESQL, parameters = {} }: JdbcToolOptions, { owner, database, databaseName }: MigrationContext): string {
  if (database.port === OTHER_PORTS[driver]) {
    throw new Error(`database ${database.address} of ${at(owner)} has the port of another kind than ${driver}: set 'driver'`);
  }
  if (!databaseName || !/^[-.\w]+$/.test(databaseName)) {
    throw new Error(`databaseName '${databaseName ?? ''}' of ${at(owner)} cannot be written in a JDBC URL: name one of letters, digits, '.', '-' and '_'`);
  }
  const entries = Object.entries(parameters);
  const secret = entries.find(([name, value]) => name.toLowerCase() === 'user' || isPlainSecret(name, value));
  if (secret) {
    throw new Error(`parameter '${secret[0]}' of ${at(owner)} would be readable in the manifest: use 'credentials'`);
  }
  const wrong = entries.find((entry) => !entry.every((part) => PLAIN.test(part)));
  if (wrong) {
    throw new Error(`parameter '${wrong.join('=')}' of ${at(owner)} cannot be written in a JDBC URL: use letters, digits and . _ - / :`);
  }
  const query = entries.map((entry) => entry.join('=')).join('&');
  return `jdbc:${driver}://${database.address}/${databaseName}${query && `?${query}`}`;
}
