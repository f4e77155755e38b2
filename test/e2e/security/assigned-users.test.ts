import { Size } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { ResourceProfile, SecurityBaseline } from '../../../src';
import { Authority } from '../../support/certificates';
import { PODS } from '../../support/every-program';
import { behaviour } from '../support/behaviour';
import { keyPairSecret } from '../support/certificates';
import { startMariadb, startPostgres } from '../support/databases';
import { startEcho } from '../support/http-echo';
import { chartIn, TINY } from '../support/logging-pod';
import { podPage } from '../support/metrics';
import { Namespace, restarts } from '../support/namespace';

/** A user of no image, and a group for volumes, as OpenShift assigns them to a namespace. */
const USER = 1_000_680_000;

/** What the JSON exporter reads. */
const ANSWER = '{"answer": 42}';

const LARGER: kplus.ContainerResources = { ...TINY, memory: { request: Size.mebibytes(32), limit: Size.mebibytes(256) } };
const PROFILE = ResourceProfile.of({ app: TINY, script: TINY, logStream: TINY, logShipper: LARGER, proxy: LARGER, exporter: LARGER, agent: LARGER });

/** The pod as the admission of OpenShift leaves it: fixed ids are refused, and missing ones are filled in; the group is 0 unless the image has the user. */
function admitted(manifests: any[]): object[] {
  for (const { spec } of manifests.filter(({ kind }) => kind === 'Pod')) {
    const contexts = [spec.securityContext, ...[...spec.initContainers ?? [], ...spec.containers].map(({ securityContext }) => securityContext)];
    expect(contexts.filter(({ runAsUser, runAsGroup, fsGroup }) => runAsUser ?? runAsGroup ?? fsGroup)).toEqual([]);
    contexts.slice(1).forEach((context) => { context.runAsUser = USER; });
    spec.securityContext.fsGroup = USER;
  }
  return manifests;
}

async function start(namespace: Namespace, name: string): Promise<(container: string, script: string) => Promise<string>> {
  const chart = chartIn('native', name);
  PROFILE.applyTo(chart);
  SecurityBaseline.assignedByCluster().applyTo(chart);
  PODS[name](chart);
  await namespace.apply(admitted(chart.toJson()));
  await namespace.ready(name);
  return async (container, script) => (await namespace.exec(name, container, script)).toString().trim();
}

behaviour('log sidecars and file readers work as a user that no image knows', async (namespace) => {
  await Promise.all([startEcho(namespace, ANSWER), startPostgres(namespace)]); // for its Secret
  const run = await start(namespace, 'logs');
  for (const container of ['stream', 'collector', 'adapter']) {
    await namespace.logged('logs', container, 'the line', (log) => log.includes('hello'));
  }
  await namespace.until('the number in the file is served', async () => (await run('text', 'wget -qO- http://127.0.0.1:9090/metrics')).includes('requests_total 5'));
  await namespace.until('memory is measured', async () => (await run('resources', 'wget -qO- http://127.0.0.1:9199/metrics')).includes('memory'));
  expect(await run('app', 'id -u; id -g')).toBe(`${USER}\n0`);
  expect(restarts(await namespace.pod('logs'))).toBe(0);
  return `user ${USER}, group 0: lines from stream, Collector and adapter, metrics of a file and of the app's container`;
});

behaviour('ambassadors work as a user that no image knows', async (namespace) => {
  await Promise.all([startEcho(namespace, ANSWER), startPostgres(namespace)]);
  const run = await start(namespace, 'ambassadors');
  for (const port of [8001, 8002, 8003]) {
    await namespace.until(`the upstream answers at ${port}`, async () => (await run('app', `curl -sS --max-time 20 http://127.0.0.1:${port}/`)).includes('42'));
  }
  await namespace.until('PostgreSQL answers', async () => await run('app', 'psql -h 127.0.0.1 -U postgres -XAtqc "SELECT 42" testdb') === '42');
  expect(restarts(await namespace.pod('ambassadors'))).toBe(0);
  return 'Envoy, nginx, HAProxy and PgBouncer lead to their upstreams';
});

behaviour('proxies and health monitors work as a user that no image knows', async (namespace) => {
  const authority = new Authority('clients');
  await namespace.apply([keyPairSecret('tls', authority, authority.issue('server', 'DNS:server'))]);
  await start(namespace, 'proxies');
  for (const port of [8081, 8082]) {
    await namespace.until(`the app answers at ${port}`, async () => (await podPage(namespace, 'proxies', port, '/')).includes('echo'));
  }
  for (const port of [9199, 9200]) {
    await namespace.until(`the monitor at ${port} finds the app healthy`, async () => /^health\w*\{[^}]*\} 1$/m.test(await podPage(namespace, 'proxies', port, '/metrics')));
  }
  await namespace.until('nginx is measured', async () => (await podPage(namespace, 'proxies', 9113, '/metrics')).includes('nginx_up 1'));
  await namespace.logged('proxies', 'mutual-tls', 'that it listens', (log) => /listening/.test(log));
  expect(restarts(await namespace.pod('proxies'))).toBe(0);
  return 'nginx with its exporter, Envoy and ghostunnel are Ready, both monitors find the app healthy';
});

behaviour('init steps and migrations work as a user that no image knows', async (namespace) => {
  const [, postgres, mariadb] = await Promise.all([startEcho(namespace, ANSWER), startPostgres(namespace), startMariadb(namespace)]);
  const run = await start(namespace, 'steps');
  expect(await run('app', 'cat /etc/app/app.conf; head -c 2 /etc/app/version')).toBe('pod=steps\n12');
  expect(await run('app', 'stat -c "%u %a" /data/inner; echo text > /data/inner/file && cat /data/inner/file')).toBe(`${USER} 2700\ntext`);
  expect(await postgres.query('SELECT count(*) FROM notes, golang_notes;')).toBe('0');
  expect(await mariadb.query('SELECT count(*) FROM testdb.notes;')).toBe('0');
  expect(restarts(await namespace.pod('steps'))).toBe(0);
  return 'waiting, folders, configuration, retries, migrations by psql, golang-migrate and mariadb';
});

behaviour('exporters and the telemetry collector work as a user that no image knows', async (namespace) => {
  await Promise.all([startEcho(namespace, ANSWER), startPostgres(namespace)]);
  const run = await start(namespace, 'metrics');
  await run('app', 'echo "hits:1|c" | nc -w 1 127.0.0.1 9125');
  for (const [port, metric] of [[9102, 'hits_total 1'], [7979, 'answer 42'], [9121, 'redis_up 0'], [9187, 'pg_up 1']] as const) {
    await namespace.until(`${metric} is served`, async () => (await podPage(namespace, 'metrics', port, '/metrics')).includes(metric));
  }
  await namespace.until('the Collector has what was scraped', async () => (
    /otelcol_exporter_sent_metric_points\S* [1-9]/.test(await run('app', 'wget -qO- http://127.0.0.1:8888/metrics'))));
  expect(restarts(await namespace.pod('metrics'))).toBe(0);
  return 'StatsD, JSON, Redis and PostgreSQL exporters serve, the Collector passes on what it scrapes';
});
