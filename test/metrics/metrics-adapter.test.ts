import { Chart, Testing } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { parse } from 'yaml';
import { render } from './support/adapter';
import {
  Database, Endpoint, InitStep, JsonMetric, MetricsAdapter, MetricsExporter, Scraping, SharedVolume, SidecarMode, StatsdMapping,
  TelemetryCollector, TelemetryExporter, TelemetryReceiver, TextMetric,
} from '../../src';
import { containerOf, IMAGE, KINDS, newChart, newDeployment, podSpecOf } from '../support/workloads';

const TEXT = {
  path: '/data/metrics.txt',
  patterns: ['a=(?<a>[0-9]+)'],
  metrics: [TextMetric.gauge('app_depth', { help: 'Depth.', group: 'a' })],
};
const JSON_OPTIONS = { url: 'http://127.0.0.1:8080/stats', metrics: [JsonMetric.gauge('app_depth', { help: 'Depth.', value: ['depth'] })] };

function password(chart: Chart): kplus.SecretValue {
  return { secret: kplus.Secret.fromSecretName(chart, 'Password', 'db'), key: 'password' };
}

test.each(Object.keys(KINDS))('a %s gets an adapter in both modes', (kind) => {
  for (const mode of [SidecarMode.NATIVE, SidecarMode.CLASSIC]) {
    const chart = newChart();
    const workload = KINDS[kind](chart, { containers: [{ image: 'busybox:1.36.1' }] } as any);
    const attach = () => new MetricsAdapter(workload, 'Metrics', { exporter: MetricsExporter.statsd(), sidecarMode: mode });
    if (mode === SidecarMode.CLASSIC && /Job/.test(kind)) {
      expect(attach).toThrow('would keep');
    } else {
      attach();
      const spec = podSpecOf(chart);
      expect((mode === SidecarMode.NATIVE ? spec.initContainers : spec.containers).map(({ name }: any) => name)).toContain('metrics');
    }
  }
});

test('StatsD is on localhost, and the app knows where', () => {
  const { container, app, adapter } = render(MetricsExporter.statsd());
  expect(app.env).toEqual([{ name: 'STATSD_HOST', value: '127.0.0.1' }, { name: 'STATSD_PORT', value: '9125' }]);
  expect(container.args).toEqual(expect.arrayContaining(['--statsd.listen-udp=127.0.0.1:9125', '--statsd.listen-tcp=127.0.0.1:9125']));
  expect(container.startupProbe.httpGet).toMatchObject({ path: '/-/ready', port: 9102 });
  expect([adapter.receiver?.address, adapter.endpoint.address]).toEqual(['127.0.0.1:9125', '127.0.0.1:9102']);
});

test('a text file is on a volume that the app writes and the adapter reads', () => {
  const { container, app } = render(MetricsExporter.textFile(TEXT));
  expect(app.volumeMounts).toEqual([{ name: 'metrics', mountPath: '/data' }]);
  expect(container.volumeMounts).toContainEqual({ name: 'metrics', mountPath: '/data', readOnly: true });
});

test('a text file may be on a volume that is there already', () => {
  const { app } = render((_, web) => {
    const volume = new SharedVolume(web, 'Data');
    volume.mountTo(web.containers[0], '/data');
    return MetricsExporter.textFile(TEXT);
  });
  expect(app.volumeMounts).toEqual([{ name: 'data', mountPath: '/data' }]);
});

test.each<[string, (chart: Chart) => MetricsExporter, number, string]>([
  ['statsd', () => MetricsExporter.statsd(), 65534, 'prom/statsd-exporter:v0.30.0'],
  ['json', () => MetricsExporter.json(JSON_OPTIONS), 65534, 'quay.io/prometheuscommunity/json-exporter:v0.7.0'],
  ['nginx', () => MetricsExporter.nginx(), 1001, 'nginx/nginx-prometheus-exporter:1.5.3'],
  ['redis', () => MetricsExporter.redis(), 59000, 'oliver006/redis_exporter:v1.88.0'],
  ['postgres', (chart) => MetricsExporter.postgres({ database: Database.postgres({ user: 'app', password: password(chart) }) }), 65534, 'quay.io/prometheuscommunity/postgres-exporter:v0.20.1'],
])('%s runs as the user of its image', (_, exporter, user, image) => {
  const { container } = render(exporter);
  expect(container).toMatchObject({ image, securityContext: { runAsUser: user, readOnlyRootFilesystem: true } });
  expect(container.livenessProbe.httpGet.port).toBe(container.ports[0].containerPort);
});

