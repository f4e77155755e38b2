import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { App, Chart, Cron, Duration, Testing } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import {
  AmbassadorProxy, ConnectionPooling, Database, DatabaseOptions, DatabaseVariables, Endpoint, InitMigrations, InitMigrationsProps,
  KubernetesVersion, MigrationSource, MigrationTool, AmbassadorProgram, SharedVolume, Sidecar, SidecarMode, Upstream,
} from '../../src/index';
import { containerOf, IMAGE, KINDS, newChart, newDeployment, podSpecOf } from '../support/workloads';

const SQL = { '10_b.sql': 'SELECT 2;\n', '2_a.sql': 'SELECT 1;\n' };

/** Other properties, and what is other about the database. */
interface Changes extends Partial<InitMigrationsProps> {
  readonly kind?: 'postgres' | 'mysql' | 'mariadb';
  readonly login?: DatabaseOptions;
}

function migrate(workload: kplus.AbstractPod, { kind = 'postgres', login, ...props }: Changes = {}, secretId = 'Secret'): InitMigrations {
  const secret = kplus.Secret.fromSecretName(Chart.of(workload), secretId, 'orders');
  return new InitMigrations(workload, 'Migrations', {
    tool: MigrationTool.psql(),
    source: MigrationSource.inline(SQL),
    database: Database[kind]({ host: 'postgres', name: 'orders', user: 'app', password: { secret, key: 'password' }, ...login }),
    ...props,
  });
}

function rendered(props: Changes = {}): any {
  const chart = newChart();
  migrate(newDeployment(chart), props);
  return containerOf(podSpecOf(chart), 'migrations');
}

const custom = (takesLock?: boolean) => MigrationTool.custom({ image: 'ghcr.io/acme/web:1.0.0', command: ['alembic', 'upgrade', 'head'], takesLock });

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

