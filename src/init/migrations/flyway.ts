import * as kplus from 'cdk8s-plus-28';
import { orderFiles } from './file-order';
import { JdbcToolOptions, planJdbc } from './jdbc';
import { MigrationContext, MigrationPlan } from './migration-context';
import { ImageTable } from '../../pod/image-table';
import { at } from '../../private/errors';
import { wholeSeconds } from '../../private/quantities';

/**
 * Options of Flyway.
 */
export interface FlywayOptions extends JdbcToolOptions {}

/** Flyway on PostgreSQL, MariaDB and MySQL. */
export function planFlyway(options: FlywayOptions, context: MigrationContext): MigrationPlan {
  const { owner, files, historyTable, lockTimeout } = context;
  checkNames(context);
  const { env, ...plan } = planJdbc(options, context, { url: 'FLYWAY_URL', user: 'FLYWAY_USER', password: 'FLYWAY_PASSWORD' });
  const settings = {
    FLYWAY_LOCATIONS: `filesystem:${files.folder}`,
    FLYWAY_TABLE: historyTable,
    FLYWAY_LOCK_RETRY_COUNT: String(wholeSeconds(lockTimeout)), // one a second
    FLYWAY_VALIDATE_MIGRATION_NAMING: 'true',
    FLYWAY_FAIL_ON_MISSING_LOCATIONS: 'true',
    REDGATE_DISABLE_TELEMETRY: 'true',
  };
  return {
    ...plan,
    image: options.image ?? files.image ?? ImageTable._for(owner)._image('flyway'),
    command: ['flyway', '-skipCheckForUpdate', 'migrate'],
    env: { ...Object.fromEntries(Object.entries(settings).map(([name, value]) => [name, kplus.EnvValue.fromValue(value)])), ...env },
  };
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
    throw new Error(`migrations of ${at(owner)} have no files: name at least one`);
  }
  groups.forEach((group) => orderFiles(group, owner, versionOf, 'name it as in V1__create_tables.sql or R__views.sql (undo migrations are not applied)'));
}

function versionOf(name: string): string | undefined {
  return /^[VB]/.test(name) ? VERSIONED.exec(name)?.[2].replace(/_/g, '.') : undefined;
}
