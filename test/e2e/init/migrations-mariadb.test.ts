import { setTimeout as sleep } from 'node:timers/promises';
import { behaviour } from '../support/behaviour';
import { DatabaseServer, startMariadb } from '../support/databases';
import { changeFiles, example } from '../support/examples';
import { kubectl } from '../support/kubectl';
import { isReady, Namespace, Pod, restarts } from '../support/namespace';
import { killPod } from '../support/recovery';

const ROUNDS = 5;
const SELECTOR = 'app=webapp';
const HISTORY = 'testdb.webapp_with_migrations_webapp_run_migrations';

/** The example with more files and another number of replicas. */
function webapp(replicas: number, files: { [name: string]: string } = {}): any[] {
  const manifests = example('webapp-with-migrations');
  const deployment = manifests.find(({ kind }) => kind === 'Deployment');
  deployment.spec.replicas = replicas;
  deployment.spec.template.spec.initContainers[1].args.push(...Object.keys(files));
  return changeFiles(manifests, 'db-migrations', (all) => Object.assign(all, files));
}

function pods(namespace: Namespace): Promise<Pod[]> {
  return namespace.pods(SELECTOR);
}

async function scale(namespace: Namespace, replicas: number): Promise<void> {
  await kubectl(['scale', 'deployment/webapp-with-migrations', `--replicas=${replicas}`, '-n', namespace.name]);
}

async function ready(namespace: Namespace, count: number): Promise<Pod[]> {
  return namespace.until(`${count} webapps are Ready`, async () => {
    const all = await pods(namespace);
    return all.length === count && all.every(isReady) && all;
  });
}

/** How often the server was told to do this. */
async function told(server: DatabaseServer, begin: string): Promise<number> {
  return Number(await server.query(`SELECT COUNT(*) FROM mysql.general_log WHERE command_type = 'Query' AND argument LIKE '${begin}%';`));
}

/** What the migrations of the newest pod say, once it has failed. */
async function failure(namespace: Namespace, telling: string): Promise<string> {
  return namespace.until(`a pod says '${telling}'`, async () => {
    for (const { metadata } of (await pods(namespace)).filter((pod) => !isReady(pod))) {
      const log = await namespace.logs(metadata.name, 'run-migrations').then(String, () => '');
      if (log.includes(telling)) {
        return log;
      }
    }
    return undefined;
  });
}

behaviour(`webapp-with-migrations: 3 replicas at once on an empty MariaDB, ${ROUNDS} rounds: each statement once, none restarted`, async (namespace) => {
  const server = await startMariadb(namespace);
  await namespace.apply(webapp(0));
  const figures: string[] = [];
  for (let round = 1; round <= ROUNDS; round++) {
    await server.query('DROP DATABASE testdb; CREATE DATABASE testdb; TRUNCATE mysql.general_log;');
    await scale(namespace, 3);
    const all = await ready(namespace, 3);
    const counts = [await told(server, 'CREATE TABLE users'), await told(server, 'CREATE INDEX idx_users_username')];
    expect(counts).toEqual([1, 1]);
    expect(await server.query(`SELECT file, state FROM ${HISTORY} ORDER BY file;`)).toBe('001_create_tables.sql\tapplied\n002_add_indexes.sql\tapplied');
    expect(all.map((pod) => restarts(pod))).toEqual([0, 0, 0]);
    figures.push(`round ${round}: ${counts.join('+')} statements, 3 Ready, 0 restarts`);
    await scale(namespace, 0);
    await namespace.until('no webapp is left', async () => (await pods(namespace)).length === 0);
  }
  return figures.join('; ');
});