test('an exporter that is busy for a time is not restarted', () => {
  expect(render(MetricsExporter.statsd()).container.livenessProbe).toMatchObject({ timeoutSeconds: 10, periodSeconds: 10, failureThreshold: 6 });
});

test('the exporter of Redis logs in nowhere else', () => {
  expect(render(MetricsExporter.redis()).env).toMatchObject({ REDIS_EXPORTER_DISABLE_SCRAPE_ENDPOINT: 'true' });
});

test('JSON is served on one page, and the program that asks any URL is on localhost', () => {
  const { template, container, env, adapter } = render(MetricsExporter.json({ ...JSON_OPTIONS, port: 7980 }), { scraping: Scraping.annotations() });
  expect(template.metadata.annotations).toMatchObject({ 'prometheus.io/path': '/metrics', 'prometheus.io/port': '7980' });
  expect(container.args).toContain('--web.listen-address=127.0.0.1:7981');
  expect(env.METRICS_URL).toBe('http://127.0.0.1:7981/probe?target=http%3A%2F%2F127.0.0.1%3A8080%2Fstats');
  expect(adapter.scrapeTarget).toEqual({ port: 7980, path: '/metrics' });
});

test('passwords are references', () => {
  const secret = { valueFrom: { secretKeyRef: { name: 'db', key: 'password' } } };
  const redis = render((chart) => MetricsExporter.redis({ user: 'app', password: password(chart), tls: true, server: new Endpoint({ host: 'cache', port: 1 }) }));
  expect(redis.container.env).toEqual(expect.arrayContaining([
    { name: 'REDIS_ADDR', value: 'rediss://cache:1' }, { name: 'REDIS_USER', value: 'app' }, { name: 'REDIS_PASSWORD', ...secret },
  ]));
  const postgres = render((chart) => MetricsExporter.postgres({
    database: Database.postgres({ user: 'a$(B)', password: password(chart), name: 'a/b?c', host: 'db', port: 1 }),
  }));
  expect(postgres.container.env).toEqual(expect.arrayContaining([
    { name: 'DATA_SOURCE_URI', value: 'db:1/a%2Fb%3Fc?sslmode=require' },
    { name: 'DATA_SOURCE_USER', value: 'a$$(B)' },
    { name: 'DATA_SOURCE_PASS', ...secret },
  ]));
});

test('an exporter of your own has its port, its user and whatever else a container has', () => {
  const { container, template } = render(MetricsExporter.custom({
    image: 'acme/exporter:1.0.0', port: 9000, path: '/stats', ports: [{ number: 9001, name: 'admin' }], env: { A: kplus.EnvValue.fromValue('1') },
  }), { scraping: Scraping.annotations() });
  expect(container.ports).toEqual([{ containerPort: 9000, name: 'metrics' }, { containerPort: 9001, name: 'admin' }]);
  expect(template.metadata.annotations).toMatchObject({ 'prometheus.io/port': '9000', 'prometheus.io/path': '/stats' });
});

test('an exporter of your own may name another port metrics', () => {
  const { container } = render(MetricsExporter.custom({ image: 'acme/exporter:1.0.0', port: 9000, ports: [{ number: 9001, name: 'metrics' }] }));
  expect(container.ports).toEqual([{ containerPort: 9000, name: 'metrics-2' }, { containerPort: 9001, name: 'metrics' }]);
});

test('several adapters in a pod get ports and names of their own', () => {
  const chart = newChart();
  const web = newDeployment(chart);
  ['One', 'Two'].forEach((id) => new MetricsAdapter(web, id, { exporter: MetricsExporter.nginx(), scraping: Scraping.podMonitor() }));
  const ports = ['one', 'two'].map((name) => containerOf(podSpecOf(chart), name).ports);
  expect(ports).toEqual([[{ containerPort: 9113, name: 'metrics' }], [{ containerPort: 9114, name: 'metrics-2' }]]);
  expect(Testing.synth(chart).filter(({ kind }) => kind === 'PodMonitor').map(({ spec }) => spec.podMetricsEndpoints[0].port)).toEqual(['metrics', 'metrics-2']);
});

