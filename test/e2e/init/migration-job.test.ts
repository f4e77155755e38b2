import { Chart, Duration } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import {
  AppContainer, Database, DatabaseVariables, InitMigrations, MigrationJobOptions, MigrationSource, MigrationStrategy, MigrationTool,
  ResourceProfile,
} from '../../../src';
import { behaviour } from '../support/behaviour';
import { DatabaseServer, GATE, openGate, startPostgres } from '../support/databases';
import { appIn } from '../support/examples';
import { kubectl } from '../support/kubectl';
import { BUSYBOX, TINY } from '../support/logging-pod';
import { isReady, Namespace, Pod, restarts } from '../support/namespace';
import { killPod } from '../support/recovery';

/** Every run of a file leaves a row, so that a second one would be seen. */
const FILES = {
  '1_create.sql': 'CREATE TABLE IF NOT EXISTS runs (file int);\nINSERT INTO runs VALUES (1);\n',
  '2_insert.sql': 'INSERT INTO runs VALUES (2);\n',
};
const GATED = { ...FILES, '2_insert.sql': `${GATE}${FILES['2_insert.sql']}` };
const MORE = { '3_more.sql': 'INSERT INTO runs VALUES (3);\n' };

const PSQL = MigrationTool.psql();
const GOLANG = MigrationTool.golangMigrate();
/** Knows no lock and no history: runs whatever is there. */
const CUSTOM = MigrationTool.custom({
  image: 'postgres:17.6',
  command: ['sh', '-c', 'set -e; for file in /migrations/*.sql; do psql -v ON_ERROR_STOP=1 -f "$file"; done'],
  variables: DatabaseVariables.libpq(),
});

interface Job {
  readonly metadata: { readonly name: string };
  readonly status: {
    readonly succeeded?: number;
    readonly failed?: number;
    readonly conditions?: { readonly type: string; readonly reason: string }[];
  };
}

/** An app whose migrations are applied by a Job. */
class MigratedApp {
  constructor(private readonly namespace: Namespace, private readonly server: DatabaseServer, private readonly tool: MigrationTool) {}

  public async apply(files: { [name: string]: string }, options: MigrationJobOptions = {}, replicas = 3): Promise<void> {
    const chart = new Chart(appIn(), 'migrated', { namespace: this.namespace.name, disableResourceNameHashes: true });
    ResourceProfile.of({ script: TINY }).applyTo(chart);
    const deployment = new kplus.Deployment(chart, 'Web', { replicas, metadata: { name: 'web' }, podMetadata: { labels: { app: 'web' } } });
    const named = this.tool === GOLANG ? Object.fromEntries(Object.entries(files).map(([name, text]) => [name.replace('.sql', '.up.sql'), text])) : files;
    new InitMigrations(deployment, 'Migrations', {
      tool: this.tool,
      strategy: MigrationStrategy.job({ jobName: 'schema', ...options }),
      source: MigrationSource.inline(named),
      database: Database.postgres({
        host: 'postgres', name: 'testdb', user: 'postgres', password: { secret: kplus.Secret.fromSecretName(chart, 'Password', 'postgres-root'), key: 'password' }, tls: false,
      }),
      historyTable: 'web_history',
    });
    new AppContainer(deployment, 'App', { image: BUSYBOX, command: ['sh', '-c', 'trap exit TERM; sleep 86400 & wait'], resources: TINY });
    await this.namespace.apply(chart);
  }

  public pods(): Promise<Pod[]> {
    return this.namespace.pods('app=web');
  }

  public async ready(count: number): Promise<Pod[]> {
    return this.namespace.until(`${count} pods are Ready`, async () => {
      const all = await this.pods();
      return all.length === count && all.every(isReady) && all;
    });
  }

  public async rolledOut(): Promise<void> {
    await kubectl(['rollout', 'status', 'deployment/web', '--timeout=300s', '-n', this.namespace.name]);
  }

  public async scale(replicas: number): Promise<void> {
    await kubectl(['scale', 'deployment/web', `--replicas=${replicas}`, '-n', this.namespace.name]);
  }

  public async jobs(): Promise<Job[]> {
    return (await this.namespace.read('jobs', 'apis/batch/v1')).items;
  }

  public async deleteJobs(): Promise<void> {
    await kubectl(['delete', 'jobs', '--all', '-n', this.namespace.name]);
  }

  /** The log of a container of the Job's pods, of the newest that has one. */
  public async jobLog(container: string): Promise<string> {
    const pods = (await this.namespace.pods('batch.kubernetes.io/job-name')).map(({ metadata }) => metadata.name);
    return (await this.namespace.logs(pods[pods.length - 1], container)).toString();
  }

  /** What the first pod says while it waits, once it has said this. */
  public async waited(what: RegExp): Promise<string> {
    const [pod] = await this.namespace.until('there is a pod', async () => {
      const all = await this.pods();
      return all.length > 0 && all;
    });
    return this.namespace.logged(pod.metadata.name, 'migrations', `${what}`, (log) => what.test(log));
  }

  public runs(): Promise<string> {
    return this.server.query("SELECT string_agg(file::text, ' ') FROM runs;");
  }
}

