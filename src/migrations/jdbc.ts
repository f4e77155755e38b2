import * as kplus from 'cdk8s-plus-28';
import { databaseEnv, MigrationContext, MigrationPlan } from './migration-context';
import { besideOwn } from '../core/plain-text/checks';
import { DatabaseVariables } from '../primitives/database-variables';

/**
 * Options of migration tools in Java.
 *
 * @see https://jdbc.postgresql.org/documentation/use/
 */
export interface JdbcToolOptions {
  /**
   * Image with the tool and the driver.
   *
   * @default - that of the image table; before Kubernetes 1.35, the image that has the files if one does
   */
  readonly image?: string;

  /**
   * Parameters of the driver, such as `connectTimeout`. Those for TLS come from the database. A MySQL server that has no TLS needs
   * `allowPublicKeyRetrieval` set to `true`.
   *
   * @see https://jdbc.postgresql.org/documentation/use/
   * @see https://mariadb.com/docs/connectors/mariadb-connector-j/about-mariadb-connector-j/connection-parameters
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
  return {
    role: 'agent',
    takesLock: true,
    writablePaths: ['/tmp'],
    env: {
      LC_ALL: kplus.EnvValue.fromValue('C.UTF-8'), // otherwise Java may read a password in ASCII
      ...besideOwn(context.owner, options.env, {
        ...databaseEnv(context, DatabaseVariables.jdbc({ ...variables, parameters: options.parameters }), 'user', 'password'),
      }),
    },
  };
}
