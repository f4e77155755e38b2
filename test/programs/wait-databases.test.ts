import { Certificates } from '../init/support/certificates';
import { asNobody, MARIADB, MariadbServer, PASSWORD, POSTGRES, PostgresServer } from '../init/support/database-servers';
import { freePort } from '../support/ports';
import { ChildProcess, describePrograms, programPath, required } from '../support/programs';
import { scriptFile } from '../support/scripts';
import { until } from '../support/waiting';

/** What a probe says of a server at localhost, and how it ends. */
function probe(name: string, port: number, env: { [name: string]: string }): { status: number | null; output: string } {
  const { status, stdout, stderr } = required('sh').run([scriptFile(`wait-${name}.sh`)], {
    env: { PATH: programPath(), LC_ALL: 'C.UTF-8', WAIT_HOST: 'localhost', WAIT_PORT: String(port), WAIT_LIMIT: '50', WAIT_TLS: env.WAIT_CA ? 'verify-full' : '', ...env },
  });
  return { status, output: stdout + stderr };
}

const QUERIES: [string, string, number, string][] = [
  ['a row', "SELECT 'x'", 0, ''],
  ['a row with nothing in it', 'SELECT NULL', 0, ''],
  ['a row with an empty text', "SELECT ''", 0, ''],
  ['no row', 'SELECT 1 FROM (SELECT 1 AS i) AS t WHERE i = 2', 1, 'the query gives no row\n'],
  ['no table', 'SELECT 1 FROM nobody', 1, 'nobody'],
];

describePrograms([...POSTGRES, 'pg_isready'], 'wait-postgres.sh', (programs) => {
  let certificates: Certificates;
  let server: PostgresServer;
  beforeAll(async () => {
    certificates = new Certificates();
    server = new PostgresServer(programs, ['-c', 'ssl=on', '-c', `ssl_cert_file=${certificates.certificate}`, '-c', `ssl_key_file=${certificates.key}`]);
    await server.open();
  }, 60_000);
  afterAll(async () => {
    await server.close();
    certificates.remove();
  });
  const ask = (env: { [name: string]: string }) => (
    probe('postgres', server.port, { WAIT_USER: server.user, WAIT_PASSWORD: PASSWORD, WAIT_DATABASE: 'postgres', ...env }));

  test.each(QUERIES)('a query with %s', (_, WAIT_QUERY, status, output) => {
    expect(ask({ WAIT_QUERY })).toEqual({ status, output: status ? expect.stringContaining(output) : '' });
  });

  test('trusts the authority that is named, for a query and without one', () => {
    expect(ask({ WAIT_CA: certificates.authority, WAIT_QUERY: 'SELECT 1 FROM pg_stat_ssl WHERE pid = pg_backend_pid() AND ssl' })).toEqual({ status: 0, output: '' });
    expect(ask({ WAIT_CA: certificates.authority }).status).toBe(0);
  });

  test('refuses a server of another authority or name', () => {
    const WAIT_QUERY = 'SELECT 1';
    expect(ask({ WAIT_QUERY, WAIT_CA: certificates.other })).toEqual({ status: 2, output: expect.stringContaining('certificate verify failed') });
    expect(ask({ WAIT_QUERY, WAIT_CA: certificates.authority, WAIT_HOST: '127.0.0.1' })).toEqual({ status: 2, output: expect.stringContaining('does not match host name') });
    expect(ask({ WAIT_CA: certificates.other }).status).not.toBe(0);
    expect(ask({ WAIT_CA: certificates.authority, WAIT_HOST: '127.0.0.1' }).status).not.toBe(0);
  });

  test('refuses a wrong password', () => {
    expect(ask({ WAIT_QUERY: 'SELECT 1', WAIT_PASSWORD: 'wrong' })).toEqual({ status: 2, output: expect.stringContaining('password authentication failed') });
  });
});

