import * as kplus from 'cdk8s-plus-28';
import {
  AppContainer, Database, DatabaseVariables, InitMigrations, MigrationSource, MigrationTool, ReverseProxy, ReverseProxyProgram, SharedVolume,
  VolumeSource, WaitFor, WaitTarget,
} from '../../../src';
import { behaviour, behaviourFrom } from '../support/behaviour';
import { startPostgres } from '../support/databases';
import { BUSYBOX, chartIn, TINY } from '../support/logging-pod';
import { page } from '../support/metrics';

const IDLE = ['sh', '-c', 'trap exit TERM; sleep 86400 & wait'];
const SQL = '/usr/share/postgresql/15';

behaviour('static files of an image are served, whether Kubernetes mounts it or an init container copies them', async (namespace) => {
  const chart = chartIn('native', 'web');
  const pod = new kplus.Pod(chart, 'Pod', { metadata: { name: 'web' } });
  new AppContainer(pod, 'App', { image: BUSYBOX, command: IDLE, resources: TINY });
  const files = new SharedVolume(pod, 'Files', { source: VolumeSource.image(BUSYBOX, { path: '/etc' }) });
  new ReverseProxy(pod, 'Proxy', {
    appPort: 3000, serviceElsewhere: true, program: ReverseProxyProgram.nginx({ staticFiles: [{ path: '/files/', volume: files }] }), resources: TINY,
  });
  await namespace.apply(chart);
  await namespace.ready('web');
  const served = await page(namespace, 'web', 'app', 'http://127.0.0.1:8080/files/passwd');
  expect(served).toBe((await namespace.exec('web', 'app', 'cat /etc/passwd')).toString());
  const denied = (await namespace.exec('web', 'proxy', 'touch /srv/static-1/new 2>&1 || true')).toString();
  expect(denied).toContain('Read-only file system');
  const { spec } = await namespace.pod('web') as any;
  return `by ${spec.volumes.some(({ image }: any) => image) ? 'a mounted image' : 'a copy'}; writing: ${denied.trim()}`;
});

/** All images of the test cluster that have a shell have these files: the mounts say from where they come. */
behaviourFrom(35, 'migrations come from a mounted image, and the tool runs in its own', async (namespace) => {
  const server = await startPostgres(namespace);
  await server.query('DROP SCHEMA information_schema CASCADE;');
  const chart = chartIn('native', 'migrated');
  const pod = new kplus.Pod(chart, 'Pod', { metadata: { name: 'web' } });
  const password = { secret: kplus.Secret.fromSecretName(chart, 'Password', 'postgres-root'), key: 'password' };
  const database = Database.postgres({ host: 'postgres', name: 'testdb', user: 'postgres', password });
  new WaitFor(pod, 'Wait', { targets: [WaitTarget.tcp(database.endpoint)], resources: TINY });
  new InitMigrations(pod, 'Migrations', {
    tool: MigrationTool.custom({
      image: 'postgres:17.6',
      command: ['sh', '-c', `grep ' ${SQL} ' /proc/mounts && exec psql -q -v ON_ERROR_STOP=1 -1 -f ${SQL}/information_schema.sql`],
      variables: DatabaseVariables.libpq(),
    }),
    source: MigrationSource.image('debian:bookworm', { path: SQL }),
    database,
    resources: TINY,
  });
  new AppContainer(pod, 'App', { image: BUSYBOX, command: IDLE, resources: TINY });
  await namespace.apply(chart);
  await namespace.ready('web');
  const tables = await server.query("SELECT count(*) FROM information_schema.tables WHERE table_schema = 'information_schema';");
  expect(Number(tables)).toBeGreaterThan(50);
  const mounted = (await namespace.logs('web', 'migrations')).toString().trim();
  expect(mounted).toMatch(new RegExp(`^\\S+ ${SQL} \\S+ ro[ ,]`));
  return `${tables} views; ${mounted.slice(0, 80)}`;
});
