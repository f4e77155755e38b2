import { Chart } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import {
  AmbassadorProxy, AppContainer, ConnectionPooling, Database, DatabaseOptions, DatabaseVariables, Endpoint, InitMigrations,
  MetricsAdapter, MetricsExporter,
  MigrationSource, MigrationTool, AmbassadorProgram, Upstream, WaitFor, WaitTarget,
} from '../../src';
import { containerOf, IMAGE, newChart, podSpecOf } from '../support/workloads';

type Kind = 'postgres' | 'mysql' | 'mariadb';

/** A database with everything, of a chart. */
function orders(chart: Chart, kind: Kind = 'postgres', options: DatabaseOptions = {}): Database {
  const secret = kplus.Secret.fromSecretName(chart, 'Secret', 'orders-db');
  return Database[kind]({
    host: 'orders', name: 'orders', user: 'a p/p$', password: { secret, key: 'password' }, caCertificate: { secret, key: 'ca.crt' }, ...options,
  });
}

/** What a container gets, with keys of Secrets in place of their values. */
function provided(variables: DatabaseVariables, kind: Kind = 'postgres', options: DatabaseOptions = {}) {
  const chart = newChart();
  const { container } = new AppContainer(new kplus.Deployment(chart, 'Web'), 'App', { image: IMAGE });
  orders(chart, kind, options).provideTo(container, variables);
  const spec = podSpecOf(chart);
  const app = containerOf(spec, 'app');
  return { spec, app, env: app.env.map(({ name, value, valueFrom }: any) => [name, value ?? valueFrom.secretKeyRef]) };
}

const PASSWORD = { name: 'orders-db', key: 'password' };
const CA = '/ca/orders-db-ca-crt/ca.crt';

