import * as kplus from 'cdk8s-plus-28';
import { orderPlainFiles } from './file-order';
import { checkKind, databaseEnv, lockEnv, MigrationContext, MigrationPlan } from './migration-context';
import { scripts } from '../core/objects/scripts';
import { besideOwn } from '../core/plain-text/checks';
import { runScript } from '../core/pod/script-container';
import { ProgramName } from '../core/settings/known-programs';
import { at } from '../core/values/errors';
import { extend } from '../core/values/extend';
import { checkMariadbClient } from '../init/mariadb-client';
import { DatabaseKind } from '../primitives/database-options';
import { DatabaseVariables } from '../primitives/database-variables';

/**
 * Options of plain SQL files.
 *
 * @see https://www.postgresql.org/docs/current/app-psql.html
 */
export interface PlainSqlOptions {
  /**
   * Image with a POSIX shell, coreutils and the client: psql, or MariaDB's for MariaDB and MySQL.
   *
   * @default - that of the image table; before Kubernetes 1.35, the image that has the files if one does
   */
  readonly image?: string;

  /**
   * More environment variables of the client, such as PGSSLMODE.
   *
   * @default - none
   */
  readonly env?: { [name: string]: kplus.EnvValue };
}

/** PostgreSQL, by psql. */
export function planPsql(options: PlainSqlOptions, context: MigrationContext): MigrationPlan {
  checkKind(context, 'MigrationTool.psql()', DatabaseKind.POSTGRES);
  return planPlainSql(options, context, { name: 'psql', pinned: 'postgres', scripts: ['database-psql.sh', 'find-history.sql'] }, DatabaseVariables.libpq());
}

/** MariaDB and MySQL, by mariadb. */
export function planMariadb(options: PlainSqlOptions, context: MigrationContext): MigrationPlan {
  checkMariadbClient(options.image ?? context.files.toolImage, `of ${at(context.owner)}`);
  checkKind(context, 'MigrationTool.mariadb()', DatabaseKind.MYSQL, DatabaseKind.MARIADB);
  const { tls, caFile } = context.database;
  const plan = planPlainSql(options, context, { name: 'mariadb', pinned: 'mariadb', scripts: ['database-mariadb.sh', 'client-mariadb.sh'] }, DatabaseVariables.of({
    host: 'DB_HOST', port: 'DB_PORT', name: 'DB_NAME', user: 'DB_USER', password: 'MYSQL_PWD', caFile: caFile && 'DB_CA',
  }));
  return tls ? { ...plan, env: { ...plan.env, DB_TLS: kplus.EnvValue.fromValue(tls) } } : plan;
}

/** The client of a database, and the scripts that use it. */
interface Client {
  readonly name: string;
  readonly pinned: ProgramName;
  readonly scripts: string[];
}

function planPlainSql(options: PlainSqlOptions, context: MigrationContext, client: Client, variables: DatabaseVariables): MigrationPlan {
  const { owner, files } = context;
  if (!files.names) {
    throw new Error(`migrations of ${at(owner)} are plain SQL, whose order must be in the manifest: name the 'files' of the source`);
  }
  const ordered = orderPlainFiles(files.names, owner);
  const plan = runScript(owner, {
    program: client.pinned,
    image: options.image ?? files.toolImage,
    scripts: scripts('migrations', 'migrate-files.sh', 'history.sh', 'risk.awk', ...client.scripts),
    args: ordered,
    env: besideOwn(owner, options.env, extend(databaseEnv(context, variables, 'name', 'user', 'password'), lockEnv(context))),
  });
  return extend(plan, {
    command: [...plan.command!, client.name],
    takesLock: true,
    history: {
      probe: ['files', client.name, ...ordered],
      scripts: ['applied-files.sh', 'history.sh', ...client.scripts],
    },
  });
}
