import * as kplus from 'cdk8s-plus-28';
import { orderFiles } from './file-order';
import { checkKind, databaseEnv, lockEnv, MigrationContext, MigrationPlan } from './migration-context';
import { scripts } from '../core/objects/scripts';
import { besideOwn } from '../core/plain-text/checks';
import { isLoopback } from '../core/pod/local-ports';
import { runScript } from '../core/pod/script-container';
import { at } from '../core/values/errors';
import { DatabaseKind } from '../primitives/database-options';
import { DatabaseVariables } from '../primitives/database-variables';
import { ReachedDatabase } from '../primitives/reached-database';

/**
 * Options of golang-migrate.
 *
 * @see https://github.com/golang-migrate/migrate
 */
export interface GolangMigrateOptions {
  /**
   * Image with golang-migrate and a POSIX shell.
   *
   * @default - that of the image table; before Kubernetes 1.35, the image that has the files if one does
   */
  readonly image?: string;

  /**
   * More environment variables.
   *
   * @default - none
   */
  readonly env?: { [name: string]: kplus.EnvValue };
}

/** Longer versions are skipped in silence. */
const NAME = /^(\d{1,18})_.*\.(up|down)\.[^.]+$/;
/** In days: milliseconds in 32 bits. */
const LONGEST_LOCK = 24;
const WAY_OUT = 'name it as in 1_create_tables.up.sql';

/** golang-migrate on PostgreSQL. */
export function planGolangMigrate(options: GolangMigrateOptions, context: MigrationContext): MigrationPlan {
  const { owner, files, lockTimeout } = context;
  checkKind(context, 'MigrationTool.golangMigrate()', DatabaseKind.POSTGRES);
  if (lockTimeout.toDays({ integral: false }) > LONGEST_LOCK) {
    throw new Error(`lockTimeout of ${at(owner)} is longer than PostgreSQL's lock_timeout can be: use at most ${LONGEST_LOCK} days`);
  }
  checkNames(context);
  const plan = runScript(owner, {
    program: 'golangMigrate',
    image: options.image ?? files.toolImage,
    scripts: scripts('migrations', 'migrate-golang.sh', ...HISTORY),
    env: besideOwn(owner, options.env, {
      ...databaseEnv({ ...context, database: withoutTlsInPod(context.database) }, DatabaseVariables.libpq(), 'name', 'user', 'password'),
      ...lockEnv(context),
    }),
    writablePaths: ['/tmp'],
  });
  return {
    ...plan,
    takesLock: true,
    blockedByWaiting: concurrentFile(files.texts ?? {}),
    history: { probe: ['golang'], scripts: ['applied-golang.sh', ...HISTORY] },
  };
}

/** It wants TLS where nobody says anything, which an ambassador does not speak. */
function withoutTlsInPod(database: ReachedDatabase): ReachedDatabase {
  return { ...database, tls: database.tls ?? (isLoopback(database.host) ? 'disable' : undefined) };
}

const HISTORY = ['golang.sh', '1_find_history.up.sql'];
const COMMENT = /--.*|\/\*[^]*?\*\//g;
/** It waits for all transactions that are older, and pods that wait for golang-migrate's lock are in one. */
const CONCURRENTLY = /\b(INDEX|REINDEX|DETACH)\b[^;]*\bCONCURRENTLY\b/i;

function concurrentFile(texts: { [name: string]: string }): string | undefined {
  return Object.keys(texts).find((name) => NAME.exec(name)?.[2] === 'up' && CONCURRENTLY.test(texts[name].replace(COMMENT, ' ')));
}

/** Versions are counted for each direction. */
function checkNames({ owner, files }: MigrationContext): void {
  const names = files.names;
  if (names) {
    const downs = names.filter((name) => NAME.exec(name)?.[2] === 'down');
    orderFiles(names.filter((name) => !downs.includes(name)), owner, (name) => NAME.exec(name)?.[1], WAY_OUT);
    if (downs.length > 0) {
      orderFiles(downs, owner, (name) => NAME.exec(name)?.[1], WAY_OUT);
    }
  }
}
