import { Duration } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { AppContainer, Database, DatabaseVariables, InitMigrations, MigrationSource, MigrationTool, WaitFor, WaitTarget } from '../../src';
import { Certificates } from '../init/support/certificates';
import { MARIADB, MariadbServer, PASSWORD, POSTGRES, PostgresServer } from '../init/support/database-servers';
import { describePrograms, Finished, programPath, required } from '../support/programs';
import { scriptFile } from '../support/scripts';
import { containerOf, IMAGE, newChart, podSpecOf } from '../support/workloads';

/** A server that speaks TLS, as `localhost`. */
interface Server {
  readonly kind: 'postgres' | 'mariadb';
  readonly port: number;
  readonly folder: string;
  readonly user: string;
  readonly name: string;
}

/** The containers of a pod that have to do with one database, for which the user says no more than what it is. */
function podOf({ kind, port, user, name }: Server, tool: MigrationTool, files: { [file: string]: string }, timeout = Duration.seconds(50)): any {
  const chart = newChart();
  const web = new kplus.Deployment(chart, 'Web');
  const secret = kplus.Secret.fromSecretName(chart, 'Secret', 'orders');
  const login = { user, password: { secret, key: 'password' }, caCertificate: { secret, key: 'ca.crt' } };
  const database = Database[kind]({ host: 'localhost', port, name, ...login });
  new WaitFor(web, 'Wait', { targets: [WaitTarget.database(database)], timeout });
  // At localhost the pattern looks for an ambassador, so the migrations have the name of another host, which is put right below.
  new InitMigrations(web, 'Migrations', {
    tool, source: MigrationSource.inline(files), database: Database[kind]({ host: 'orders', port, name, ...login }), historyTable: 'history',
  });
  const { container } = new AppContainer(web, 'App', { image: IMAGE });
  database.provideTo(container, kind === 'postgres' ? DatabaseVariables.libpq() : DatabaseVariables.mysql());
  return podSpecOf(chart);
}

/** The environment of a container, with what Kubernetes would put into it, for this machine. */
function environment(container: any, authority: string, folder: string): { [name: string]: string } {
  const values = container.env.map(({ name, value }: any) => [name, value === undefined ? PASSWORD : value.replace(/\$\$/g, '$')
    .replace(/^\/ca\/.*\/ca\.crt$/, authority).replace(/^\/migrations$/, folder).replace(/^orders$/, 'localhost')]);
  return { PATH: programPath(), LC_ALL: 'C.UTF-8', HOSTNAME: 'web-1', ...Object.fromEntries(values) };
}

function runs(spec: any, name: string, authority: string, folder: string): Finished {
  const container = containerOf(spec, name);
  const [, script, ...words] = [...container.command, ...container.args ?? []];
  return required('sh').run([scriptFile(script.replace('/scripts/', '')), ...words], { env: environment(container, authority, folder) });
}

function behaviours(server: () => Server, trusted: () => Certificates, tool: MigrationTool, file: string, query: (sql: string) => string): void {
  const spec = (timeout?: Duration) => podOf(server(), tool, { [file]: 'CREATE TABLE tls (i int);' }, timeout);

  test('is waited for and migrated where its certificate is of the authority that the database has', () => {
    expect(runs(spec(), 'wait', trusted().authority, server().folder)).toMatchObject({ status: 0, stdout: expect.stringContaining('answered') });
    const { status, stdout, stderr } = runs(spec(), 'migrations', trusted().authority, server().folder);
    expect([status, stdout + stderr]).toEqual([0, expect.stringContaining('migrations are complete')]);
    expect(query('SELECT count(*) FROM tls;')).toBe('0');
  });

  test.each(['wait', 'migrations'])('is refused by the container %s where its certificate is of another one', (name) => {
    const { status, stdout, stderr } = runs(spec(Duration.seconds(2)), name, trusted().other, server().folder);
    expect([status, stdout + stderr]).toEqual([1, expect.stringMatching(/certificate/i)]);
  });
}

