import { Chart } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { AppContainer, Database, InitMigrations, MigrationSource, MigrationTool, WaitFor, WaitTarget } from '../../../src';
import { behaviour } from '../support/behaviour';
import { DatabaseServer, GATE, openGate, startPostgres } from '../support/databases';
import { appIn } from '../support/examples';
import { kubectl } from '../support/kubectl';
import { BUSYBOX, TINY } from '../support/logging-pod';
import { isReady, Namespace, Pod, restarts } from '../support/namespace';
import { killPod } from '../support/recovery';

const ROUNDS = 5;
const FILES = {
  '1_create.sql': 'CREATE TABLE runs (file int);\nINSERT INTO runs VALUES (1);\n',
  '2_insert.sql': 'SELECT pg_sleep(1);\nINSERT INTO runs VALUES (2);\n',
  '10_index.sql': 'CREATE INDEX runs_file ON runs (file);\nINSERT INTO runs VALUES (10);\n',
};

/** golang-migrate has other names for the same files. */
const GOLANG = MigrationTool.golangMigrate();
const upFiles = (files: { [name: string]: string }) => Object.fromEntries(Object.entries(files).map(([name, text]) => [name.replace('.sql', '.up.sql'), text]));

/** An app behind migrations of the database testdb. */
function web(replicas: number, more: { [name: string]: string } = {}, tool = MigrationTool.psql()): Chart {
  const files = { ...FILES, ...more };
  const chart = new Chart(appIn(), 'migrated', { disableResourceNameHashes: true });
  const deployment = new kplus.Deployment(chart, 'Web', { replicas, metadata: { name: 'web' }, podMetadata: { labels: { app: 'web' } } });
  const password = { secret: kplus.Secret.fromSecretName(chart, 'Password', 'postgres-root'), key: 'password' };
  const database = Database.postgres({ host: 'postgres', name: 'testdb', user: 'postgres', password, tls: false });
  new WaitFor(deployment, 'Wait', { targets: [WaitTarget.tcp(database.endpoint)], resources: TINY });
  new InitMigrations(deployment, 'Migrations', {
    tool,
    source: MigrationSource.inline(tool === GOLANG ? upFiles(files) : files),
    database,
    historyTable: 'web_history',
    resources: TINY,
  });
  new AppContainer(deployment, 'App', { image: BUSYBOX, command: ['sh', '-c', 'trap exit TERM; sleep 86400 & wait'], resources: TINY });
  return chart;
}

async function ready(namespace: Namespace, count: number): Promise<Pod[]> {
  return namespace.until(`${count} pods are Ready`, async () => {
    const all = await namespace.pods('app=web');
    return all.length === count && all.every(isReady) && all;
  });
}

async function scale(namespace: Namespace, replicas: number): Promise<void> {
  await kubectl(['scale', 'deployment/web', `--replicas=${replicas}`, '-n', namespace.name]);
}

const runs = (server: DatabaseServer) => server.query("SELECT string_agg(file::text, ' ') FROM runs;");

behaviour(`plain SQL on PostgreSQL: 3 replicas at once on an empty database, ${ROUNDS} rounds: each file once, none restarted`, async (namespace) => {
  const server = await startPostgres(namespace);
  await namespace.apply(web(0));
  const figures: string[] = [];
  for (let round = 1; round <= ROUNDS; round++) {
    await server.query('DROP SCHEMA public CASCADE; CREATE SCHEMA public;');
    await scale(namespace, 3);
    const all = await ready(namespace, 3);
    expect(await runs(server)).toBe('1 2 10');
    expect(all.map((pod) => restarts(pod))).toEqual([0, 0, 0]);
    const logs = await Promise.all(all.map(({ metadata }) => namespace.logs(metadata.name, 'migrations')));
    figures.push(`round ${round}: files 1 2 10 once, ${logs.filter((log) => log.includes('waiting for the lock')).length} pods waited, 0 restarts`);
    await scale(namespace, 0);
    await namespace.until('no pod is left', async () => (await namespace.pods('app=web')).length === 0);
  }
  return figures.join('; ');
});