describe('the files', () => {
  test('are mounted read-only from a ConfigMap that is named after them', () => {
    const [one, other] = ['SELECT 1;', 'SELECT 2;'].map((text) => {
      const chart = newChart();
      migrate(newDeployment(chart), { source: MigrationSource.inline({ '1.sql': text }, { configMapName: 'orders', volumeName: 'files' }) });
      const spec = podSpecOf(chart);
      expect(containerOf(spec, 'migrations').volumeMounts).toContainEqual({ name: 'files', mountPath: '/migrations', readOnly: true });
      return spec.volumes.find(({ name }: any) => name === 'files').configMap.name;
    });
    expect(one).toMatch(/^orders-[0-9a-f]{10}$/);
    expect(other).not.toBe(one);
  });

  test('stand before the workload, so that a rolled pod never starts with the old ones', () => {
    const chart = newChart();
    migrate(newDeployment(chart));
    const kinds = Testing.synth(chart).map(({ kind }) => kind);
    expect(kinds.lastIndexOf('ConfigMap')).toBeLessThan(kinds.indexOf('Deployment'));
  });

  test('come from a folder, without hidden files', () => {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'migrations-'));
    ['1_a.sql', '.gitkeep'].forEach((name) => fs.writeFileSync(path.join(folder, name), 'SELECT 1;'));
    expect(rendered({ source: MigrationSource.folder(folder) }).args).toEqual(['1_a.sql']);
    fs.rmSync(folder, { recursive: true });
  });

  test('fails when one of a folder is not in UTF-8', () => {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'migrations-'));
    fs.writeFileSync(path.join(folder, '1.sql'), Buffer.from("SELECT 'ü';", 'latin1'));
    expect(() => rendered({ source: MigrationSource.folder(folder) })).toThrow("1.sql' is not in UTF-8");
    fs.rmSync(folder, { recursive: true });
  });

  describe.each(['1.35', '1.37'])('of an image, for Kubernetes %s', (version) => {
    const source = MigrationSource.image('ghcr.io/acme/sql:1.0.0', { path: '/sql', files: ['1.sql'] });

    function podFor(props: Partial<InitMigrationsProps>): any {
      const chart = newChart();
      KubernetesVersion.of(version).applyTo(chart);
      migrate(newDeployment(chart), { source, ...props });
      return podSpecOf(chart);
    }

    test('are mounted into the container of the tool', () => {
      const spec = podFor({});
      const { image, volumeMounts } = containerOf(spec, 'migrations');
      expect(image).toMatch(/^postgres:/);
      expect(volumeMounts).toContainEqual({ name: 'migrations-files', mountPath: '/sql', subPath: 'sql', readOnly: true });
      expect(spec.volumes).toContainEqual({ name: 'migrations-files', image: { reference: 'ghcr.io/acme/sql:1.0.0', pullPolicy: 'IfNotPresent' } });
    });

    test('are mounted into the image that the tool has', () => {
      expect(containerOf(podFor({ tool: MigrationTool.psql({ image: 'postgres:16' }) }), 'migrations').image).toBe('postgres:16');
    });

    test('are run by a custom tool in their own image, unless it has one', () => {
      const imageOf = (image?: string) => containerOf(podFor({ tool: MigrationTool.custom({ image, command: ['migrate'], takesLock: true }) }), 'migrations').image;
      expect([imageOf(), imageOf('goose:3')]).toEqual(['ghcr.io/acme/sql:1.0.0', 'goose:3']);
    });
  });

  test('fails when they are in another image than the tool, and Kubernetes cannot mount it', () => {
    const source = MigrationSource.image('ghcr.io/acme/sql:1.0.0', { path: '/sql', files: ['1.sql'] });
    expect(() => rendered({ source, tool: MigrationTool.psql({ image: 'postgres:16' }) }))
      .toThrow("runs in image 'postgres:16', which does not have the files of image 'ghcr.io/acme/sql:1.0.0': leave out its 'image', or set KubernetesVersion to 1.35");
  });

  test('come from an image, in which they run', () => {
    const { image, env } = rendered({ source: MigrationSource.image('ghcr.io/acme/sql:1.0.0', { path: '/sql', files: ['1.sql'] }) });
    expect(image).toBe('ghcr.io/acme/sql:1.0.0');
    expect(env).toContainEqual({ name: 'MIGRATIONS_FOLDER', value: '/sql' });
  });

  test('come from a volume', () => {
    const chart = newChart();
    const web = newDeployment(chart);
    migrate(web, { source: MigrationSource.volume(new SharedVolume(web, 'Sql'), { files: ['1.sql'] }) });
    expect(containerOf(podSpecOf(chart), 'migrations').volumeMounts).toContainEqual({ name: 'sql', mountPath: '/migrations', readOnly: true });
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

test.each([ConnectionPooling.TRANSACTION, ConnectionPooling.STATEMENT])('fails when the endpoint pools by %s, where locks do not hold', (pooling) => {
  expect(() => migrate(newDeployment(), { login: { host: undefined, endpoint: new Endpoint({ host: 'pgbouncer', port: 6432, pooling }) } }))
    .toThrow(`database pgbouncer:6432 of 'shop/Web/Migrations' is pooled by ${pooling}, where the lock of a session does not hold: pool by session`);
});

describe('an ambassador', () => {
  const local = { login: { host: undefined } };
  const ambassador = (web: kplus.AbstractPod, sidecarMode?: SidecarMode) => new Sidecar(web, 'Proxy', { image: IMAGE, ports: [{ number: 5432 }], sidecarMode });

  test('that is a native sidecar is there before the migrations', () => {
    const chart = newChart();
    const web = newDeployment(chart);
    ambassador(web);
    migrate(web, local);
    expect(podSpecOf(chart).initContainers.map(({ name }: any) => name)).toEqual(['proxy', 'migrations']);
  });

  test.each(['127.0.0.1', '127.0.1.1', 'localhost', 'LocalHost', '::1', '0.0.0.0'])('fails at %s when nothing has the port', (host) => {
    expect(() => migrate(newDeployment(), { login: { host } })).toThrow('no native sidecar that was created before has port 5432');
  });

  test('fails when only an init step before has the port, which has ended', () => {
    const web = newDeployment();
    web.addInitContainer({ image: IMAGE, ports: [{ number: 5432 }] });
    expect(() => migrate(web, local)).toThrow('no native sidecar that was created before has port 5432');
  });

  test('fails when it is a classic sidecar, or comes later', () => {
    const web = newDeployment();
    expect(() => migrate(web, local)).toThrow('no native sidecar that was created before has port 5432');
    const classic = newDeployment();
    ambassador(classic, SidecarMode.CLASSIC);
    expect(() => migrate(classic, local)).toThrow("container 'proxy' starts only after all init steps: make it a native sidecar");
  });
});

describe.each(['envoy', 'haproxy', 'nginx'] as const)('the database ambassador %s', (proxy) => {
  const through = (web: kplus.AbstractPod, sidecarMode?: SidecarMode) => (
    new AmbassadorProxy(web, 'Database', { upstreams: [Upstream.postgres({ host: 'orders' })], program: AmbassadorProgram[proxy](), sidecarMode }).endpoint);

  test('is started before the migrations where it is native', () => {
    const chart = newChart();
    const web = newDeployment(chart);
    migrate(web, { login: { host: undefined, endpoint: through(web) } });
    expect(podSpecOf(chart).initContainers.map(({ name, restartPolicy }: any) => [name, restartPolicy])).toEqual([['database', 'Always'], ['migrations', undefined]]);
    expect(containerOf(podSpecOf(chart), 'migrations').env).toContainEqual({ name: 'PGHOST', value: '127.0.0.1' });
  });

  test('fails where it is classic, because it would start after all init steps', () => {
    const web = newDeployment();
    const endpoint = through(web, SidecarMode.CLASSIC);
    expect(() => migrate(web, { login: { host: undefined, endpoint } })).toThrow("database 127.0.0.1:5432 of 'shop/Web/Migrations' is in the pod itself, but container 'database' starts only after all init");
  });
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

describe('two migrations of one chart', () => {
  const other = MigrationSource.inline({ '1_other.sql': '' });
  const both = (first: Changes, second: Changes) => () => {
    const chart = newChart();
    ['One', 'Two'].forEach((id, index) => migrate(
      new kplus.Deployment(chart, id, { containers: [{ image: IMAGE }] }), { historyTable: 'history', ...index ? second : first }, `Secret${id}`));
  };

  test('fails when they have one history and other files', () => {
    expect(both({}, { source: other })).toThrow("historyTable 'history' of 'shop/Two/Migrations' is that of 'shop/One/Migrations' too, with other files for the same database");
  });

  test('fails when their paths give one name for the history', () => {
    expect(both({ historyTable: undefined }, { historyTable: 'shop_one_migrations', source: other })).toThrow("historyTable 'shop_one_migrations' of 'shop/Two/Migrations' is that of");
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

const CHANGES = { '1.sql': '--liquibase formatted sql\n--changeset ada:1\nSELECT 1;\n' };

describe('bad input', () => {
  const inline = (files: { [name: string]: string }) => ({ source: MigrationSource.inline(files) });
  test.each<[string, Changes, string]>([
    ['there are no files', inline({}), "migrations of 'shop/Web/Migrations' have no files"],
    ['two files have one version', inline({ '1_a.sql': '', '001_b.sql': '' }), "files '1_a.sql' and '001_b.sql' of 'shop/Web/Migrations' have the same version"],
    ['a name would be skipped', inline({ '1_a.sql': '', 'readme.md': '' }), "file 'readme.md' of 'shop/Web/Migrations' has a name that the tool does not recognize"],
    ['a name is not valid for a ConfigMap', inline({ '1 a.sql': '' }), "file '1 a.sql' of 'shop/Web/Migrations' has a name that no ConfigMap takes"],
    ['they are above 1 MiB', inline({ '1.sql': 'x'.repeat(1024 * 1024) }), 'put them into an image and use MigrationSource.image()'],
    ['there are none for a tool of your own', { ...inline({}), tool: custom(true) }, "migrations of 'shop/Web/Migrations' have no files"],
    ['a folder has folders', { source: MigrationSource.folder(path.dirname(__dirname)) }, 'with nothing in it but files of text'],
    ['a folder is not there', { source: MigrationSource.folder('/nowhere') }, "folder '/nowhere' with migrations of 'shop/Web/Migrations' cannot be read"],
    ['an image names no files', { source: MigrationSource.image('ghcr.io/acme/sql:1.0.0') }, "name the 'files' of the source"],
    ['a folder cannot be written in a script', { source: MigrationSource.image('x:1', { path: "/it's" }) }, 'has other characters than'],
    ['the lock timeout is zero', { lockTimeout: { toMilliseconds: () => 0 } as any }, 'lockTimeout in'],
    ['the history table is not a valid name', { historyTable: 'a;b' }, "historyTable 'a;b' of 'shop/Web/Migrations' is not a valid name for a table"],
    ['the name of the database is missing', { login: { name: undefined } }, "the tool of 'shop/Web/Migrations' needs the name of database postgres:5432, which is not set: set 'name' of the database"],
    ['the user is missing', { login: { user: undefined } }, "needs the user of database postgres:5432, which is not set: set 'user' or 'userSecret'"],
    ['the password is missing', { login: { password: undefined } }, 'needs the password of database postgres:5432'],
    ['the database is an endpoint', { database: new Endpoint({ port: 5432 }) as any }, "database of 'shop/Web/Migrations' is not a Database: make it with Database.postgres()"],
    ['the database is of another kind', { kind: 'mariadb' }, "is of kind 'mariadb', which MigrationTool.psql() cannot migrate: use MigrationTool.mariadb()"],
    ['a password is in plain text', { tool: MigrationTool.psql({ env: { PGPASSWORD: kplus.EnvValue.fromValue('x') } }) }, "'PGPASSWORD' of 'shop/Web/Migrations' has a password in plain text"],
    ['a URL has a password', { tool: MigrationTool.psql({ env: { URL: kplus.EnvValue.fromValue('x://a:b@c') } }) }, 'has a password in plain text'],
    ['a command has a password', { tool: MigrationTool.custom({ image: 'x:1', command: ['x', 'mysql://a:b1@c'], takesLock: true }) }, 'word 2 of the command'],
    ['a password is written out', { login: { password: 'hunter2' as any } }, "a secret of 'shop/Web/Migrations' is missing or in plain text: pass a key of a"],
    ['a variable of the tool is set', { tool: MigrationTool.psql({ env: { PGHOST: kplus.EnvValue.fromValue('x') } }) }, "environment variable 'PGHOST' of 'shop/Web/Migrations' is set by the pattern itself"],
    ['one variable is to have two values', { tool: MigrationTool.custom({ image: 'x:1', command: ['x'], takesLock: true, variables: DatabaseVariables.of({ host: 'DB', port: 'DB' }) }) }, "variable 'DB' of the tool of 'shop/Web/Migrations' would have two values"],
    ['a writable path is there twice', { tool: MigrationTool.custom({ image: 'x:1', command: ['x'], takesLock: true, writablePaths: ['/tmp', '/tmp/'] }) }, "writable path '/tmp/' in 'shop/Web/Migrations' needs a volume whose name is taken: leave it out, or mount a volume"],
    ['the container has no name', { containerName: 'A_B' }, "container name 'A_B' in 'shop/Web/Migrations' is not a DNS label"],
    ['the files are where scripts are mounted', { source: MigrationSource.image('x:1', { path: '/scripts/sql', files: ['1.sql'] }) }, "folder '/scripts/sql' with migrations of 'shop/Web/Migrations' is where the pattern mounts files"],
    ['the files are in the root', { source: MigrationSource.image('x:1', { path: '/', files: ['1.sql'] }) }, "folder '/' with migrations of 'shop/Web/Migrations' is the root"],
    ['a ConfigMap has no name', { configMapName: 'A_B', tool: MigrationTool.liquibase(), source: MigrationSource.inline(CHANGES) }, "configMapName 'A_B' of 'shop/Web/Migrations' is not a valid name for a ConfigMap"],
    ['two ConfigMaps have one name', { configMapName: 'sql', tool: MigrationTool.liquibase(), source: MigrationSource.inline(CHANGES, { configMapName: 'sql' }) }, "configMapName 'sql' of 'shop/Web/Migrations' is taken by the ConfigMap of 'shop/Web/Migrations'"],
    ['a program is empty', { tool: MigrationTool.custom({ image: 'x:1', command: [''], takesLock: true }) }, "command of 'shop/Web/Migrations' begins with an empty word"],
    ['the client is that of MySQL', { kind: 'mysql', tool: MigrationTool.mariadb({ image: 'mysql:8.4' }) }, "image 'mysql:8.4' of 'shop/Web/Migrations' has MySQL's own client: use an image with MariaDB's"],
    ['a variable of the tool has no name', { tool: MigrationTool.custom({ image: 'x:1', command: ['x'], takesLock: true, variables: DatabaseVariables.of({ host: 'A B' }) }) }, "environment variable 'A B' of 'shop/Web/Migrations' is not a valid name"],
    ['a command has no image', { tool: MigrationTool.custom({ command: ['x'], takesLock: true }) }, "has the command 'x' and the image '': name both"],
  ])('fails when %s', (_, props, message) => {
    expect(() => migrate(newDeployment(), props)).toThrow(message);
  });

  test.each(['', 'pass word'])('fails when the key of a Secret is %p', (key) => {
    const web = newDeployment();
    const secret = kplus.Secret.fromSecretName(web, 'Key', 'orders');
    expect(() => migrate(web, { login: { password: { secret, key } } })).toThrow(`key '${key}' of secret 'orders' in 'shop/Web/Migrations' is not valid`);
  });

  test('fails when a Secret is in another namespace', () => {
    const chart = new Chart(new App(), 'shop', { namespace: 'shop' });
    const secret = new kplus.Secret(chart, 'Other', { metadata: { namespace: 'other' } });
    expect(() => migrate(newDeployment(chart), { login: { password: { secret, key: 'password' } } })).toThrow("is in namespace 'other'");
  });
});
