import * as kplus from 'cdk8s-plus-28';
import {
  AllowedPeer, AmbassadorProxy, ConnectionPooling, HealthMonitor, HealthTarget, LogShipper, LogSidecar, MetricsAdapter, MetricsExporter, MutualTls,
  AmbassadorProgram, ResourceMonitor, ReverseProxy, ReverseProxyProgram, ScrapeTarget, Scraping, TelemetryCollector, TelemetryExporter,
  TlsCertificate, Upstream,
} from '../../src';
import { configFilesOf, newChart, newDeployment, podTemplateOf } from '../support/workloads';

type Scraped = (web: kplus.Deployment, scraping?: Scraping) => { readonly scrapeTarget: ScrapeTarget };

const upstreams = [Upstream.http({ host: 'orders' })];
const logFiles = ['/logs/a.log'];
const certificate = (web: kplus.Deployment) => TlsCertificate.fromSecret(kplus.Secret.fromSecretName(web, 'Secret', 'tls'));
const users = (web: kplus.Deployment) => [{ user: 'a', password: { secret: kplus.Secret.fromSecretName(web, 'Password', 'db'), key: 'p' } }];

const ambassador = (proxy?: (web: kplus.Deployment) => AmbassadorProgram, reached = upstreams): Scraped => (web, scraping) => (
  new AmbassadorProxy(web, 'It', { upstreams: reached, program: proxy?.(web), scraping }));
const reverse = (server: ReverseProxyProgram): Scraped => (web, scraping) => new ReverseProxy(web, 'It', { serviceElsewhere: true, appPort: 5678, program: server, scraping });
const logs = (shipper?: LogShipper): Scraped => (web, scraping) => new LogSidecar(web, 'It', { logFiles, shipper, scraping });

test.each<[string, Scraped, string]>([
  ['Envoy as an ambassador', ambassador(), '9900 /metrics'],
  ['HAProxy as an ambassador', ambassador(() => AmbassadorProgram.haproxy()), '9900 /metrics'],
  ['Envoy as a reverse proxy', reverse(ReverseProxyProgram.envoy()), '9901 /metrics'],
  ['mutual TLS', (web, scraping) => new MutualTls(web, 'It', {
    serviceElsewhere: true,
    certificate: certificate(web),
    allowedPeers: [AllowedPeer.anyOfAuthority()],
    appPort: 5678,
    scraping,
  }), '6060 /_metrics/prometheus'],
  ['a metrics adapter', (web, scraping) => new MetricsAdapter(web, 'It', { exporter: MetricsExporter.statsd(), scraping }), '9102 /metrics'],
  ['a health monitor by busybox', (web, scraping) => new HealthMonitor(web, 'It', { target: HealthTarget.tcp({ port: 80 }), scraping }), '9199 /metrics'],
  ['a health monitor by curl', (web, scraping) => new HealthMonitor(web, 'It', { target: HealthTarget.http('http://a/'), scraping }), '9199 /metrics'],
  ['a resource monitor', (web, scraping) => new ResourceMonitor(web, 'It', { scraping }), '9199 /metrics'],
  ['a telemetry collector', (web, scraping) => new TelemetryCollector(web, 'It', { exporters: [TelemetryExporter.debug()], scraping }), '8888 /metrics'],
  ['a log sidecar with the Collector', logs(LogShipper.openTelemetryCollector()), '8888 /metrics'],
  ['a log sidecar with Fluent Bit', logs(LogShipper.fluentBit()), '2020 /api/v2/metrics/prometheus'],
])('%s has its metrics scraped, and says where they are', (_, add, page) => {
  const chart = newChart();
  const { port, path } = add(newDeployment(chart), Scraping.annotations()).scrapeTarget;
  const { metadata: { annotations }, spec } = podTemplateOf(chart);
  expect(`${annotations['prometheus.io/port']} ${annotations['prometheus.io/path']}`).toBe(page);
  expect(`${port} ${path}`).toBe(page);
  expect([...spec.initContainers, ...spec.containers].flatMap(({ ports = [] }) => ports)).toContainEqual(
    expect.objectContaining({ containerPort: port, name: expect.any(String) }));
});

test.each<[string, Scraped, string]>([
  ['nginx as an ambassador', ambassador(() => AmbassadorProgram.nginx()), 'nginx has no page that Prometheus reads: use AmbassadorProgram.envoy() or AmbassadorProgram.haproxy()'],
  ['PgBouncer', ambassador(
    (web) => AmbassadorProgram.pgBouncer({ pooling: ConnectionPooling.SESSION, users: users(web) }), [Upstream.postgres({ host: 'db' })],
  ), 'PgBouncer shows its figures'],
  ['a proxy of one\'s own', ambassador(() => AmbassadorProgram.custom({ image: 'a:1' })), 'the program is your own'],
  ['nginx as a reverse proxy', reverse(ReverseProxyProgram.nginx()), 'nginx has no page that Prometheus reads: use ReverseProxyProgram.envoy()'],
  ['the plain stream', logs(), 'the plain stream is a script without any: use LogShipper'],
  ['Fluentd', logs(LogShipper.fluentd()), 'those of Fluentd need a plugin'],
  ['a log shipper of one\'s own', logs(LogShipper.custom({ image: 'a:1' })), 'the program is your own'],
])('%s fails when its metrics are to be scraped', (_, add, message) => {
  const web = newDeployment();
  expect(() => add(web, Scraping.annotations())).toThrow(`'shop/Web/It' has no metrics that could be scraped: ${message}`);
  const other = newDeployment(newChart());
  const construct = add(other);
  expect(() => construct.scrapeTarget).toThrow(message);
});

test('the metrics of a telemetry collector are on localhost unless somebody scrapes them', () => {
  const hostWith = (scraping?: Scraping) => {
    const chart = newChart();
    new TelemetryCollector(newDeployment(chart), 'It', { exporters: [TelemetryExporter.debug()], scraping });
    return /host: (?<host>\S+)/.exec(configFilesOf(chart, 'config.yaml')['config.yaml'])?.groups?.host.replace(/"/g, '');
  };
  expect([hostWith(), hostWith(Scraping.podMonitor())]).toEqual(['127.0.0.1', '0.0.0.0']);
});