describePrograms([...POSTGRES, 'pg_isready', 'migrate'], 'a PostgreSQL with TLS', (programs) => {
  let certificates: Certificates;
  let postgres: PostgresServer;
  beforeAll(async () => {
    certificates = new Certificates();
    postgres = new PostgresServer(programs, ['-c', 'ssl=on', '-c', `ssl_cert_file=${certificates.certificate}`, '-c', `ssl_key_file=${certificates.key}`]);
    await postgres.open();
  }, 60_000);
  afterAll(async () => {
    await postgres.close();
    certificates.remove();
  });
  beforeEach(() => postgres.reset());
  const server = (): Server => ({ kind: 'postgres', port: postgres.port, folder: postgres.folder, user: postgres.user, name: 'postgres' });

  describe.each<[string, MigrationTool, string]>([
    ['psql', MigrationTool.psql(), '1_tls.sql'], ['golang-migrate', MigrationTool.golangMigrate(), '1_tls.up.sql'],
  ])('by %s', (_, tool, file) => {
    beforeEach(() => postgres.write(file, 'CREATE TABLE tls (i int);'));
    afterEach(() => postgres.remove(file));
    behaviours(server, () => certificates, tool, file, (sql) => postgres.query(sql));
  });

  test('is found by the app, encrypted and verified, by the variables that it is given', () => {
    const app = containerOf(podOf(server(), MigrationTool.psql(), { '1.sql': '' }), 'app');
    const ask = (authority: string) => programs.psql.run(['-XAtqw', '-c', 'SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()'], {
      env: environment(app, authority, postgres.folder),
    });
    expect(ask(certificates.authority)).toMatchObject({ status: 0, stdout: 't\n' });
    expect(ask(certificates.other)).toMatchObject({ status: 2, stderr: expect.stringContaining('certificate verify failed') });
  });

  test('is found by the app by DATABASE_URL, with a password that URLs take', () => {
    postgres.query("CREATE ROLE url LOGIN PASSWORD 'Ab-1._~';");
    const chart = newChart();
    const { container } = new AppContainer(new kplus.Deployment(chart, 'Web'), 'App', { image: IMAGE });
    const secret = kplus.Secret.fromSecretName(chart, 'Secret', 'orders');
    Database.postgres({
      host: 'localhost', port: postgres.port, name: 'postgres', user: 'url', password: { secret, key: 'password' }, caCertificate: { secret, key: 'ca.crt' },
    }).provideTo(container, DatabaseVariables.url());
    const { env } = containerOf(podSpecOf(chart), 'app');
    const url = env.find(({ name }: any) => name === 'DATABASE_URL').value.replace('$(DATABASE_PASSWORD)', 'Ab-1._~');
    const ask = (authority: string) => programs.psql.run(['-XAtqw', '-d', url.replace(/\/ca\/.*\/ca\.crt/, authority), '-c', 'SELECT current_user']);
    expect(ask(certificates.authority)).toMatchObject({ status: 0, stdout: 'url\n' });
    expect(ask(certificates.other)).toMatchObject({ status: 2, stderr: expect.stringContaining('certificate verify failed') });
  });
});

describePrograms(MARIADB, 'a MariaDB with TLS', (programs) => {
  let certificates: Certificates;
  let mariadb: MariadbServer;
  beforeAll(async () => {
    certificates = new Certificates();
    mariadb = new MariadbServer(programs, [`--ssl-cert=${certificates.certificate}`, `--ssl-key=${certificates.key}`]);
    await mariadb.open();
    mariadb.write('1_tls.sql', 'CREATE TABLE tls (i int);');
  }, 60_000);
  afterAll(async () => {
    await mariadb.close();
    certificates.remove();
  });
  behaviours(
    () => ({ kind: 'mariadb', port: mariadb.port, folder: mariadb.folder, user: mariadb.user, name: mariadb.schema }), () => certificates,
    MigrationTool.mariadb(), '1_tls.sql', (sql) => mariadb.query(sql.replace('tls', 'testdb.tls')),
  );
});