behaviour('webapp-with-migrations: a third file that fails stops the rollout, its correction goes through', async (namespace) => {
  const server = await startMariadb(namespace);
  await namespace.apply(webapp(1));
  const [old] = await ready(namespace, 1);
  await namespace.apply(webapp(1, { '003_more.sql': "INSERT INTO users (username, email) VALUES ('ann', 'a@x');\n\nINSERT INTO nobody VALUES (1);\n" }));
  const log = await failure(namespace, 'migrations failed: the message');
  expect(log).toContain("at line 3 in file: '/migrations/003_more.sql': Table 'testdb.nobody' doesn't exist");
  await sleep(5000);
  await namespace.ready(old.metadata.name);
  expect(await server.query('SELECT COUNT(*) FROM testdb.users;')).toBe('0');
  await namespace.apply(webapp(1, { '003_more.sql': "INSERT INTO users (username, email) VALUES ('ann', 'a@x');\n" }));
  await kubectl(['rollout', 'status', 'deployment/webapp-with-migrations', '--timeout=300s', '-n', namespace.name]);
  expect(await server.query('SELECT username FROM testdb.users;')).toBe('ann');
  return log.split('\n').filter((line) => line.startsWith('ERROR')).join(' ');
});

behaviour('webapp-with-migrations: killed in the middle of a slow file, the next pod stops with the repair, and goes on behind it', async (namespace) => {
  const server = await startMariadb(namespace);
  await namespace.apply(webapp(1, { '003_slow.sql': 'CREATE TABLE slow (i INT);\nINSERT INTO slow VALUES (SLEEP(100));\n' }));
  await namespace.until('the slow statement runs', async () => await told(server, 'INSERT INTO slow') === 1);
  const [first] = await pods(namespace);
  await killPod(namespace, first.metadata.name);
  const log = await failure(namespace, '003_slow.sql is incomplete');
  const repair = new RegExp(`UPDATE .*${HISTORY.split('.')[1]}.* SET state = 'applied' WHERE file = '003_slow.sql';`).exec(log)![0];
  await sleep(5000);
  expect(await told(server, 'INSERT INTO slow')).toBe(1);
  await server.query(repair);
  await ready(namespace, 1);
  expect(await told(server, 'CREATE TABLE slow')).toBe(1);
  return `${log.split('\n').find((line) => line.includes('is incomplete'))}; Ready after that: ${(await pods(namespace)).filter(isReady).length}`;
});

behaviour('multi-init runs its three steps in order, and its migrations are there', async (namespace) => {
  const server = await startMariadb(namespace);
  await namespace.apply(example('multi-init'));
  await namespace.ready('multi-init');
  const { status } = await namespace.read('pods/multi-init');
  const steps = status.initContainerStatuses.map(({ name, state: { terminated } }: any) => ({ name, ...terminated }));
  expect(steps.map(({ name }: any) => name)).toEqual(['check-db', 'fetch-config', 'run-migrations']);
  steps.slice(1).forEach(({ startedAt }: any, index: number) => {
    expect(Date.parse(startedAt)).toBeGreaterThanOrEqual(Date.parse(steps[index].finishedAt));
  });
  expect(await server.query('SELECT value FROM testdb.settings;')).toBe('hello');
  const config = await namespace.logged('multi-init', 'app', 'its configuration', (text) => text.includes('debug'));
  expect(config).toBe('app_version=1.0\ndebug=true\n');
  return steps.map(({ name, startedAt, finishedAt }: any) => `${name} ${startedAt} to ${finishedAt}`).join(', ');
});

behaviour('multi-init: a step that fails keeps the later ones from starting', async (namespace) => {
  await startMariadb(namespace);
  const manifests = example('multi-init');
  manifests.find(({ kind }) => kind === 'Pod').spec.initContainers[1].command = ['sh', '-c', 'echo no; exit 1'];
  await namespace.apply(manifests);
  const states = await namespace.until('the second step has failed twice', async () => {
    const { status } = await namespace.read('pods/multi-init');
    return status.initContainerStatuses?.[1]?.restartCount > 0 && [...status.initContainerStatuses, ...status.containerStatuses];
  });
  expect(states.slice(2).map(({ state }: any) => Object.keys(state)[0])).toEqual(['waiting', 'waiting']);
  return 'run-migrations and app have not started';
});
