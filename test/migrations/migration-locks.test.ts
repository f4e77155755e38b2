import { App, Chart, Cron, Duration } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { ConnectionPooling, DatabaseVariables, Endpoint, MigrationSource, MigrationTool } from '../../src/index';
import { IMAGE, KINDS, newChart, newDeployment } from '../support/workloads';
import { custom, migrate, rendered } from './support/migrate';

test.each([ConnectionPooling.TRANSACTION, ConnectionPooling.STATEMENT])('fails when the endpoint pools by %s, where locks do not hold', (pooling) => {
  expect(() => migrate(newDeployment(), { login: { host: undefined, endpoint: new Endpoint({ host: 'pgbouncer', port: 6432, pooling }) } }))
    .toThrow(`database pgbouncer:6432 of 'shop/Web/Migrations' is pooled by ${pooling}, which does not keep the lock of a session: use session pooling`);
});

describe('a tool that takes no lock', () => {
  test.each<[string, kplus.AbstractPodProps & { replicas?: number; podManagementPolicy?: kplus.PodManagementPolicy }, string]>([
    ['Deployment', {}, '2 replicas start at once'],
    ['Deployment', { replicas: 3 }, '3 replicas start at once'],
    ['StatefulSet', { replicas: 2, podManagementPolicy: kplus.PodManagementPolicy.PARALLEL }, '2 replicas start at once'],
    ['DaemonSet', {}, 'a DaemonSet starts a pod on every node'],
  ])('fails when it is in a %s with %o', (kind, props, message) => {
    const workload = KINDS[kind](newChart(), props);
    expect(() => migrate(workload, { tool: custom() })).toThrow(`the tool of 'shop/Web/Migrations' takes no lock, and ${message}`);
    expect(() => migrate(KINDS[kind](newChart(), props), { tool: custom(true) })).not.toThrow();
  });

  test.each<[string, object]>([['Pod', {}], ['Job', {}], ['Deployment', { replicas: 1 }], ['StatefulSet', { replicas: 3 }]])('is taken in a %s with %o', (kind, props) => {
    expect(() => migrate(KINDS[kind](newChart(), props), { tool: custom() })).not.toThrow();
  });

  test('fails when an autoscaler is added later', () => {
    const app = new App();
    const chart = new Chart(app, 'shop');
    const target = new kplus.Deployment(chart, 'Web', { replicas: 1, containers: [{ image: IMAGE }] });
    migrate(target, { tool: custom() });
    new kplus.HorizontalPodAutoscaler(chart, 'Autoscaler', { target, maxReplicas: 3 });
    expect(() => app.synthYaml()).not.toThrow(TypeError);
    expect(target.node.children.flatMap((child) => child.node.validate())).toEqual([expect.stringContaining('an autoscaler starts several pods at once')]);
  });

  test.each([[kplus.ConcurrencyPolicy.ALLOW, true], [kplus.ConcurrencyPolicy.FORBID, false], [undefined, false]])('in a CronJob with %s: refused is %s', (concurrencyPolicy, refused) => {
    const cronJob = new kplus.CronJob(newChart(), 'Web', { schedule: Cron.hourly(), concurrencyPolicy, containers: [{ image: IMAGE }] });
    const create = () => migrate(cronJob, { tool: custom() });
    (refused ? expect(create) : expect(create).not).toThrow('a Job of the CronJob may start while another one runs');
  });

  test('is told of the database by variables of its own', () => {
    const tool = MigrationTool.custom({
      image: 'ghcr.io/acme/web:1.0.0', command: ['goose', 'up'], takesLock: true, variables: DatabaseVariables.of({ host: 'HOST', password: 'DB_PASSWORD' }),
    });
    expect(rendered({ tool }).env).toEqual([
      { name: 'HOST', value: 'postgres' },
      { name: 'DB_PASSWORD', valueFrom: { secretKeyRef: { name: 'orders', key: 'password' } } },
    ]);
  });
});

