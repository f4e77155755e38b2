import * as kplus from 'cdk8s-plus-28';
import { databaseUrl, DatabaseUrlOptions, jdbcUrl, JdbcVariableOptions } from './database-url';
import type { ReachedDatabase, Whose } from './reached-database';
import { plainVariable } from '../core/pod/variables';

/**
 * Names of environment variables for a database. Those left out are not set.
 */
export interface DatabaseVariableNames {
  /**
   * Variable for the host.
   *
   * @default - not set
   */
  readonly host?: string;

  /**
   * Variable for the port.
   *
   * @default - not set
   */
  readonly port?: string;

  /**
   * Variable for the name of the database.
   *
   * @default - not set
   */
  readonly name?: string;

  /**
   * Variable for the user.
   *
   * @default - not set
   */
  readonly user?: string;

  /**
   * Variable for the password.
   *
   * @default - not set
   */
  readonly password?: string;

  /**
   * Variable for the path of the file with the certificate of the authority.
   *
   * @default - not set
   */
  readonly caFile?: string;
}

/**
 * The environment variables from which a program reads the address and credentials of its database.
 *
 * @example
 * import { App, Chart } from 'cdk8s';
 * import * as kplus from 'cdk8s-plus-28';
 * import { AppContainer, Database, DatabaseVariables } from 'cdk8s-pod-patterns';
 *
 * const chart = new Chart(new App(), 'shop');
 * const app = new AppContainer(new kplus.Deployment(chart, 'Web'), 'App', { image: 'ghcr.io/acme/web:1.4.2' });
 * const secret = kplus.Secret.fromSecretName(chart, 'Secret', 'orders-database');
 * const orders = Database.postgres({ host: 'orders', name: 'orders', user: 'app', password: { secret, key: 'password' } });
 * orders.provideTo(app.container, DatabaseVariables.url());
 */
export class DatabaseVariables {
  /**
   * `PGHOST`, `PGPORT`, `PGDATABASE`, `PGUSER`, `PGPASSWORD`, `PGSSLMODE` and `PGSSLROOTCERT`, as far as they are known.
   *
   * @see https://www.postgresql.org/docs/current/libpq-envars.html
   */
  public static libpq(): DatabaseVariables {
    return new DatabaseVariables((whose, database) => ({
      ...named(whose, database, known(database, {
        host: 'PGHOST', port: 'PGPORT', name: 'PGDATABASE', user: 'PGUSER', password: 'PGPASSWORD',
      })),
      ...database.tls ? { PGSSLMODE: kplus.EnvValue.fromValue(database.tls) } : {},
      ...named(whose, database, known(database, { caFile: 'PGSSLROOTCERT' })),
    }));
  }

  /**
   * `MYSQL_HOST`, `MYSQL_TCP_PORT`, `MYSQL_DATABASE`, `MYSQL_USER`, `MYSQL_PWD` and `MYSQL_SSL_CA`, as far as they are known. MySQL's own clients
   * read only the host, the port and the password; the program must read the others itself.
   *
   * @see https://dev.mysql.com/doc/refman/8.4/en/environment-variables.html
   */
  public static mysql(): DatabaseVariables {
    return new DatabaseVariables((whose, database) => named(whose, database, known(database, {
      host: 'MYSQL_HOST', port: 'MYSQL_TCP_PORT', name: 'MYSQL_DATABASE', user: 'MYSQL_USER', password: 'MYSQL_PWD', caFile: 'MYSQL_SSL_CA',
    })));
  }

  /**
   * A JDBC URL, the user and the password, with the names that Spring Boot reads. The URL for MySQL and MariaDB is for MariaDB's driver.
   *
   * @see https://docs.spring.io/spring-boot/reference/data/sql.html
   */
  public static jdbc(options: JdbcVariableOptions = {}): DatabaseVariables {
    const { url = 'SPRING_DATASOURCE_URL', user = 'SPRING_DATASOURCE_USERNAME', password = 'SPRING_DATASOURCE_PASSWORD', parameters } = options;
    return new DatabaseVariables((whose, database) => ({
      [url]: plainVariable(jdbcUrl(whose, database, parameters)),
      ...named(whose, database, known(database, { user, password })),
    }));
  }

  /**
   * `DATABASE_URL`, such as `postgresql://app:$(DATABASE_PASSWORD)@orders:5432/orders`, in which Kubernetes replaces `$(DATABASE_PASSWORD)` with the
   * variable of this name.
   *
   * Kubernetes does not encode the value: the password, and the user if it is a secret, may only contain characters that need no encoding in URLs
   * (letters, digits, `-`, `.`, `_` and `~`). Other characters break the URL: store the percent-encoded password in a separate key of the Secret, or
   * use another form of variables.
   *
   * @see https://kubernetes.io/docs/tasks/inject-data-application/define-interdependent-environment-variables/
   */
  public static url(options: DatabaseUrlOptions = {}): DatabaseVariables {
    return new DatabaseVariables((whose, database) => databaseUrl(whose, database, options));
  }

  /**
   * Variables with any names.
   */
  public static of(names: DatabaseVariableNames): DatabaseVariables {
    return new DatabaseVariables((whose, database) => named(whose, database, names));
  }

  private constructor(private readonly toVariables: (whose: Whose, database: ReachedDatabase) => { [name: string]: kplus.EnvValue }) {}

  /**
   * @internal
   */
  public _of(whose: Whose, database: ReachedDatabase): { [name: string]: kplus.EnvValue } {
    return this.toVariables(whose, database);
  }
}

type Fact = keyof DatabaseVariableNames;

/** In the order in which containers get them. */
const VALUES: { readonly [fact in Fact]: (database: ReachedDatabase) => kplus.EnvValue | undefined } = {
  host: ({ host }) => plainVariable(host),
  port: ({ port }) => kplus.EnvValue.fromValue(String(port)),
  name: ({ name }) => name === undefined ? undefined : plainVariable(name),
  user: ({ user }) => user,
  password: ({ password }) => password,
  caFile: ({ caFile }) => caFile === undefined ? undefined : kplus.EnvValue.fromValue(caFile),
};
const FACTS = Object.keys(VALUES) as Fact[];

/** The names of what is known. */
function known(database: ReachedDatabase, names: DatabaseVariableNames): DatabaseVariableNames {
  return Object.fromEntries(Object.entries(names).filter(([fact]) => database[fact as Fact] !== undefined));
}

/** Fails where what a variable is named for is not known, or two have one name. */
function named(whose: Whose, database: ReachedDatabase, names: DatabaseVariableNames): { [name: string]: kplus.EnvValue } {
  const variables = new Map<string, kplus.EnvValue>();
  for (const fact of FACTS) {
    const name = names[fact];
    if (name && variables.has(name)) {
      throw new Error(`variable '${name}' of ${whose()} would have two values, one of them '${fact}': use another variable for it`);
    }
    if (name) {
      variables.set(name, needed(whose, database, fact, VALUES[fact](database)));
    }
  }
  return Object.fromEntries(variables);
}

/** Fails for a fact that a program cannot do without. */
export function needed<T>(whose: Whose, { address }: ReachedDatabase, fact: Fact, value: T | undefined): T {
  if (value === undefined) {
    const property = { user: 'user\' or \'userSecret', caFile: 'caCertificate' }[fact as string] ?? fact;
    throw new Error(`${whose()} needs ${fact === 'caFile' ? 'the authority' : `the ${fact}`} of database ${address}, which is not set: set '${property}' of the database`);
  }
  return value;
}
