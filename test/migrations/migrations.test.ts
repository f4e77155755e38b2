import * as kplus from 'cdk8s-plus-28';
import { MigrationSource, MigrationTool } from '../../src/index';
import { containerOf, IMAGE, KINDS, newChart, newDeployment, podSpecOf } from '../support/workloads';
import { Changes, custom, migrate, rendered } from './support/migrate';

describe('the container', () => {
  test('names the files in the order of their numbers', () => {
    expect(rendered().args).toEqual(['2_a.sql', '10_b.sql']);
    const source = MigrationSource.inline(Object.fromEntries(['V1.10__x.sql', '001_y.sql', 'V1.9__z.sql'].map((name) => [name, ''])));
    expect(rendered({ source }).args).toEqual(['001_y.sql', 'V1.9__z.sql', 'V1.10__x.sql']);
  });

  test.each([
    ['psql', MigrationTool.psql(), 'postgres', 'postgres:17.6', { PGHOST: 'postgres', PGPORT: '5432', PGDATABASE: 'orders', PGUSER: 'app' }, 'PGPASSWORD'],
    ['mariadb', MigrationTool.mariadb(), 'mysql', 'mariadb:10.11.14', { DB_HOST: 'postgres', DB_PORT: '3306', DB_NAME: 'orders', DB_USER: 'app' }, 'MYSQL_PWD'],
  ] as const)('tells %s of the database by environment, and the password by reference', (name, tool, kind, image, env, password) => {
    const container = rendered({ tool, kind });
    expect(container.command).toEqual(['sh', '/scripts/migrate-files.sh', name]);
    expect(container.image).toBe(image);
    expect(Object.fromEntries(container.env.filter(({ value }: any) => value).map(({ name: key, value }: any) => [key, value])))
      .toEqual({ ...env, MIGRATIONS_FOLDER: '/migrations', MIGRATIONS_TABLE: 'shop_web_migrations', MIGRATIONS_LOCK_TIMEOUT: '300' });
    expect(container.env.find(({ name: key }: any) => key === password).valueFrom).toEqual({ secretKeyRef: { key: 'password', name: 'orders' } });
  });

  test('has a user from a Secret too, and values that Kubernetes does not expand', () => {
    const chart = newChart();
    const secret = kplus.Secret.fromSecretName(chart, 'User', 'users');
    migrate(newDeployment(chart), {
      login: { name: '$(PGHOST)', user: undefined, userSecret: { secret, key: 'name' } },
    });
    const { env } = containerOf(podSpecOf(chart), 'migrations');
    expect(env).toContainEqual({ name: 'PGUSER', valueFrom: { secretKeyRef: { name: 'users', key: 'name' } } });
    expect(env).toContainEqual({ name: 'PGDATABASE', value: '$$(PGHOST)' });
  });

  test.each(Object.keys(KINDS))('is an init container of a %s', (kind) => {
    const chart = newChart();
    migrate(KINDS[kind](chart, { containers: [{ image: IMAGE }] }));
    expect(podSpecOf(chart).initContainers.map(({ name }: any) => name)).toEqual(['migrations']);
  });
});

describe('the history table', () => {
  test('is named after the construct, with a hash where that is too long', () => {
    expect(migrate(newDeployment()).historyTable).toBe('shop_web_migrations');
    const long = migrate(newDeployment(newChart('x'.repeat(80)))).historyTable;
    expect(long).toMatch(/^x{54}_[0-9a-f]{8}$/);
  });

  test('can be set', () => {
    expect(rendered({ historyTable: 'orders_history' }).env).toContainEqual({ name: 'MIGRATIONS_TABLE', value: 'orders_history' });
  });
});

describe('two migrations of one chart', () => {
  const other = MigrationSource.inline({ '1_other.sql': '' });
  const both = (first: Changes, second: Changes) => () => {
    const chart = newChart();
    ['One', 'Two'].forEach((id, index) => migrate(
      new kplus.Deployment(chart, id, { containers: [{ image: IMAGE }] }), { historyTable: 'history', ...index ? second : first }, `Secret${id}`));
  };

  test('fails when they have one history and other files', () => {
    expect(both({}, { source: other })).toThrow("historyTable 'history' of 'shop/Two/Migrations' is also that of 'shop/One/Migrations', which has other files for the same database");
  });

  test('fails when their paths give one name for the history', () => {
    expect(both({ historyTable: undefined }, { historyTable: 'shop_one_migrations', source: other })).toThrow("historyTable 'shop_one_migrations' of 'shop/Two/Migrations' is also that of");
  });

  test.each<[string, Changes]>([
    ['with the same files', {}],
    ['in another database', { source: other, login: { name: 'users' } }],
    ['on another server', { source: other, login: { host: 'other' } }],
    ['in another table', { source: other, historyTable: 'other' }],
    ['in an image that nobody looks into', { source: MigrationSource.image('x:1', { files: ['1_x.sql'] }) }],
    ['by a tool with a history of its own', { source: other, tool: custom(true) }],
  ])('stand beside each other %s', (_, props) => {
    expect(both({}, props)).not.toThrow();
  });
});