describe('a container is told of a database', () => {
  test('as libpq reads it, with the certificate of the authority', () => {
    const { env, app, spec } = provided(DatabaseVariables.libpq());
    expect(env).toEqual([
      ['PGHOST', 'orders'], ['PGPORT', '5432'], ['PGDATABASE', 'orders'], ['PGUSER', 'a p/p$$'], ['PGPASSWORD', PASSWORD],
      ['PGSSLMODE', 'verify-full'], ['PGSSLROOTCERT', CA],
    ]);
    expect(app.volumeMounts).toEqual([{ name: 'orders-db-ca-crt', mountPath: '/ca/orders-db-ca-crt', readOnly: true }]);
    expect(spec.volumes).toEqual([{ name: 'orders-db-ca-crt', secret: { secretName: 'orders-db', items: [{ key: 'ca.crt', path: 'ca.crt' }] } }]);
  });

  test('by MySQL\'s names', () => {
    expect(provided(DatabaseVariables.mysql(), 'mysql').env).toEqual([
      ['MYSQL_HOST', 'orders'], ['MYSQL_TCP_PORT', '3306'], ['MYSQL_DATABASE', 'orders'], ['MYSQL_USER', 'a p/p$$'], ['MYSQL_PWD', PASSWORD], ['MYSQL_SSL_CA', CA],
    ]);
  });

  test.each<[Kind, string]>([
    ['postgres', `jdbc:postgresql://orders:5432/orders?sslmode=verify-full&sslrootcert=${CA}`],
    ['mysql', `jdbc:mariadb://orders:3306/orders?sslMode=verify-full&serverSslCert=${CA}`],
  ])('by JDBC, of %s', (kind, url) => {
    expect(provided(DatabaseVariables.jdbc(), kind).env).toEqual([
      ['SPRING_DATASOURCE_URL', url], ['SPRING_DATASOURCE_USERNAME', 'a p/p$$'], ['SPRING_DATASOURCE_PASSWORD', PASSWORD],
    ]);
  });

  test('by a URL, behind the variables that it refers to', () => {
    expect(provided(DatabaseVariables.url()).env).toEqual([
      ['DATABASE_PASSWORD', PASSWORD],
      ['DATABASE_CA_FILE', CA],
      ['DATABASE_URL', `postgresql://a%20p%2Fp%24:$(DATABASE_PASSWORD)@orders:5432/orders?sslmode=verify-full&sslrootcert=${CA}`],
    ]);
  });

  test('by a URL with a user from a Secret, another name, scheme and parameters', () => {
    const secret = kplus.Secret.fromSecretName(newChart(), 'User', 'users');
    const options = { user: undefined, userSecret: { secret, key: 'user' }, name: 'a/b', caCertificate: undefined };
    expect(provided(DatabaseVariables.url({ name: 'ORDERS_URL', scheme: 'mysql+pymysql', parameters: { charset: 'utf8 mb4' } }), 'mysql', options).env).toEqual([
      ['ORDERS_USER', { name: 'users', key: 'user' }],
      ['ORDERS_PASSWORD', PASSWORD],
      ['ORDERS_URL', 'mysql+pymysql://$(ORDERS_USER):$(ORDERS_PASSWORD)@orders:3306/a%2Fb?charset=utf8%20mb4'],
    ]);
  });

  test('by any names, and with what is known only', () => {
    expect(provided(DatabaseVariables.of({ host: 'DB', caFile: 'DB_CA' })).env).toEqual([['DB', 'orders'], ['DB_CA', CA]]);
    const unknown = { name: undefined, user: undefined, password: undefined, caCertificate: undefined };
    expect(provided(DatabaseVariables.libpq(), 'postgres', unknown).env).toEqual([['PGHOST', 'orders'], ['PGPORT', '5432']]);
    expect(provided(DatabaseVariables.url(), 'postgres', unknown).env).toEqual([['DATABASE_URL', 'postgresql://orders:5432']]);
    expect(provided(DatabaseVariables.libpq(), 'postgres', { ...unknown, tls: false }).env).toContainEqual(['PGSSLMODE', 'disable']);
  });

  test('in two ways, and two containers, with one volume', () => {
    const chart = newChart();
    const web = new kplus.Deployment(chart, 'Web');
    const database = orders(chart);
    for (const id of ['One', 'Two']) {
      const { container } = new AppContainer(web, id, { image: IMAGE });
      database.provideTo(container, DatabaseVariables.libpq());
      database.provideTo(container, DatabaseVariables.url());
    }
    const { volumes, containers } = podSpecOf(chart);
    expect(volumes.map(({ name }: any) => name)).toEqual(['orders-db-ca-crt']);
    expect(containers.map(({ volumeMounts }: any) => volumeMounts.length)).toEqual([1, 1]);
  });

  test.each<[string, DatabaseVariables, Kind, DatabaseOptions, string]>([
    ['a variable stands for what is not known', DatabaseVariables.of({ name: 'DB' }), 'postgres', { name: undefined }, "container 'app' needs the name of database orders:5432, which is not set: set 'name'"],
    ['there is no authority', DatabaseVariables.of({ caFile: 'CA' }), 'postgres', { caCertificate: undefined }, "needs the authority of database orders:5432, which is not set: set 'caCertificate'"],
    ['a password is written out', DatabaseVariables.libpq(), 'postgres', { password: 'hunter2' as any }, "a secret of container 'app' is missing or in plain text"],
    ['a URL of MySQL could not say what TLS is', DatabaseVariables.url(), 'mysql', {}, "'DATABASE_URL' for container 'app' does not configure TLS, for which drivers of mysql have different parameters"],
    ['a scheme is not valid', DatabaseVariables.url({ scheme: 'a b' }), 'postgres', {}, 'scheme "a b"'],
    ['a parameter is a secret', DatabaseVariables.url({ parameters: { password: 'hunter2' } }), 'postgres', {}, "parameter 'password' of container 'app' would be readable"],
  ])('but fails when %s', (_, variables, kind, options, message) => {
    expect(() => provided(variables, kind, options)).toThrow(message);
  });

  test('fails when a variable is there already', () => {
    const chart = newChart();
    const { container } = new AppContainer(new kplus.Deployment(chart, 'Web'), 'App', { image: IMAGE, env: { PGHOST: kplus.EnvValue.fromValue('x') } });
    expect(() => orders(chart).provideTo(container, DatabaseVariables.libpq())).toThrow("environment variable 'PGHOST' of container 'app' is already set");
  });
});

test('one database, with its authority, is waited for, migrated and measured', () => {
  const chart = newChart();
  const web = new kplus.Deployment(chart, 'Web', { containers: [{ image: IMAGE }] });
  const database = orders(chart);
  new WaitFor(web, 'Wait', { targets: [WaitTarget.database(database)] });
  new InitMigrations(web, 'Sql', { tool: MigrationTool.golangMigrate(), source: MigrationSource.inline({ '1_a.up.sql': 'SELECT 1;' }), database });
  new InitMigrations(web, 'Java', { tool: MigrationTool.flyway(), source: MigrationSource.inline({ 'V1__a.sql': 'SELECT 1;' }), database, historyTable: 'java' });
  new MetricsAdapter(web, 'Metrics', { exporter: MetricsExporter.postgres({ database }) });
  const spec = podSpecOf(chart);
  const env = (name: string) => Object.fromEntries(containerOf(spec, name).env.map((one: any) => [one.name, one.value]));
  expect(env('wait')).toMatchObject({ WAIT_TLS_1: 'verify-full', WAIT_CA_1: '/ca/1/ca.crt' });
  expect(env('sql')).toMatchObject({ PGSSLMODE: 'verify-full', PGSSLROOTCERT: '/ca/database/ca.crt' });
  expect(env('java').FLYWAY_URL).toBe('jdbc:postgresql://orders:5432/orders?sslmode=verify-full&sslrootcert=/ca/database/ca.crt');
  expect(env('metrics').DATA_SOURCE_URI).toBe('orders:5432/orders?sslmode=verify-full&sslrootcert=/ca/database/ca.crt');
  for (const [name, mountPath] of [['wait', '/ca/1'], ['sql', '/ca/database'], ['java', '/ca/database'], ['metrics', '/ca/database']]) {
    expect(containerOf(spec, name).volumeMounts).toContainEqual({ name: expect.stringContaining('-ca-'), mountPath, readOnly: true });
  }
});

