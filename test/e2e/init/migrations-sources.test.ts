import { Chart } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import {
  AppContainer, Database, DatabaseVariables, InitMigrations, InitMigrationsProps, InitStep, MigrationSource, MigrationTool, SharedVolume,
  WaitFor, WaitTarget,
} from '../../../src';
import { behaviour } from '../support/behaviour';
import { startPostgres } from '../support/databases';
import { appIn } from '../support/examples';
import { BUSYBOX, TINY } from '../support/logging-pod';

/** A pod whose migrations come from somewhere else than its manifest. */
function web(toProps: (pod: kplus.Pod) => Pick<InitMigrationsProps, 'source' | 'tool'>): Chart {
  const chart = new Chart(appIn(), 'migrated', { disableResourceNameHashes: true });
  const pod = new kplus.Pod(chart, 'Pod', { metadata: { name: 'web' } });
  const password = { secret: kplus.Secret.fromSecretName(chart, 'Password', 'postgres-root'), key: 'password' };
  const database = Database.postgres({ host: 'postgres', name: 'testdb', user: 'postgres', password });
  new WaitFor(pod, 'Wait', { targets: [WaitTarget.tcp(database.endpoint)], resources: TINY });
  new InitMigrations(pod, 'Migrations', {
    ...toProps(pod),
    database,
    resources: TINY,
  });
  new AppContainer(pod, 'App', { image: BUSYBOX, command: ['sh', '-c', 'trap exit TERM; sleep 86400 & wait'], resources: TINY });
  return chart;
}

behaviour('migrations come from a volume that an init step has filled', async (namespace) => {
  const server = await startPostgres(namespace);
  await namespace.apply(web((pod) => {
    const volume = new SharedVolume(pod, 'Sql');
    new InitStep(pod, 'Fetch', {
      image: BUSYBOX,
      command: ['sh', '-c', 'echo "CREATE TABLE runs (file int);" > /sql/1_create.sql; echo "INSERT INTO runs VALUES (2);" > /sql/2_insert.sql'],
      volumeMounts: [{ path: '/sql', volume: volume.volume }],
      resources: TINY,
    });
    return { tool: MigrationTool.psql(), source: MigrationSource.volume(volume, { files: ['1_create.sql', '2_insert.sql'] }) };
  }));
  await namespace.ready('web');
  expect(await server.query('SELECT file FROM runs;')).toBe('2');
  const log = (await namespace.logs('web', 'migrations')).toString();
  return log.trim().split('\n').join('; ');
});

/** PostgreSQL's own image has files of SQL, but none that begins with a number: its schema information_schema can be made again by one. */
behaviour('migrations come from a folder of the image in which they run', async (namespace) => {
  const server = await startPostgres(namespace);
  await server.query('DROP SCHEMA information_schema CASCADE;');
  await namespace.apply(web(() => ({
    tool: MigrationTool.custom({
      command: ['psql', '-q', '-v', 'ON_ERROR_STOP=1', '-1', '-f', '/usr/share/postgresql/15/information_schema.sql'],
      variables: DatabaseVariables.libpq(),
    }),
    source: MigrationSource.image('postgres:15', { path: '/usr/share/postgresql/15' }),
  })));
  await namespace.ready('web');
  const tables = await server.query("SELECT count(*) FROM information_schema.tables WHERE table_schema = 'information_schema';");
  expect(Number(tables)).toBeGreaterThan(50);
  return `${tables} views of information_schema are there again`;
});
