import { Chart, Size, Yaml } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import {
  AppContainer, Database, JsonMetric, MetricsAdapter, MetricsExporter, Scraping, SecurityBaseline, SharedVolume, TextMetric,
} from '../../../src';
import { behaviour } from '../support/behaviour';
import { BUSYBOX, chartIn, TINY } from '../support/logging-pod';
import { Namespace } from '../support/namespace';
import { jobByAnnotations, query, startPrometheus } from '../support/prometheus';

/** A Prometheus that scrapes what the annotations of the pods in the namespace say. */
async function startByAnnotations(namespace: Namespace): Promise<void> {
  const pods = (await namespace.pods()).filter(({ metadata }: any) => metadata.annotations?.['prometheus.io/scrape'] === 'true');
  await startPrometheus(namespace, pods.map(jobByAnnotations));
}

const meta = (label: string) => `__meta_kubernetes_pod_${label}`;

/** The job kubernetes-pods of the Prometheus chart, shortened to addresses of IPv4. */
const CHART_JOB = {
  job_name: 'kubernetes-pods',
  scrape_interval: '2s',
  scrape_timeout: '2s',
  kubernetes_sd_configs: [{ role: 'pod', namespaces: { own_namespace: true } }],
  relabel_configs: [
    { source_labels: [meta('annotation_prometheus_io_scrape')], action: 'keep', regex: 'true' },
    { source_labels: [meta('annotation_prometheus_io_path')], action: 'replace', target_label: '__metrics_path__', regex: '(.+)' },
    {
      source_labels: [meta('annotation_prometheus_io_port'), meta('ip')],
      action: 'replace',
      regex: '([0-9]+);([0-9.]+)',
      replacement: '$$2:$$1', // the Collector reads $$ as $
      target_label: '__address__',
    },
    { action: 'labelmap', regex: meta('annotation_prometheus_io_param_(.+)'), replacement: '__param_$$1' },
    { source_labels: [meta('name')], action: 'replace', target_label: 'pod' },
  ],
};

/** The Collector, which has the search and the scraping of Prometheus in it, and serves what it has got. */
async function startDiscovery(namespace: Namespace): Promise<void> {
  const chart = chartIn('native', 'discovery');
  const config = new kplus.ConfigMap(chart, 'Config', {
    data: {
      'config.yaml': Yaml.stringify({
        receivers: { prometheus: { config: { scrape_configs: [CHART_JOB] } } },
        exporters: { prometheus: { endpoint: '0.0.0.0:9464' } },
        service: { pipelines: { metrics: { receivers: ['prometheus'], exporters: ['prometheus'] } }, telemetry: { metrics: { level: 'none' } } },
      }),
    },
  });
  const account = new kplus.ServiceAccount(chart, 'Account', { metadata: { name: 'discovery' } });
  const role = new kplus.Role(chart, 'Role', { metadata: { name: 'discovery' } });
  role.allow(['get', 'list', 'watch'], kplus.ApiResource.PODS);
  role.bind(account);
  const pod = new kplus.Pod(chart, 'Pod', { metadata: { name: 'discovery' }, serviceAccount: account, automountServiceAccountToken: true });
  new AppContainer(pod, 'Collector', {
    image: 'otel/opentelemetry-collector-contrib:0.159.0',
    args: ['--config=/etc/collector/config.yaml'],
    security: SecurityBaseline.restricted({ user: 10001 }),
    volumeMounts: [{ path: '/etc/collector', volume: kplus.Volume.fromConfigMap(chart, 'ConfigVolume', config) }],
    resources: { cpu: TINY.cpu, memory: { request: Size.mebibytes(64), limit: Size.mebibytes(256) } },
  });
  await namespace.apply(chart);
}

/** The pods that were found by their annotations alone, and are up. */
async function discovered(namespace: Namespace): Promise<string[]> {
  const { status } = await namespace.pod('discovery') as any;
  const text = (await namespace.exec('prometheus', 'prometheus', `curl -s http://${status.podIP}:9464/metrics`)).toString();
  return [...text.matchAll(/^up\{.*pod="([^"]+)".*\} 1( \d+)?$/gm)].map(([, name]) => name).sort();
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

// The PostgreSQL exporter of the test cluster, 0.11, stumbles over blanks in passwords.
const PASSWORD = 'a$b%41@c/d:e#f?g&h';

const NGINX = 'worker_processes 1; pid /run/nginx.pid; error_log /dev/stderr; events {} http { access_log off;'
  + ' server { listen 127.0.0.1:8080; location = /stub_status { stub_status; } } }';
const OBJECTS = JSON.stringify({ queue: { 'le.ngth': 3 }, workers: [{ name: 'a', jobs: 1 }, { name: 'b', jobs: 2 }] });

behaviour('Prometheus finds annotated adapters of every kind up, with the values of their servers', async (namespace) => {
  const chart = chartIn('native', 'measured');
  measured(chart, { name: 'redis', image: 'redis:8.2.2', user: 999, writablePaths: ['/data'], password: 'PASSWORD', script: 'exec redis-server --requirepass "$PASSWORD"' },
    (password) => MetricsExporter.redis({ password }));
  measured(chart, {
    name: 'postgres',
    image: 'postgres:17.6',
    user: 999,
    writablePaths: ['/data', '/run/postgresql', '/tmp'],
    password: 'POSTGRES_PASSWORD',
    env: { PGDATA: '/data/pgdata', POSTGRES_DB: 'orders' },
    script: 'exec docker-entrypoint.sh postgres',
  }, (password) => MetricsExporter.postgres({ database: Database.postgres({ user: 'postgres', password, name: 'orders' }) }));
  measured(chart, {
    name: 'nginx',
    image: 'nginx:1.29.4',
    user: 101,
    writablePaths: ['/run', '/var/cache/nginx', '/tmp'],
    script: `echo '${NGINX}' > /tmp/nginx.conf; exec nginx -c /tmp/nginx.conf -g 'daemon off;'`,
  }, () => MetricsExporter.nginx());
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
  await namespace.allReady(6);
  await startByAnnotations(namespace);
  await startDiscovery(namespace);
  const up = await namespace.until('six targets are up', async () => {
    const found = await query(namespace, 'up').catch(() => ({}));
    return Object.values(found).filter((value) => value === 1).length === 6 && found;
  });
  const expected: { [expression: string]: { [pod: string]: number } } = {
    'redis_up': { redis: 1 },
    'pg_up': { postgres: 1 },
    'pg_database_size_bytes{datname="orders"} > bool 0': { postgres: 1 },
    'nginx_up': { nginx: 1 },
    'nginx_connections_active': { nginx: 1 },
    'app_queue_length': { json: 3 },
    'sum by (pod) (app_jobs_total)': { json: 3 },
    'app_requests_total': { text: 5 },
    'text_file_up': { text: 1 },
    'signups_total': { statsd: 4 },
  };
  for (const [expression, values] of Object.entries(expected)) {
    await namespace.until(`${expression} is right`, async () => JSON.stringify(await query(namespace, expression)) === JSON.stringify(values));
  }
  const names = Object.keys(up).sort();
  await namespace.until('all are found by the annotations', async () => JSON.stringify(await discovered(namespace)) === JSON.stringify(names));
  return `${names.join(', ')} are found and up; ${Object.keys(expected).length} queries give what is there`;
});