describe('through an ambassador', () => {
  function through(kind: Kind, options: DatabaseOptions, proxy?: AmbassadorProgram) {
    const chart = newChart();
    const web = new kplus.Deployment(chart, 'Web');
    const database = orders(chart, kind, options);
    const { endpoint } = new AmbassadorProxy(web, 'Database', { upstreams: [Upstream.database(database)], program: proxy });
    const { container } = new AppContainer(web, 'App', { image: IMAGE });
    database.through(endpoint).provideTo(container, kind === 'postgres' ? DatabaseVariables.libpq() : DatabaseVariables.mysql());
    const spec = podSpecOf(chart);
    return { spec, chart, env: Object.fromEntries(containerOf(spec, 'app').env.map((one: any) => [one.name, one.value])) };
  }

  test.each<[Kind, string]>([['postgres', 'PGHOST'], ['mysql', 'MYSQL_HOST'], ['mariadb', 'MYSQL_HOST']])('that passes bytes on, %s is at localhost', (kind, host) => {
    const { env } = through(kind, { caCertificate: undefined });
    expect(env[host]).toBe('127.0.0.1');
    expect(env).not.toHaveProperty('PGSSLMODE');
  });

  test('that encrypts, clients need not, and PgBouncer takes user, password, name and authority', () => {
    const { env, spec } = through('postgres', { user: 'app' }, AmbassadorProgram.pgBouncer({ pooling: ConnectionPooling.SESSION }));
    expect(env).toMatchObject({ PGHOST: '127.0.0.1', PGSSLMODE: 'disable' });
    expect(env).not.toHaveProperty('PGSSLROOTCERT');
    const pgBouncer = containerOf(spec, 'database');
    expect(pgBouncer.env).toEqual(expect.arrayContaining([
      { name: 'PGBOUNCER_USER_1', value: 'app' }, { name: 'PGBOUNCER_PASSWORD_1', valueFrom: { secretKeyRef: PASSWORD } },
    ]));
    expect(pgBouncer.volumeMounts).toContainEqual({ name: 'database-ca-0', mountPath: '/ca/0', readOnly: true });
  });

  test('that is not of this library, PostgreSQL verifies the authority, not the name', () => {
    const chart = newChart();
    const { container } = new AppContainer(new kplus.Deployment(chart, 'Web'), 'App', { image: IMAGE });
    orders(chart).through(new Endpoint({ port: 15432 })).provideTo(container, DatabaseVariables.libpq());
    expect(containerOf(podSpecOf(chart), 'app').env).toEqual(expect.arrayContaining([{ name: 'PGPORT', value: '15432' }, { name: 'PGSSLMODE', value: 'verify-ca' }]));
  });

  test('fails where the authority could not be verified', () => {
    expect(() => through('postgres', {})).toThrow('tls of upstream \'orders\' of \'shop/Web/Database\' cannot be done by AmbassadorProgram.envoy(): use AmbassadorProgram.pgBouncer()');
    expect(() => orders(newChart(), 'mariadb').through(new Endpoint({ port: 3306 }))).toThrow('mariadb database at orders:3306 cannot be verified through 127.0.0.1:3306');
  });

  test('fails when an upstream has an address beside that of the database', () => {
    expect(() => Upstream.database(Database.postgres(), { host: 'other' })).toThrow('upstream for database 127.0.0.1:5432 sets another address too: leave out');
    expect(() => Upstream.database({} as any)).toThrow('database of an upstream is not a Database');
  });
});

test.each<[string, DatabaseOptions, string]>([
  ['an endpoint and a host are named', { endpoint: new Endpoint({ port: 1 }), host: 'a' }, "postgres database has an 'endpoint' and a 'host' or 'port'"],
  ['the host is not valid', { host: 'a b' }, "host 'a b' of an endpoint is not a host"],
  ['the host would be an option', { host: '-h' }, "host '-h'"],
  ['the port is not valid', { port: 0 }, 'port 0 of an endpoint is not a port'],
  ['the name is empty', { name: ' ' }, 'name " " of postgres database \' \' is empty'],
  ['the user has a newline', { name: 'a', user: 'a\nb' }, 'user "a\\nb" of postgres database \'a\' is empty or has a control character'],
  ['two users are named', { user: 'a', userSecret: { secret: kplus.Secret.fromSecretName(newChart(), 'S', 's'), key: 'u' } }, "has both 'user' and 'userSecret'"],
  ['a certificate is named without TLS', { tls: false, caCertificate: { secret: kplus.Secret.fromSecretName(newChart(), 'S', 's'), key: 'ca' } }, "has a 'caCertificate', which is not used without"],
])('fails when %s', (_, options, message) => {
  expect(() => Database.postgres(options)).toThrow(message);
});
