import { Duration, Testing } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { Database, DatabaseOptions, InitMigrations, InitMigrationsProps, MigrationSource, MigrationTool } from '../../src/index';
import { containerOf, newChart, newDeployment, podSpecOf } from '../support/workloads';

const FORMATTED = '--liquibase formatted sql\n--changeset shop:1\nSELECT 1;\n';
const files = (...names: string[]) => MigrationSource.inline(Object.fromEntries(names.map((name) => [name, FORMATTED])));
const SOURCES = { flyway: files('V1__a.sql'), liquibase: files('1_a.sql') };

interface Changes extends Partial<InitMigrationsProps> {
  readonly kind?: 'postgres' | 'mysql' | 'mariadb';
  readonly login?: DatabaseOptions;
}

function migrate(tool: MigrationTool, { kind = 'postgres', login, ...props }: Changes = {}) {
  const chart = newChart();
  const secret = kplus.Secret.fromSecretName(chart, 'Secret', 'orders');
  new InitMigrations(newDeployment(chart), 'Migrations', {
    tool,
    source: SOURCES.flyway,
    database: Database[kind]({ host: 'db', name: 'orders', userSecret: { secret, key: 'user' }, password: { secret, key: 'password' }, ...login }),
    ...props,
  });
  const spec = podSpecOf(chart);
  const container = containerOf(spec, 'migrations');
  const env = Object.fromEntries(container.env.map(({ name, value, valueFrom }: any) => [name, value ?? valueFrom.secretKeyRef.key]));
  return { container, env, configMaps: Testing.synth(chart).filter((object) => object.kind === 'ConfigMap').map(({ data }) => data) };
}

const flyway = (props: Changes = {}) => migrate(MigrationTool.flyway(), props);
const liquibase = (props: Changes = {}) => migrate(MigrationTool.liquibase(), { source: SOURCES.liquibase, ...props });

test('Flyway is told of everything by environment', () => {
  const { container, env } = flyway({ lockTimeout: Duration.seconds(90) });
  expect([container.image, container.command, container.args]).toEqual(['flyway/flyway:11.14.1', ['flyway', '-skipCheckForUpdate', 'migrate'], undefined]);
  expect(env).toEqual({
    FLYWAY_URL: 'jdbc:postgresql://db:5432/orders',
    FLYWAY_USER: 'user',
    FLYWAY_PASSWORD: 'password',
    FLYWAY_LOCATIONS: 'filesystem:/migrations',
    FLYWAY_TABLE: 'shop_web_migrations',
    FLYWAY_LOCK_RETRY_COUNT: '90',
    FLYWAY_VALIDATE_MIGRATION_NAMING: 'true',
    FLYWAY_FAIL_ON_MISSING_LOCATIONS: 'true',
    FLYWAY_INIT_SQL: expect.stringContaining("WHERE relname = 'shop_web_migrations'"),
    FLYWAY_POSTGRESQL_TRANSACTIONAL_LOCK: 'false',
    LC_ALL: 'C.UTF-8',
    REDGATE_DISABLE_TELEMETRY: 'true',
  });
});

test('Liquibase is told of everything by environment, and of the files by a changelog in their order', () => {
  const { container, env, configMaps } = liquibase({ source: files('10_b.sql', '2_a.yaml'), historyTable: 'h'.repeat(63), lockTimeout: Duration.seconds(90) });
  expect([container.image, container.command, container.securityContext.runAsUser]).toEqual(['liquibase/liquibase:4.33.0', ['liquibase', 'update'], 1001]);
  expect(env).toMatchObject({
    LIQUIBASE_COMMAND_URL: 'jdbc:postgresql://db:5432/orders',
    LIQUIBASE_COMMAND_USERNAME: 'user',
    LIQUIBASE_COMMAND_PASSWORD: 'password',
    LIQUIBASE_COMMAND_CHANGELOG_FILE: 'all-migrations.yaml',
    LIQUIBASE_SEARCH_PATH: '/changelog,/migrations',
    LIQUIBASE_DATABASE_CHANGELOG_TABLE_NAME: 'h'.repeat(63),
    LIQUIBASE_DATABASE_CHANGELOG_LOCK_TABLE_NAME: `${'h'.repeat(58)}_lock`,
    LIQUIBASE_CHANGELOG_LOCK_WAIT_TIME_IN_MINUTES: '2',
  });
  expect(configMaps).toContainEqual({ 'all-migrations.yaml': 'databaseChangeLog:\n  - include:\n      file: 2_a.yaml\n  - include:\n      file: 10_b.sql\n' });
});

test('Liquibase takes a root changelog of your own, in an image too', () => {
  const source = MigrationSource.image('ghcr.io/acme/changes:1.0.0', { path: '/changes' });
  const { container, env } = migrate(MigrationTool.liquibase({ changelogFile: 'db/root.xml' }), { source });
  expect([container.image, env.LIQUIBASE_COMMAND_CHANGELOG_FILE, env.LIQUIBASE_SEARCH_PATH]).toEqual(['ghcr.io/acme/changes:1.0.0', 'db/root.xml', '/changes']);
});

