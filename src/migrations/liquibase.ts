import * as kplus from 'cdk8s-plus-28';
import { orderFiles } from './file-order';
import { JdbcToolOptions, planJdbc } from './jdbc';
import { MigrationContext, MigrationPlan } from './migration-context';
import { programImage } from '../core/pod/program-image';
import { at } from '../core/values/errors';
import { toYamlText } from '../core/values/yaml';

/**
 * Options of Liquibase.
 *
 * @see https://docs.liquibase.com/
 */
export interface LiquibaseOptions extends JdbcToolOptions {
  /**
   * Your own root changelog, as a path below the folder of the source.
   *
   * @default - a generated one that includes all files of the source in the order of the numbers at the start of their names
   */
  readonly changelogFile?: string;
}

const FOLDER = '/changelog';
const ROOT = 'all-migrations.yaml';

/** Liquibase on PostgreSQL, MariaDB and MySQL. */
export function planLiquibase(options: LiquibaseOptions, context: MigrationContext): MigrationPlan {
  const { owner, files, historyTable, lockTimeout } = context;
  const { changelogFile } = options;
  const { env, ...plan } = planJdbc(options, context, {
    url: 'LIQUIBASE_COMMAND_URL', user: 'LIQUIBASE_COMMAND_USERNAME', password: 'LIQUIBASE_COMMAND_PASSWORD',
  });
  const settings = {
    LIQUIBASE_COMMAND_CHANGELOG_FILE: changelogFile === undefined ? ROOT : checkRoot(changelogFile, context),
    LIQUIBASE_SEARCH_PATH: changelogFile === undefined ? `${FOLDER},${files.folder}` : files.folder,
    LIQUIBASE_DATABASE_CHANGELOG_TABLE_NAME: historyTable,
    LIQUIBASE_DATABASE_CHANGELOG_LOCK_TABLE_NAME: `${historyTable.slice(0, 58)}_lock`,
    LIQUIBASE_CHANGELOG_LOCK_WAIT_TIME_IN_MINUTES: String(Math.ceil(lockTimeout.toMinutes({ integral: false }))),
    LIQUIBASE_CHANGELOG_LOCK_POLL_RATE: '2',
    LIQUIBASE_ANALYTICS_ENABLED: 'false',
    LIQUIBASE_HEADLESS: 'true',
    LIQUIBASE_SHOW_BANNER: 'false',
  };
  return {
    ...plan,
    ...programImage(owner, 'liquibase', options.image ?? files.toolImage),
    command: ['liquibase', 'update'],
    env: { ...Object.fromEntries(Object.entries(settings).map(([name, value]) => [name, kplus.EnvValue.fromValue(value)])), ...env },
    configFiles: changelogFile === undefined ? { path: FOLDER, data: { [ROOT]: toRoot(context) } } : undefined,
  };
}

function checkRoot(file: string, { owner, files: { names } }: MigrationContext): string {
  if (!/^[-._\w/]+$/.test(file) || file.split('/').some((part) => ['', '.', '..'].includes(part))) {
    throw new Error(`changelogFile '${file}' of ${at(owner)} is not a path below the folder of the source: write it relative, without '.' and '..'`);
  }
  if (names && !names.includes(file)) {
    throw new Error(`changelogFile '${file}' of ${at(owner)} is not among the files of the source: add it, or leave 'changelogFile' out`);
  }
  return file;
}

const NAME = /^[Vv]?(\d+(?:\.\d+)*)(?!\d).*\.(?:sql|xml|ya?ml|json)$/;

function toRoot({ owner, files: { names, texts = {} } }: MigrationContext): string {
  if (!names) {
    throw new Error(`migrations of ${at(owner)} need a changelog that lists them: set 'files' of the source, or your own 'changelogFile'`);
  }
  const empty = Object.entries(texts).find(([name, text]) => name.endsWith('.sql') && !(/^\s*--\s*liquibase formatted sql/i.test(text) && CHANGE_SET.test(text)));
  if (empty) {
    throw new Error(`file '${empty[0]}' of ${at(owner)} has nothing that Liquibase recognizes as a change:`
      + ' begin it with \'--liquibase formatted sql\', and each change in it with \'--changeset AUTHOR:ID\', or use MigrationTool.psql()');
  }
  const ordered = orderFiles(names, owner, (name) => NAME.exec(name)?.[1], 'begin it with a number and end it with .sql, .xml, .yaml or .json');
  return toYamlText({ databaseChangeLog: ordered.map((file) => ({ include: { file } })) });
}

const CHANGE_SET = /^\s*--\s*changeset\s+\S/im;