describe('golang-migrate', () => {
  const tool = MigrationTool.golangMigrate({ env: { PGSSLMODE: kplus.EnvValue.fromValue('disable') } });
  const files = { '1_a.up.sql': '', '1_a.down.sql': '', '2_b.up.sql': '' };

  test('has nothing of the database in its arguments', () => {
    const { image, command, args, env } = rendered({ tool, source: MigrationSource.inline(files) });
    expect([image, command, args]).toEqual(['migrate/migrate:v4.19.1', ['sh', '/scripts/migrate-golang.sh'], undefined]);
    expect(env.map(({ name }: any) => name)).toEqual([
      'PGSSLMODE', 'PGHOST', 'PGPORT', 'PGDATABASE', 'PGUSER', 'PGPASSWORD', 'MIGRATIONS_FOLDER', 'MIGRATIONS_TABLE', 'MIGRATIONS_LOCK_TIMEOUT',
    ]);
  });

  test('fails for MySQL, whose password would be in its arguments', () => {
    expect(() => rendered({ tool, source: MigrationSource.inline(files), kind: 'mysql' }))
      .toThrow("database postgres:3306 of 'shop/Web/Migrations' is of kind 'mysql', which MigrationTool.golangMigrate() cannot migrate: use MigrationTool.mariadb()");
  });

  test.each<[string, { [name: string]: string }, string]>([
    ['a name would be skipped', { ...files, '3_c.sql': '' }, "file '3_c.sql' of 'shop/Web/Migrations' has a name that the tool does not recognize"],
    ['two files have one version', { ...files, '02_c.up.sql': '' }, "files '2_b.up.sql' and '02_c.up.sql' of 'shop/Web/Migrations' have the same version"],
    ['a version is too long', { ...files, '9999999999999999999_c.up.sql': '' }, "file '9999999999999999999_c.up.sql' of 'shop/Web/Migrations' has a name that the tool does not recognize"],
    ['no file goes up', { '1_a.down.sql': '' }, 'have no files'],
  ])('fails when %s', (_, names, message) => {
    expect(() => rendered({ tool, source: MigrationSource.inline(names) })).toThrow(message);
  });
});

test.each([
  ['CREATE UNIQUE INDEX CONCURRENTLY a_i ON a (i);', true],
  ['SELECT 1; drop index\nconcurrently a_i;', true],
  ['REINDEX TABLE CONCURRENTLY a;', true],
  ['-- CREATE INDEX CONCURRENTLY a_i ON a (i);\n/* DROP INDEX CONCURRENTLY a_i; */ SELECT 1;', false],
  ['REFRESH MATERIALIZED VIEW CONCURRENTLY a; CREATE INDEX a_i ON a (i);', false],
])('golang-migrate fails when pods would wait for each other at %j: %p', (sql, fails) => {
  const props = { tool: MigrationTool.golangMigrate(), source: MigrationSource.inline({ '1_a.up.sql': sql }) };
  const several = expect(() => migrate(newDeployment(), props));
  (fails ? several : several.not).toThrow(/^file '1_a\.up\.sql' of 'shop\/Web\/Migrations' has CONCURRENTLY.* and 2 replicas start at once: use MigrationStrategy\.job\(\)/);
  expect(() => migrate(KINDS.Deployment(newChart(), { replicas: 1 } as kplus.AbstractPodProps & { replicas: number }), props)).not.toThrow();
});

test('golang-migrate fails when its lock timeout is longer than PostgreSQL knows', () => {
  const props = { tool: MigrationTool.golangMigrate(), source: MigrationSource.inline({ '1_a.up.sql': '' }) };
  expect(() => rendered({ ...props, lockTimeout: Duration.days(25) })).toThrow("lockTimeout of 'shop/Web/Migrations' is longer than PostgreSQL's lock_timeout can be: use at most 24 days");
  expect(() => rendered({ ...props, lockTimeout: Duration.days(24) })).not.toThrow();
});
