import * as kplus from 'cdk8s-plus-28';
import { orderFiles } from './file-order';
import { JdbcToolOptions, planJdbc } from './jdbc';
import { MigrationContext, MigrationPlan } from './migration-context';
import { programImage } from '../core/pod/program-image';
import { at } from '../core/values/errors';
import { wholeSeconds } from '../core/values/quantities';
import { DatabaseKind } from '../primitives/database-options';

/**
 * Options of Flyway.
 *
 * @see https://documentation.red-gate.com/flyway/reference/configuration
 */
export interface FlywayOptions extends JdbcToolOptions {}

/** Flyway on PostgreSQL, MariaDB and MySQL. */
export function planFlyway(options: FlywayOptions, context: MigrationContext): MigrationPlan {
  const { owner, files, historyTable, lockTimeout, database } = context;
  checkNames(context);
  const { env, ...plan } = planJdbc(options, context, { url: 'FLYWAY_URL', user: 'FLYWAY_USER', password: 'FLYWAY_PASSWORD' });
  const settings = {
    FLYWAY_LOCATIONS: `filesystem:${files.folder}`,
    FLYWAY_TABLE: historyTable,
    FLYWAY_LOCK_RETRY_COUNT: String(wholeSeconds(lockTimeout)), // one a second
    FLYWAY_VALIDATE_MIGRATION_NAMING: 'true',
    FLYWAY_FAIL_ON_MISSING_LOCATIONS: 'true',
    REDGATE_DISABLE_TELEMETRY: 'true',
    ...database.kind !== DatabaseKind.POSTGRES ? {} : {
      FLYWAY_INIT_SQL: findHistory(historyTable),
      FLYWAY_POSTGRESQL_TRANSACTIONAL_LOCK: 'false', // CREATE INDEX CONCURRENTLY waits for the transaction of such a lock
    },
  };
  return {
    ...plan,
    ...programImage(owner, 'flyway', options.image ?? files.toolImage),
    command: ['flyway', '-skipCheckForUpdate', 'migrate'],
    env: { ...Object.fromEntries(Object.entries(settings).map(([name, value]) => [name, kplus.EnvValue.fromValue(value)])), ...env },
  };
}

/**
 * Flyway looks for its history in the first schema of the search path, which a migration may change: puts the schema that has it there.
 * A table off the search path counts too if it is this user's, unless the path comes with the connection.
 */
function findHistory(table: string): string {
  return `SELECT set_config('search_path', quote_ident(nspname) || ', ' || current_setting('search_path'), false) FROM (
    SELECT nspname FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace
    WHERE relname = '${table}' AND relkind = 'r' AND relpersistence <> 't'
      AND 2 = (SELECT count(*) FROM pg_attribute WHERE attrelid = pg_class.oid AND attname IN ('installed_rank', 'checksum'))
      AND (nspname = ANY (current_schemas(false)) OR pg_get_userbyid(relowner) IN (session_user, current_user)
        AND (SELECT source FROM pg_settings WHERE name = 'search_path') NOT IN ('client', 'session'))
    ORDER BY array_position(current_schemas(false), nspname), nspname LIMIT 1) AS history
    WHERE nspname IS DISTINCT FROM current_schema()`.replace(/\s+/g, ' ');
}

const VERSIONED = /^([VB])(\d+(?:[._]\d+)*)(?:__.*)?\.sql$/i;
const REPEATABLE = /^R__.+\.sql$/i;
const CALLBACK = new RegExp('^(createSchema|beforeCreateSchema|beforeRepeatables|afterVersioned|afterMigrateApplied|afterMigrateOperationFinish'
  + '|(before|after)(Connect|Migrate|EachMigrate|EachMigrateStatement|Validate)|after(Migrate|EachMigrate|EachMigrateStatement|Validate)Error)(__.*)?\\.sql$');

/** Versions are counted for migrations and for baselines, which stand for the migrations up to theirs. */
function checkNames({ owner, files: { names } }: MigrationContext): void {
  if (!names) {
    return;
  }
  const isOther = (name: string) => CALLBACK.test(name) || (name.endsWith('.sql.conf') && names.includes(name.slice(0, -'.conf'.length)));
  const repeatable = names.filter((name) => /^R/.test(name) && REPEATABLE.test(name));
  const versioned = names.filter((name) => !isOther(name) && !repeatable.includes(name));
  const baselines = versioned.filter((name) => /^B/.test(name));
  const groups = [versioned.filter((name) => !baselines.includes(name)), baselines].filter((group) => group.length > 0);
  if (groups.length === 0 && repeatable.length === 0) {
    throw new Error(`migrations of ${at(owner)} have no files: add at least one`);
  }
  groups.forEach((group) => orderFiles(group, owner, versionOf, 'name it as in V1__create_tables.sql or R__views.sql (undo migrations are not applied)'));
}

function versionOf(name: string): string | undefined {
  return /^[VB]/.test(name) ? VERSIONED.exec(name)?.[2].replace(/_/g, '.') : undefined;
}