behaviour('plain SQL on PostgreSQL: a file that fails stops the rollout, its correction goes through', async (namespace) => {
  const server = await startPostgres(namespace);
  await namespace.apply(web(1));
  const [old] = await ready(namespace, 1);
  await namespace.apply(web(1, { '11_more.sql': 'CREATE TABLE more (i int);\n\nINSERT INTO nobody VALUES (1);\n' }));
  const log = await namespace.until('a pod says why', async () => {
    const [failing] = (await namespace.pods('app=web')).filter((pod) => !isReady(pod));
    const text = failing && await namespace.logs(failing.metadata.name, 'migrations').then(String, () => '');
    return text?.includes('migrations failed') && text;
  });
  expect(log).toContain('psql:/migrations/11_more.sql:3: ERROR:  relation "nobody" does not exist');
  await namespace.ready(old.metadata.name);
  await namespace.apply(web(1, { '11_more.sql': 'CREATE TABLE more (i int);\n' }));
  await kubectl(['rollout', 'status', 'deployment/web', '--timeout=300s', '-n', namespace.name]);
  expect(await runs(server)).toBe('1 2 10');
  return log.split('\n').find((line) => line.includes('ERROR'))!;
});

behaviour('plain SQL on PostgreSQL: killed in the middle of a slow file, the next pod goes on by itself', async (namespace) => {
  const server = await startPostgres(namespace);
  await namespace.apply(web(1, { '11_slow.sql': `INSERT INTO runs VALUES (11);\n${GATE}` }));
  await namespace.until('the slow statement runs', async () => (
    await server.query("SELECT count(*) FROM pg_stat_activity WHERE state = 'active' AND query LIKE 'DO $$%';")) === '1');
  const [first] = await namespace.pods('app=web');
  await killPod(namespace, first.metadata.name);
  const killed = Date.now();
  await openGate(server);
  await ready(namespace, 1);
  expect(await runs(server)).toBe('1 2 10 11');
  return `files 1 2 10 11 once, Ready ${Math.round((Date.now() - killed) / 1000)} s after the kill`;
});

behaviour(`golang-migrate: 3 replicas at once on an empty database, ${ROUNDS} rounds: each file once, none restarted`, async (namespace) => {
  const server = await startPostgres(namespace);
  await namespace.apply(web(0, {}, GOLANG));
  for (let round = 1; round <= ROUNDS; round++) {
    await server.query('DROP SCHEMA public CASCADE; CREATE SCHEMA public;');
    await scale(namespace, 3);
    const all = await ready(namespace, 3);
    expect(await runs(server)).toBe('1 2 10');
    expect(all.map((pod) => restarts(pod))).toEqual([0, 0, 0]);
    await scale(namespace, 0);
    await namespace.until('no pod is left', async () => (await namespace.pods('app=web')).length === 0);
  }
  return `${ROUNDS} rounds: files 1 2 10 once, 3 Ready, 0 restarts in each`;
});

behaviour('golang-migrate: with the files before again, as after a rollback, the pod starts', async (namespace) => {
  const server = await startPostgres(namespace);
  await namespace.apply(web(1, { '11_more.sql': 'INSERT INTO runs VALUES (11);\n' }, GOLANG));
  await ready(namespace, 1);
  await namespace.apply(web(1, {}, GOLANG));
  await kubectl(['rollout', 'status', 'deployment/web', '--timeout=120s', '-n', namespace.name]);
  expect(await runs(server)).toBe('1 2 10 11');
  const [pod] = await ready(namespace, 1);
  return String(await namespace.logs(pod.metadata.name, 'migrations')).split('\n').find((line) => line.includes('is later'))!;
});

behaviour('golang-migrate: killed in the middle of a slow file, the next pod stops with the repair, and repeats nothing', async (namespace) => {
  const server = await startPostgres(namespace);
  await namespace.apply(web(1, { '11_slow.sql': `INSERT INTO runs VALUES (11);\n${GATE}` }, GOLANG));
  await namespace.until('the slow statement runs', async () => (
    await server.query("SELECT count(*) FROM pg_stat_activity WHERE state = 'active' AND query LIKE 'INSERT INTO runs VALUES (11)%';")) === '1');
  const [first] = await namespace.pods('app=web');
  await killPod(namespace, first.metadata.name);
  await openGate(server);
  const log = await namespace.until('the next pod says what repairs it', async () => {
    const [pod] = await namespace.pods('app=web');
    const text = pod && await namespace.logs(pod.metadata.name, 'migrations').then(String, () => '');
    return text?.includes('version 11 is dirty') && text;
  });
  expect(log).toContain('migrate force 10');
  expect(await runs(server)).toBe('1 2 10 11');
  await server.query('UPDATE web_history SET dirty = false;'); // what 'migrate force 11' does
  await ready(namespace, 1);
  expect(await runs(server)).toBe('1 2 10 11');
  return log.split('\n').find((line) => line.includes('is dirty'))!;
});
