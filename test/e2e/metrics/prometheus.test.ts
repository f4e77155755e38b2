import { ApiObject, Chart, Yaml } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { AppContainer, JsonMetric, MetricsAdapter, MetricsExporter, Scraping, SecurityBaseline, SharedVolume, TextMetric } from '../../../src';
import { behaviour } from '../support/behaviour';
import { PASSWORD } from '../support/databases';
import { BUSYBOX, chartIn, TINY } from '../support/logging-pod';
import { Namespace } from '../support/namespace';

/** What the Prometheus chart does with annotations of pods. */
const CONFIG = Yaml.stringify({
  global: { scrape_interval: '2s', scrape_timeout: '2s' },
  scrape_configs: [{
    job_name: 'kubernetes-pods',
    kubernetes_sd_configs: [{ role: 'pod', namespaces: { own_namespace: true } }],
    relabel_configs: [
      { source_labels: ['__meta_kubernetes_pod_annotation_prometheus_io_scrape'], action: 'keep', regex: true },
      { source_labels: ['__meta_kubernetes_pod_annotation_prometheus_io_path'], action: 'replace', target_label: '__metrics_path__', regex: '(.+)' },
      {
        source_labels: ['__meta_kubernetes_pod_annotation_prometheus_io_port', '__meta_kubernetes_pod_ip'],
        action: 'replace',
        regex: '(\\d+);((([0-9]+?)(\\.|$)){4})',
        replacement: '$2:$1',
        target_label: '__address__',
      },
      { action: 'labelmap', regex: '__meta_kubernetes_pod_annotation_prometheus_io_param_(.+)', replacement: '__param_$1' },
      { source_labels: ['__meta_kubernetes_pod_name'], action: 'replace', target_label: 'pod' },
    ],
  }],
});

function prometheus(chart: Chart): void {
  const object = (id: string, manifest: object) => new ApiObject(chart, id, manifest as any);
  object('Role', {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'Role',
    metadata: { name: 'prometheus' },
    rules: [{ apiGroups: [''], resources: ['pods'], verbs: ['get', 'list', 'watch'] }],
  });
  object('Binding', {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'RoleBinding',
    metadata: { name: 'prometheus' },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'prometheus' },
    subjects: [{ kind: 'ServiceAccount', name: 'default' }],
  });
  const config = new kplus.ConfigMap(chart, 'PrometheusConfig', { data: { 'prometheus.yml': CONFIG } });
  const pod = new kplus.Pod(chart, 'Prometheus', { metadata: { name: 'prometheus' }, automountServiceAccountToken: true });
  new AppContainer(pod, 'Prometheus', {
    image: 'prom/prometheus:v3.5.0',
    ports: [{ number: 9090 }],
    security: SecurityBaseline.restricted({ user: 65534 }),
    volumeMounts: [{ path: '/etc/prometheus', volume: kplus.Volume.fromConfigMap(chart, 'PrometheusVolume', config) }],
    writablePaths: ['/prometheus'],
    resources: TINY,
  });
}

/** The answer of a container's wget, or of Prometheus to a query: series by pod. */
async function query(namespace: Namespace, expression: string): Promise<{ [pod: string]: number }> {
  const url = `http://127.0.0.1:9090/api/v1/query?query=${encodeURIComponent(expression)}`;
  const { data } = JSON.parse((await namespace.exec('prometheus', 'prometheus', `curl -s '${url}'`)).toString());
  return Object.fromEntries(data.result.map(({ metric, value }: any) => [metric.pod, Number(value[1])]));
}

interface Measured {
  readonly name: string;
  readonly image: string;
  readonly script: string;
  readonly user?: number;
  readonly writablePaths?: string[];
  readonly password?: string;
  readonly env?: { [name: string]: string };
}

/** A pod with a server, and the adapter that measures it. */
function measured(chart: Chart, server: Measured, exporter: (secret: kplus.SecretValue, pod: kplus.Pod) => MetricsExporter): void {
  const pod = new kplus.Pod(chart, server.name, { metadata: { name: server.name } });
  const secret = { secret: kplus.Secret.fromSecretName(pod, 'Secret', 'database'), key: 'password' };
  const env = Object.fromEntries(Object.entries(server.env ?? {}).map(([name, value]) => [name, kplus.EnvValue.fromValue(value)]));
  new AppContainer(pod, 'App', {
    image: server.image,
    command: ['sh', '-c', server.script],
    env: { ...env, ...server.password ? { [server.password]: kplus.EnvValue.fromSecretValue(secret) } : {} },
    security: SecurityBaseline.restricted({ user: server.user }),
    writablePaths: server.writablePaths,
    resources: TINY,
  });
  new MetricsAdapter(pod, 'Metrics', { exporter: exporter(secret, pod), scraping: Scraping.annotations(), resources: TINY });
}

