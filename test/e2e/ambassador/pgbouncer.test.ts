import { Chart } from 'cdk8s';
import { Secret } from 'cdk8s-plus-28';
import { ConnectionPooling, AmbassadorProgram, Upstream, UpstreamOptions } from '../../../src';
import { appBehind, passwordOf } from '../support/app-behind';
import { behaviour } from '../support/behaviour';
import { startPostgres } from '../support/databases';
import { Namespace, restarts } from '../support/namespace';
import { killPod, secondsUntil } from '../support/recovery';

const CLIENT = 'psql -h 127.0.0.1 -p 5432 -U postgres -XAtq testdb';

async function startApp(namespace: Namespace, upstream: Partial<UpstreamOptions> = {}): Promise<(sql: string) => Promise<string>> {
  const props = (chart: Chart) => ({
    upstreams: [Upstream.postgres({ host: 'postgres', ...upstream })],
    program: AmbassadorProgram.pgBouncer({
      pooling: ConnectionPooling.TRANSACTION,
      databases: ['testdb'],
      users: [{ user: 'postgres', password: { secret: Secret.fromSecretName(chart, 'Password', 'postgres-root'), key: 'password' } }],
    }),
  });
  await namespace.apply(appBehind('native', 'postgres:17.6', props, (chart) => ({ PGPASSWORD: passwordOf(chart, 'postgres-root') })));
  await namespace.ready('web');
  return async (sql) => (await namespace.exec('web', 'app', `PGCONNECT_TIMEOUT=10 ${CLIENT} -c "${sql}"`)).toString().trim();
}

behaviour('100 clients share 10 connections to PostgreSQL through PgBouncer, by transaction', async (namespace) => {
  const server = await startPostgres(namespace);
  await startApp(namespace, { connectionPool: { maxConnections: 10 } });
  await server.query('CREATE TABLE calls (id serial, at timestamptz);');
  const script = `for client in $(seq 100); do
  (for call in 1 2 3; do echo 'BEGIN; INSERT INTO calls (at) VALUES (now()); SELECT pg_sleep(0.05); COMMIT;'; sleep 1; done | PGCONNECT_TIMEOUT=200 ${CLIENT} > /dev/null) &
done
wait`;
  let most = 0;
  let running = true;
  // Not those of the test itself, of which the last may still be ending.
  const count = "SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend' AND client_addr <> '127.0.0.1';";
  const done = namespace.exec('web', 'app', script).finally(() => { running = false; });
  while (running) {
    most = Math.max(most, Number(await server.query(count)));
  }
  await done;
  most = Math.max(most, Number(await server.query(count))); // PgBouncer keeps them for a while
  expect(await server.query('SELECT count(*) FROM calls;')).toBe('300');
  expect(most).toBeGreaterThan(1);
  expect(most).toBeLessThanOrEqual(10);
  return `300 transactions of 100 clients, ${most} connections on the server at most`;
});

behaviour('a client gets an error while PostgreSQL is away, and is answered through PgBouncer when it is back', async (namespace) => {
  await startPostgres(namespace);
  const ask = await startApp(namespace);
  await namespace.until('the client is answered', async () => await ask('SELECT 42;') === '42');
  await killPod(namespace, 'postgres');
  const asked = Date.now();
  await expect(ask('SELECT 1;')).rejects.toThrow(/ERROR|FATAL|server closed|timeout expired/);
  const failed = (Date.now() - asked) / 1000;
  await startPostgres(namespace);
  const seconds = await secondsUntil('the client is answered', () => ask('SELECT 1;'));
  expect(restarts(await namespace.pod('web'))).toBe(0);
  return `an error after ${failed.toFixed(1)} s, an answer ${seconds.toFixed(1)} s after the server answers; no restart in the app's pod`;
});
