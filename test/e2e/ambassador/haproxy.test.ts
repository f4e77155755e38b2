import { Chart, Duration } from 'cdk8s';
import { AmbassadorProgram, Upstream } from '../../../src';
import { appBehind, passwordOf } from '../support/app-behind';
import { behaviour } from '../support/behaviour';
import { DatabaseServer, startMariadb, startPostgres } from '../support/databases';
import { Mode } from '../support/examples';
import { Namespace, restarts } from '../support/namespace';
import { addressOf, killPod, secondsUntil } from '../support/recovery';

interface Kind {
  readonly server: string;
  readonly image: string;
  readonly upstream: (host: string, checkTimeout?: Duration) => Upstream;
  readonly start: (namespace: Namespace, headless?: boolean) => Promise<DatabaseServer>;
  readonly secret: string;
  readonly variable: string;
  readonly client: string;
}

const MARIADB: Kind = {
  server: 'mariadb',
  image: 'mariadb:10.11.14',
  upstream: (host, timeout = Duration.seconds(1)) => Upstream.mysql({ host, healthCheck: { user: 'check', interval: Duration.millis(200), timeout } }),
  start: startMariadb,
  secret: 'mariadb-root',
  variable: 'MYSQL_PWD',
  client: 'mariadb -h 127.0.0.1 -P 3306 -u root --connect-timeout=10 -N testdb -e',
};

const POSTGRES: Kind = {
  server: 'postgres',
  image: 'postgres:17.6',
  upstream: (host) => Upstream.postgres({ host, healthCheck: { user: 'check', interval: Duration.millis(500) } }),
  start: startPostgres,
  secret: 'postgres-root',
  variable: 'PGPASSWORD',
  client: 'PGCONNECT_TIMEOUT=10 psql -h 127.0.0.1 -p 5432 -U postgres -XAtq testdb -c',
};

type Ask = (sql: string) => Promise<string>;

/** A client behind HAProxy that has been answered once: HAProxy asks for a server that is down until it is up. */
async function startApp(namespace: Namespace, kind: Kind, mode: Mode, upstream = kind.upstream(kind.server)): Promise<Ask> {
  const env = (chart: Chart) => ({ [kind.variable]: passwordOf(chart, kind.secret) });
  await namespace.apply(appBehind(mode, kind.image, () => ({ upstreams: [upstream], program: AmbassadorProgram.haproxy() }), env));
  await namespace.ready('web');
  const ask = async (sql: string) => (await namespace.exec('web', 'app', `${kind.client} "${sql}"`)).toString().trim();
  await namespace.until('the client is answered', async () => await ask('SELECT 42;') === '42');
  return ask;
}

/** The user that checks log in as: without a password, and without any right. */
const addCheckUser = (server: DatabaseServer, kind: Kind) => server.query(kind === MARIADB ? "CREATE USER 'check'@'%';" : 'CREATE ROLE "check" LOGIN;');

function recovers(kind: Kind, mode: Mode, headless: boolean): void {
  const where = headless ? 'by its pod, whose address changes' : 'by a Service';
  behaviour(`a client finds ${kind.server} through HAProxy (${mode}) ${where}, and again after a restart`, async (namespace) => {
    await addCheckUser(await kind.start(namespace, headless), kind);
    const ask = await startApp(namespace, kind, mode);
    const before = await addressOf(namespace, kind.server);
    await killPod(namespace, kind.server);
    await expect(ask('SELECT 1;')).rejects.toThrow();
    await addCheckUser(await kind.start(namespace, headless), kind);
    const seconds = await secondsUntil('the client is answered', () => ask('SELECT 1;'));
    const after = await addressOf(namespace, kind.server);
    expect(after).not.toBe(before);
    expect(restarts(await namespace.pod('web'))).toBe(0);
    return `from ${before} to ${after}, found ${seconds.toFixed(1)} s after it answers; no restart in the app's pod`;
  });
}

recovers(MARIADB, 'classic', false);
recovers(MARIADB, 'native', true);
recovers(POSTGRES, 'native', false);

behaviour('more checks of HAProxy than MariaDB forgives do not make it block the host', async (namespace) => {
  const server = await startMariadb(namespace);
  await server.query("CREATE USER 'check'@'%'; SET GLOBAL max_connect_errors = 20;");
  // A check that is cut off by its timeout, because the machine is slow, would not say goodbye.
  const ask = await startApp(namespace, MARIADB, 'native', MARIADB.upstream(`mariadb.${namespace.name}.svc`, Duration.seconds(30)));
  const aborted = async () => Number((await server.query("SHOW GLOBAL STATUS LIKE 'Aborted_connects';")).split('\t')[1]);
  const [before, begin] = [await aborted(), Date.now()];
  const counted = async () => (await server.query(`SELECT COUNT(*), SUM(ended) FROM (
    SELECT MAX(command_type = 'Connect' AND argument LIKE 'check@%') AS checked, MAX(command_type = 'Quit') AS ended
    FROM mysql.general_log GROUP BY thread_id) AS threads WHERE checked;`)).split('\t').map(Number);
  const first = await counted();
  const [checks, ends] = await namespace.until('there were enough checks, and no more than the last one is under way', async () => {
    const [all, ended] = await counted();
    return all - first[0] > 40 && all - ended <= 1 && [all, ended];
  });
  const [more, seconds] = [await aborted() - before, (Date.now() - begin) / 1000];
  expect(more).toBeLessThanOrEqual(seconds + 3); // by the probe of the server's own pod, once a second
  expect(await ask('SELECT 1;')).toBe('1');
  return `${checks} checks with max_connect_errors 20, ${ends} of them logged in and said goodbye, and the client is answered`;
});