const NGINX = 'worker_processes 1; pid /run/nginx.pid; error_log /dev/stderr; events {} http { access_log off;'
  + ' server { listen 127.0.0.1:8080; location = /stub_status { stub_status; } } }';
const OBJECTS = JSON.stringify({ queue: { 'le.ngth': 3 }, workers: [{ name: 'a', jobs: 1 }, { name: 'b', jobs: 2 }] });

behaviour('Prometheus finds annotated adapters of every kind up, with the values of their servers', async (namespace) => {
  const chart = chartIn('native', 'measured');
  prometheus(chart);
  measured(chart, { name: 'redis', image: 'redis:8.2.2', user: 999, writablePaths: ['/data'], password: 'PASSWORD', script: 'exec redis-server --requirepass "$PASSWORD"' },
    (password) => MetricsExporter.redis({ password }));
  measured(chart, {
    name: 'postgres',
    image: 'postgres:17.6',
    user: 999,
    writablePaths: ['/data', '/run/postgresql', '/tmp'],
    password: 'POSTGRES_PASSWORD',
    env: { PGDATA: '/data/pgdata', POSTGRES_DB: 'a b' },
    script: 'exec docker-entrypoint.sh postgres',
  }, (password) => MetricsExporter.postgres({ user: 'postgres', password, databaseName: 'a b' }));
  measured(chart, { name: 'nginx', image: 'nginx:1.29.4', user: 101, writablePaths: ['/run', '/var/cache/nginx', '/tmp'], script: `echo '${NGINX}' > /tmp/nginx.conf; exec nginx -c /tmp/nginx.conf -g 'daemon off;'` },
    () => MetricsExporter.nginx());
  measured(chart, { name: 'json', image: BUSYBOX, writablePaths: ['/www'], script: `echo '${OBJECTS}' > /www/stats; exec httpd -f -p 8080 -h /www` }, () => MetricsExporter.json({
    url: 'http://127.0.0.1:8080/stats',
    metrics: [
      JsonMetric.gauge('app_queue_length', { help: 'Queue.', value: ['queue', 'le.ngth'] }),
      JsonMetric.counter('app_jobs_total', { help: 'Jobs.', forEach: ['workers'], value: ['jobs'], labels: { worker: ['name'] } }),
    ],
  }));
  measured(chart, { name: 'text', image: BUSYBOX, script: 'trap exit TERM; echo requests=5 > /metrics/app.txt; sleep 3600 & wait' }, (_, pod) => {
    const volume = new SharedVolume(pod, 'Files');
    volume.mountTo(pod.containers[0], '/metrics');
    return MetricsExporter.textFile({
      path: '/metrics/app.txt',
      patterns: ['requests=(?<requests>[0-9]+)'],
      metrics: [TextMetric.counter('app_requests_total', { help: 'Requests.', group: 'requests' })],
    });
  });
  measured(chart, { name: 'statsd', image: BUSYBOX, script: 'trap exit TERM; echo signups:4\\|c | nc -w 1 $STATSD_HOST $STATSD_PORT; sleep 3600 & wait' }, () => MetricsExporter.statsd());
  await namespace.apply([{ apiVersion: 'v1', kind: 'Secret', metadata: { name: 'database' }, stringData: { password: PASSWORD } }]);
  await namespace.apply(chart);
  const up = await namespace.until('six targets are up', async () => {
    const found = await query(namespace, 'up').catch(() => ({}));
    return Object.values(found).filter((value) => value === 1).length === 6 && found;
  }, 240);
  const expected: { [expression: string]: { [pod: string]: number } } = {
    'redis_up': { redis: 1 },
    'pg_up': { postgres: 1 },
    'pg_database_size_bytes{datname="a b"} > bool 0': { postgres: 1 },
    'nginx_up': { nginx: 1 },
    'nginx_connections_active': { nginx: 1 },
    'app_queue_length': { json: 3 },
    'sum by (pod) (app_jobs_total)': { json: 3 },
    'app_requests_total': { text: 5 },
    'text_file_up': { text: 1 },
    'signups_total': { statsd: 4 },
  };
  for (const [expression, values] of Object.entries(expected)) {
    await namespace.until(`${expression} is right`, async () => JSON.stringify(await query(namespace, expression)) === JSON.stringify(values), 60);
  }
  return `${Object.keys(up).sort().join(', ')} are up; ${Object.keys(expected).length} queries give what is there`;
});