describePrograms(MARIADB, 'wait-mysql.sh', (programs) => {
  let certificates: Certificates;
  let server: MariadbServer;
  beforeAll(async () => {
    certificates = new Certificates();
    server = new MariadbServer(programs, [`--ssl-cert=${certificates.certificate}`, `--ssl-key=${certificates.key}`]);
    await server.open();
  }, 60_000);
  afterAll(async () => {
    await server.close();
    certificates.remove();
  });
  const ask = (env: { [name: string]: string }) => (
    probe('mysql', server.port, { WAIT_USER: server.user, WAIT_PASSWORD: PASSWORD, WAIT_DATABASE: 'testdb', WAIT_HOST: '127.0.0.1', ...env }));

  test.each(QUERIES)('a query with %s', (_, WAIT_QUERY, status, output) => {
    expect(ask({ WAIT_QUERY })).toEqual({ status, output: status ? expect.stringContaining(output) : '' });
  });

  test('trusts the authority that is named, for a query and without one', () => {
    const named = { WAIT_CA: certificates.authority, WAIT_HOST: 'localhost' };
    const WAIT_QUERY = "SELECT 1 FROM information_schema.session_status WHERE variable_name = 'SSL_CIPHER' AND variable_value <> ''";
    expect(ask({ ...named, WAIT_QUERY })).toEqual({ status: 0, output: '' });
    expect(ask(named).status).toBe(0);
  });

  test.each(['', 'SELECT 1'])('refuses a server of another authority or name, with the query %j', (WAIT_QUERY) => {
    const wrong = ask({ WAIT_QUERY, WAIT_CA: certificates.other, WAIT_HOST: 'localhost' });
    expect(wrong).toEqual({ status: 1, output: expect.stringMatching(/certificate|self.signed/i) });
    expect(ask({ WAIT_QUERY, WAIT_CA: certificates.authority })).toEqual({ status: 1, output: expect.stringMatching(/certificate|verif/i) });
  });

  test('refuses a wrong password', () => {
    expect(ask({ WAIT_QUERY: 'SELECT 1', WAIT_PASSWORD: 'wrong' })).toEqual({ status: 1, output: expect.stringContaining('Access denied') });
  });
});

describePrograms(['redis-server', 'redis-cli'], 'wait-redis.sh', ({ 'redis-server': redis }) => {
  let certificates: Certificates;
  let server: ChildProcess;
  let port: number;
  beforeAll(async () => {
    certificates = new Certificates();
    port = await freePort();
    server = redis.start(['-'], { ...asNobody, cwd: '/tmp', stdio: ['pipe', 'ignore', 'ignore'] });
    server.stdin!.end(`port 0\ntls-port ${port}\nbind 127.0.0.1\nsave ""\ntls-cert-file ${certificates.certificate}\ntls-key-file ${certificates.key}\n`
      + `tls-ca-cert-file ${certificates.authority}\ntls-auth-clients no\nuser default off\nuser app on >${PASSWORD.replace(/\W/g, '')} ~* +@all\n`);
    await until('Redis answers', async () => ask({}).status === 0, () => ask({}).output);
  }, 60_000);
  afterAll(() => {
    server.kill('SIGKILL');
    certificates.remove();
  });
  const ask = (env: { [name: string]: string }) => (
    probe('redis', port, { WAIT_USER: 'app', WAIT_PASSWORD: PASSWORD.replace(/\W/g, ''), WAIT_CA: certificates.authority, ...env }));

  test('trusts the authority that is named', () => {
    expect(ask({})).toEqual({ status: 0, output: 'PONG\n' });
  });

  test('refuses a server of another authority, one without TLS, and a wrong password', () => {
    expect(ask({ WAIT_CA: certificates.other })).toEqual({ status: 1, output: expect.stringContaining('certificate verify failed') });
    expect(ask({ WAIT_CA: '' }).status).not.toBe(0);
    expect(ask({ WAIT_PASSWORD: 'wrong' })).toEqual({ status: expect.any(Number), output: expect.stringContaining('WRONGPASS') });
    expect(ask({ WAIT_PASSWORD: 'wrong' }).status).not.toBe(0);
  });
});