/** Three replicas, a change of the files, pods after the Job is gone, the Job made anew. */
async function seeJobs(namespace: Namespace, tool: MigrationTool, afterChange: string): Promise<string> {
  const server = await startPostgres(namespace);
  const app = new MigratedApp(namespace, server, tool);
  await app.apply(GATED);
  const waited = await app.waited(/waiting for the Job schema-/);
  await openGate(server);
  const all = await app.ready(3);
  expect(await app.runs()).toBe('1 2');
  expect(all.map((pod) => restarts(pod))).toEqual([0, 0, 0]);
  await namespace.until('the Job is seen to have succeeded', async () => (await app.jobs())[0].status.succeeded === 1);
  expect((await app.jobs()).map(({ status }) => status.failed)).toEqual([undefined]);

  await app.apply({ ...GATED, ...MORE });
  await app.rolledOut();
  expect(await app.runs()).toBe(afterChange);
  const jobs = await app.jobs();
  expect(jobs).toHaveLength(2);

  await app.deleteJobs();
  await app.scale(4);
  await app.ready(4);
  expect(await app.jobs()).toHaveLength(0);

  await app.apply({ ...GATED, ...MORE }, {}, 4);
  await namespace.until('the Job made anew is complete', async () => (await app.jobs())[0]?.status.succeeded === 1);
  expect(await app.runs()).toBe(afterChange);
  return `3 Ready, files once, 1 Job; after a change ${jobs.length} Jobs, files ${afterChange}; 4th pod Ready without a Job; Job made anew applied nothing; `
    + waited.trim().split('\n').join(' | ');
}

behaviour('plain SQL in a Job: 3 replicas wait, one Job runs, a change makes a new Job, pods start after it is gone', async (namespace) => (
  seeJobs(namespace, PSQL, '1 2 3')));

behaviour('golang-migrate in a Job: 3 replicas wait, one Job runs, a change makes a new Job, pods start after it is gone', async (namespace) => (
  seeJobs(namespace, GOLANG, '1 2 3')));

// This tool knows no history, so a new content runs all files once more.
behaviour('a tool without lock and history in a Job: 3 replicas wait, one Job runs, a change makes a new Job, pods start after it is gone', async (namespace) => (
  seeJobs(namespace, CUSTOM, '1 2 1 2 3')));

behaviour('a Job whose migrations fail ends at its back-off limit, the pods say what they wait for, and the correction goes through', async (namespace) => {
  const app = new MigratedApp(namespace, await startPostgres(namespace), PSQL);
  await app.apply({ ...FILES, '3_wrong.sql': 'INSERT INTO nobody VALUES (1);\n' }, { backoffLimit: 1, waitTimeout: Duration.seconds(60) }, 2);
  const failed = await namespace.until('the Job has failed', async () => {
    const [{ status }] = await app.jobs();
    return status.conditions?.find(({ type }) => type === 'Failed') && status;
  });
  expect([failed.failed, failed.conditions!.find(({ type }) => type === 'Failed')!.reason]).toEqual([2, 'BackoffLimitExceeded']);
  expect(await app.jobLog('migrations')).toContain('3_wrong.sql:1: ERROR:  relation "nobody" does not exist');
  const said = await app.waited(/were not applied within 60 s: 3_wrong\.sql, number 3 of 3, is not applied; see the Job whose name begins with schema-/);
  expect((await app.pods()).some(isReady)).toBe(false);
  await app.apply({ ...FILES, ...MORE }, { backoffLimit: 1, waitTimeout: Duration.seconds(60) }, 2);
  await app.rolledOut();
  expect(await app.runs()).toBe('1 2 3');
  return `2 pods of the Job failed; ${said.trim().split('\n').pop()}`;
});

behaviour('a Job whose pod is killed in the middle of a slow file goes on with another pod, and applies nothing twice', async (namespace) => {
  const server = await startPostgres(namespace);
  const app = new MigratedApp(namespace, server, PSQL);
  await app.apply({ ...FILES, '3_slow.sql': `INSERT INTO runs VALUES (3);\n${GATE}` }, {}, 1);
  await namespace.until('the slow statement runs', async () => (
    await server.query("SELECT count(*) FROM pg_stat_activity WHERE state = 'active' AND query LIKE 'DO $$%';")) === '1');
  const [{ metadata }] = await namespace.pods('batch.kubernetes.io/job-name');
  await killPod(namespace, metadata.name);
  await openGate(server);
  await app.ready(1);
  expect(await app.runs()).toBe('1 2 3');
  expect(await app.jobLog('migrations')).toContain('2_insert.sql: was applied before');
  return 'files 1 2 3 once';
});

behaviour('the ConfigMap of a Job is all that its service account may write', async (namespace) => {
  const app = new MigratedApp(namespace, await startPostgres(namespace), CUSTOM);
  await app.apply(FILES, {}, 1);
  await app.ready(1);
  const [{ metadata: { name } }] = (await namespace.read<{ items: Job[] }>('serviceaccounts')).items
    .filter(({ metadata }) => metadata.name !== 'default');
  const may = async (verb: string, what: string) => kubectl(['auth', 'can-i', verb, what, '-n', namespace.name, `--as=system:serviceaccount:${namespace.name}:${name}`])
    .then(() => true, () => false);
  const asked = ['create', 'get', 'list', 'update', 'delete'].map((verb) => may(verb, 'configmaps'));
  expect(await Promise.all([...asked, may('get', 'secrets'), may('create', 'pods')])).toEqual([true, ...Array(6).fill(false)]);
  const [, seen] = /seen after (\d+) s/.exec(await app.waited(/seen after/))!;
  return `may create ConfigMaps, nothing else of ${asked.length + 2}; the pod saw the ConfigMap ${seen} s after it began to wait; ${(await app.jobLog('migrations-applied')).trim()}`;
});