test('the app\'s Service has no port for metrics', () => {
  const chart = newChart();
  const web = new kplus.Deployment(chart, 'Web', { containers: [{ image: 'busybox:1.36.1', ports: [{ number: 80 }] }] });
  new MetricsAdapter(web, 'Metrics', { exporter: MetricsExporter.statsd(), scraping: Scraping.serviceMonitor() });
  web.exposeViaService();
  const services = Testing.synth(chart).filter(({ kind }) => kind === 'Service').map(({ spec }) => spec.ports.map(({ port }: any) => port));
  expect(services.sort()).toEqual([[80], [9102]]);
});

test.each<[string, (chart: Chart) => MetricsExporter, string]>([
  ['a URL of JSON is not valid', () => MetricsExporter.json({ ...JSON_OPTIONS, url: '127.0.0.1/a' }), 'url "127.0.0.1/a" of the JSON in \'shop/Web/Metrics\' is not valid'],
  ['a URL of nginx has credentials', () => MetricsExporter.nginx({ url: 'http://a:b@c/' }), 'has credentials in it'],
  ['a port is not valid', () => MetricsExporter.custom({ image: 'a:1', port: 70000 }), 'port 70000 of container \'metrics\''],
  ['a path has no slash', () => MetricsExporter.custom({ image: 'a:1', port: 1, path: 'metrics' }), "path 'metrics' of the metrics in 'shop/Web/Metrics' is not valid: start it with '/'"],
  ['a path has a query', () => MetricsExporter.custom({ image: 'a:1', port: 1, path: '/metrics?a=b' }), "path '/metrics?a=b' of the metrics"],
  ['an image is missing', () => MetricsExporter.custom({ port: 1 } as any), "image of container 'metrics' in 'shop/Web/Metrics' is empty or missing"],
  ['a user of PostgreSQL is missing', (chart) => MetricsExporter.postgres({ database: Database.postgres({ password: password(chart) }) }), "the PostgreSQL exporter of 'shop/Web/Metrics' needs the user of database 127.0.0.1:5432"],
  ['a database is of another kind', () => MetricsExporter.postgres({ database: Database.mysql() }), "database 127.0.0.1:3306 of 'shop/Web/Metrics' is of kind 'mysql'"],
  ['a database is missing', () => MetricsExporter.postgres({} as any), "database of 'shop/Web/Metrics' is not a Database"],
  ['a user of Redis is empty', () => MetricsExporter.redis({ user: '' }), "user of the Redis exporter in 'shop/Web/Metrics' is empty"],
  ['a password is missing', () => MetricsExporter.postgres({ database: Database.postgres({ user: 'a' }) }), 'needs the password of database 127.0.0.1:5432'],
  ['the file is missing', () => MetricsExporter.textFile(undefined as any), "path of the file in 'shop/Web/Metrics' is missing"],
  ['patterns are missing', () => MetricsExporter.textFile({ path: '/a/b' } as any), "list of patterns in 'shop/Web/Metrics' is missing"],
  ['a help is missing', () => MetricsExporter.json({ ...JSON_OPTIONS, metrics: [JsonMetric.gauge('a', { value: ['a'] } as any)] }), "help of metric 'a' in 'shop/Web/Metrics' is missing"],
  ['a path of JSON is missing', () => MetricsExporter.json({ ...JSON_OPTIONS, metrics: [JsonMetric.gauge('a', { help: 'A.' } as any)] }), 'path of a JSON metric'],
  ['a name is missing', () => MetricsExporter.statsd({ mappings: [StatsdMapping.gauge('a', { help: 'A.' } as any)] }), "metric name 'undefined' in 'shop/Web/Metrics' is not valid"],
  ['a match is missing', () => MetricsExporter.statsd({ mappings: [StatsdMapping.drop(undefined as any)] }), "match of a StatsD mapping in 'shop/Web/Metrics' is missing"],
  ['a mapping is missing', () => MetricsExporter.statsd({ mappings: [undefined as any] }), "one of the mappings in 'shop/Web/Metrics' is missing"],
  ['the exporter is missing', () => undefined as any, "exporter in 'shop/Web/Metrics' is missing"],
])('fails when %s', (_, exporter, message) => {
  expect(() => render(exporter)).toThrow(message);
});

