import { Chart, Duration } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import {
  AmbassadorProxy, AppContainer, Database, InitMigrations, MigrationSource, MigrationTool, AmbassadorProgram, SidecarMode, Upstream, WaitFor,
  WaitTarget,
} from '../../../src';
import { behaviour } from '../support/behaviour';
import { startPostgres } from '../support/databases';
import { appIn } from '../support/examples';
import { BUSYBOX, TINY } from '../support/logging-pod';
import { isReady, restarts } from '../support/namespace';

/** Three pods whose migrations know of the database no more than the local port of the ambassador. */
function web(): Chart {
  const chart = new Chart(appIn(), 'ambassador', { disableResourceNameHashes: true });
  SidecarMode.NATIVE.applyTo(chart);
  const deployment = new kplus.Deployment(chart, 'Web', { replicas: 3, metadata: { name: 'web' }, podMetadata: { labels: { app: 'web' } } });
  const password = { secret: kplus.Secret.fromSecretName(chart, 'Password', 'postgres-root'), key: 'password' };
  const server = Database.postgres({ host: 'postgres', name: 'testdb', user: 'postgres', password });
  const { endpoint } = new AmbassadorProxy(deployment, 'Database', {
    upstreams: [Upstream.database(server)],
    program: AmbassadorProgram.envoy(),
    resources: { ...TINY, memory: undefined },
  });
  const database = server.through(endpoint);
  new WaitFor(deployment, 'Wait', {
    targets: [WaitTarget.database(Database.postgres({ host: 'postgres', name: 'testdb' }).through(endpoint))], // the Secret is not there yet
    timeout: Duration.minutes(10),
    resources: TINY,
  });
  new InitMigrations(deployment, 'Migrations', {
    tool: MigrationTool.psql(),
    source: MigrationSource.inline({
      '1_create.sql': 'CREATE TABLE runs (client inet);\n',
      '2_insert.sql': 'SELECT pg_sleep(1);\nINSERT INTO runs VALUES (inet_client_addr());\n',
    }),
    database,
    resources: TINY,
  });
  new AppContainer(deployment, 'App', { image: BUSYBOX, command: ['sh', '-c', 'trap exit TERM; sleep 86400 & wait'], resources: TINY });
  return chart;
}

behaviour('migrations reach PostgreSQL through the ambassador of their pod (Envoy, native): 3 pods at once, each file once', async (namespace) => {
  await namespace.apply(web());
  const waiting = await namespace.until('a pod waits for the database behind its ambassador', async () => {
    const [pod] = await namespace.pods('app=web');
    const log = pod && await namespace.logs(pod.metadata.name, 'wait').then(String, () => '');
    return log?.includes('waiting for') && log;
  });
  const server = await startPostgres(namespace);
  const all = await namespace.until('3 pods are Ready', async () => {
    const pods = await namespace.pods('app=web');
    return pods.length === 3 && pods.every(isReady) && pods;
  });
  expect(await server.query('SELECT count(*) FROM runs;')).toBe('1');
  expect(all.map((pod) => restarts(pod))).toEqual([0, 0, 0]);
  return `each file once, 0 restarts; ${waiting.trim().split('\n').pop()}`;
});