test.each(['flyway', 'liquibase'] as const)('%s has a place for temporary files, memory for Java, and the driver of the database', (name) => {
  const tool = MigrationTool[name]({ parameters: { connectTimeout: '500' } });
  const { container, env } = migrate(tool, { source: SOURCES[name], kind: 'mysql', login: { host: '::2', tls: true } });
  expect(container.volumeMounts).toContainEqual({ name: 'migrations-tmp', mountPath: '/tmp' });
  expect(container.resources.limits.memory).toBe('256Mi');
  expect(Object.values(env)).toContain('jdbc:mariadb://[::2]:3306/orders?sslMode=trust&connectTimeout=500');
});

test.each<[string, string[]]>([
  ['versions with dots and underscores', ['V1__a.sql', 'V1.1__b.sql', 'V1_2__c.sql', 'V20260101120000.sql']],
  ['repeatable files', ['R__views.sql']],
  ['callbacks and settings of a file', ['V1__a.sql', 'V1__a.sql.conf', 'beforeMigrate.sql', 'afterEachMigrate__x.sql', 'afterMigrateError.sql']],
  ['a baseline of the version of a file', ['V1__a.sql', 'B1__a.sql']],
])('Flyway takes %s', (_, names) => {
  expect(() => flyway({ source: files(...names) })).not.toThrow();
});

describe('bad input', () => {
  test.each<[string, string[], string]>([
    ['there are no files', [], 'have no files'],
    ['there is nothing to apply', ['beforeMigrate.sql'], 'have no files'],
    ['two have one version', ['V1__a.sql', 'V01.0__b.sql'], "files 'V1__a.sql' and 'V01.0__b.sql' of 'shop/Web/Migrations' have the same version"],
    ['two have one version in other words', ['V1.2__a.sql', 'V1_2__b.sql'], 'have the same version'],
    ...['v1__a.sql', 'V1_a.sql', 'V1x__a.sql', 'Vx__a.sql', 'U1__a.sql', 'R_a.sql', '1__a.sql', 'V1__a.txt', 'readme.md', 'V2__b.sql.conf', 'beforeMigrat.sql']
      .map((name): [string, string[], string] => [`${name} would be skipped`, ['V3__c.sql', name], `file '${name}' of 'shop/Web/Migrations' has a name that the tool does not recognize`]),
  ])('fails when %s, for Flyway', (_, names, message) => {
    expect(() => flyway({ source: files(...names) })).toThrow(message);
  });

  test.each<[string, MigrationSource, string]>([
    ['there are no files', files(), 'have no files'],
    ['two have one version', files('1_a.sql', '01_b.xml'), 'have the same version'],
    ['a name would be skipped', files('1_a.sql', 'b.sql'), "file 'b.sql' of 'shop/Web/Migrations' has a name that the tool does not recognize"],
    ['a file is not a changelog', MigrationSource.inline({ '1.sql': 'SELECT 1;' }), "file '1.sql' of 'shop/Web/Migrations' has nothing that Liquibase recognizes as a change: begin it with '--liquibase formatted sql', and each change"],
    ['a changelog has no change', MigrationSource.inline({ '1.sql': '--liquibase formatted sql\nSELECT 1;' }), 'each change in it with \'--changeset AUTHOR:ID\''],
    ['the files are not known', MigrationSource.image('x:1'), "'files' of the source, or your own 'changelogFile'"],
  ])('fails when %s, for Liquibase', (_, source, message) => {
    expect(() => liquibase({ source })).toThrow(message);
  });

  test.each<[string, string]>([['/root.xml', 'is not a path below the folder'], ['../root.xml', 'is not a path below the folder'], ['root.xml', 'is not among the files of the source']])(
    'fails when a changelog is %s', (changelogFile, message) => {
      expect(() => migrate(MigrationTool.liquibase({ changelogFile }), { source: SOURCES.liquibase })).toThrow(`changelogFile '${changelogFile}' of 'shop/Web/Migrations' ${message}`);
    });

  test.each<[string, Changes, string]>([
    ['the database has no name', { login: { name: undefined } }, "name '' of database db:5432 cannot be written in a JDBC URL for the tool of 'shop/Web/Migrations'"],
    ['the name of the database is not part of a URL', { login: { name: 'a?user=b' } }, "name 'a?user=b' of database db:5432"],
    ['the user is missing', { login: { userSecret: undefined } }, 'needs the user of database db:5432'],
  ])('fails when %s', (_, props, message) => {
    expect(() => flyway(props)).toThrow(message);
  });

  test.each<[{ [name: string]: string }, string]>([
    [{ password: 'x' }, "parameter 'password' of the tool of 'shop/Web/Migrations' would be readable in the manifest: use 'user' and 'password' of the database"],
    [{ user: 'x' }, "parameter 'user'"],
    [{ sslmode: 'a&user=b' }, "parameter 'sslmode=a&user=b' of the tool of 'shop/Web/Migrations' cannot be written in a JDBC URL"],
  ])('fails when the driver is given %o', (parameters, message) => {
    expect(() => migrate(MigrationTool.flyway({ parameters }))).toThrow(message);
  });

  test('fails when two users are named', () => {
    expect(() => flyway({ login: { user: 'a' } })).toThrow("postgres database 'orders' has both 'user' and 'userSecret': leave one of them out");
  });
});