test.each([
  ["configMapName 'exporter'", { configMapName: 'exporter' }], ["container 'main'", { container: newDeployment().containers[0] }],
])('fails when an exporter has no use for %s', (what, props) => {
  expect(() => render(MetricsExporter.redis(), props)).toThrow(`${what} of 'shop/Web/Metrics' has no effect`);
});

test('fails when there is no app that could send', () => {
  const pod = new kplus.Pod(newChart(), 'Web');
  expect(() => new MetricsAdapter(pod, 'Metrics', { exporter: MetricsExporter.statsd() })).toThrow('has no container that could send metrics to');
});

test('fails when the app is in another workload', () => {
  const chart = newChart();
  const other = new kplus.Deployment(chart, 'Other', { containers: [{ image: 'other:1.0' }] });
  expect(() => new MetricsAdapter(newDeployment(chart), 'Metrics', { exporter: MetricsExporter.statsd(), container: other.containers[0] }))
    .toThrow('container \'main\', which is to send metrics to \'shop/Web/Metrics\', is in another workload than \'shop/Web\'');
});

test('fails when the app has such a variable', () => {
  const web = newDeployment();
  web.containers[0].env.addVariable('STATSD_HOST', kplus.EnvValue.fromValue('statsd'));
  expect(() => new MetricsAdapter(web, 'Metrics', { exporter: MetricsExporter.statsd() })).toThrow('environment variable \'STATSD_HOST\' of container \'main\' is already set');
});

test('fails when two adapters ask for annotations', () => {
  const web = newDeployment();
  new MetricsAdapter(web, 'One', { exporter: MetricsExporter.nginx(), scraping: Scraping.annotations() });
  expect(() => new MetricsAdapter(web, 'Two', { exporter: MetricsExporter.nginx(), scraping: Scraping.annotations() }))
    .toThrow('a pod has them for one port only: use Scraping.podMonitor()');
});

test('a telemetry collector of the pod pushes what an adapter serves', () => {
  const web = newDeployment();
  const [statsd, json] = [MetricsExporter.statsd(), MetricsExporter.json({ ...JSON_OPTIONS, url: 'http://127.0.0.1:8080/a?b=c%20d&e=+' })]
    .map((exporter, index) => new MetricsAdapter(web, ['Statsd', 'Json'][index], { exporter }));
  new TelemetryCollector(web, 'Telemetry', {
    receivers: [TelemetryReceiver.prometheus({ targets: [statsd.scrapeTarget, json.scrapeTarget] })],
    exporters: [TelemetryExporter.otlp({ url: 'http://mimir:4317' })],
  });
  const { data } = Testing.synth(Chart.of(web)).find(({ data: files }) => files?.['config.yaml']?.includes('receivers:'));
  expect(parse(data['config.yaml']).receivers.prometheus.config.scrape_configs).toMatchObject([
    { job_name: 'statsd', metrics_path: '/metrics', static_configs: [{ targets: ['127.0.0.1:9102'] }] },
    { job_name: 'json', metrics_path: '/metrics', static_configs: [{ targets: ['127.0.0.1:7979'] }] },
  ]);
});

describe('endpoints of an adapter', () => {
  test('fail for a container of another workload, and for one that ends before the adapter starts', () => {
    const chart = newChart();
    const web = newDeployment(chart);
    const early = new InitStep(web, 'Early', { image: IMAGE }).container;
    const { endpoint, receiver } = new MetricsAdapter(web, 'Metrics', { exporter: MetricsExporter.statsd() });
    const other = new kplus.Deployment(chart, 'Other', { containers: [{ image: IMAGE }] }).containers[0];
    for (const each of [endpoint, receiver!]) {
      expect(() => each.provideTo(other, { host: 'HOST' })).toThrow("is in another workload than 'shop/Web/Metrics'");
      expect(() => each.provideTo(early, { host: 'HOST' })).toThrow("container 'early' ends before 'shop/Web/Metrics' starts");
    }
  });

  test('fail when the app itself ends before the adapter starts', () => {
    const web = newDeployment();
    const container = new InitStep(web, 'Early', { image: IMAGE }).container;
    expect(() => new MetricsAdapter(web, 'Metrics', { exporter: MetricsExporter.statsd(), container })).toThrow("container 'early' ends before");
  });
});
