import { Chart } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import {
  AmbassadorProxy, Database, DatabaseVariables, Endpoint, HealthMonitor, HealthTarget, InitMigrations, MetricsAdapter, MetricsExporter,
  MigrationSource, MigrationStrategy, MigrationTool, ReverseProxy, ReverseProxyProgram, ScrapeTarget, TelemetryCollector, TelemetryExporter,
  TelemetryReceiver, Upstream, WaitFor, WaitTarget,
} from '../../src';
import { IMAGE, newChart } from '../support/workloads';

/** An ambassador in one workload, and what uses it. */
interface Given {
  readonly chart: Chart;
  /** The ambassador's own workload, or another one. */
  readonly web: kplus.Deployment;
  readonly endpoint: Endpoint;
  readonly database: Database;
  readonly scrapeTarget: ScrapeTarget;
}

function workload(chart: Chart, id: string): kplus.Deployment {
  return new kplus.Deployment(chart, id, { containers: [{ name: 'main', image: IMAGE, portNumber: 8080 }] });
}

function use(pattern: (given: Given) => void, where: 'own' | 'other'): string[] {
  const chart = newChart();
  const own = workload(chart, 'Own');
  const ambassador = new AmbassadorProxy(own, 'Orders', { upstreams: [Upstream.postgres({ host: 'orders' })] });
  const password = { secret: kplus.Secret.fromSecretName(chart, 'Secret', 'orders'), key: 'password' };
  const database = Database.postgres({ host: 'orders', name: 'orders', user: 'app', password }).through(ambassador.endpoint);
  const { endpoint, scrapeTarget } = ambassador;
  pattern({ chart, web: where === 'own' ? own : workload(chart, 'Other'), endpoint, database, scrapeTarget });
  return chart.node.validate();
}

const exporters = [TelemetryExporter.otlp({ url: 'http://tempo:4317' })];

const USES: [string, (given: Given) => void][] = [
  ['variables of an endpoint', ({ web, endpoint }) => endpoint.provideTo(web.containers[0], { host: 'PGHOST' })],
  ['variables of a database', ({ web, database }) => database.provideTo(web.containers[0], DatabaseVariables.libpq())],
  ['variables of a database made of an endpoint', ({ web, endpoint }) => Database.postgres({ endpoint }).provideTo(web.containers[0], DatabaseVariables.libpq())],
  ['a wait', ({ web, database }) => new WaitFor(web, 'Wait', { targets: [WaitTarget.database(database)] })],
  ['migrations', ({ web, database }) => new InitMigrations(web, 'Migrations', {
    tool: MigrationTool.psql(), source: MigrationSource.inline({ '1.sql': 'SELECT 1;' }), database, strategy: MigrationStrategy.initContainer(),
  })],
  ['an exporter of a database', ({ web, database }) => new MetricsAdapter(web, 'It', { exporter: MetricsExporter.postgres({ database }) })],
  ['an exporter of a server', ({ web, endpoint }) => new MetricsAdapter(web, 'It', { exporter: MetricsExporter.redis({ server: endpoint }) })],
  ['an upstream', ({ web, database }) => new AmbassadorProxy(web, 'Second', { upstreams: [Upstream.database(database, { localPort: 15432 })] })],
  ['tracing', ({ web, endpoint }) => new ReverseProxy(web, 'It', {
    serviceElsewhere: true, program: ReverseProxyProgram.envoy({ tracing: { serviceName: 'web', collector: endpoint } }),
  })],
  ['a page of metrics', ({ web, scrapeTarget }) => new TelemetryCollector(web, 'It', {
    receivers: [TelemetryReceiver.prometheus({ targets: [scrapeTarget] })], exporters,
  })],
];

test.each(USES)('%s takes an endpoint of its own workload', (_, pattern) => {
  expect(use(pattern, 'own')).toEqual([]);
});

test.each(USES)('fails when %s is of another workload', (_, pattern) => {
  expect(() => use(pattern, 'other')).toThrow(/is in another workload/);
});

test('the error names both and the way out', () => {
  expect(() => use(({ web, endpoint }) => new MetricsAdapter(web, 'It', { exporter: MetricsExporter.redis({ server: endpoint }) }), 'other'))
    .toThrow("endpoint 127.0.0.1:5432 of 'shop/Own/Orders' can only be reached from inside 'shop/Own', but 'shop/Other/It' is in another workload:"
      + ' create what it needs there, or use an address that other pods can reach');
});

test('fails when a page of a monitor or of an exporter is scraped in another workload', () => {
  const scraped = (target: (web: kplus.Deployment) => ScrapeTarget) => () => use(({ chart, web }) => new TelemetryCollector(web, 'It', {
    receivers: [TelemetryReceiver.prometheus({ targets: [target(workload(chart, 'Third'))] })], exporters,
  }), 'other');
  expect(scraped((web) => new HealthMonitor(web, 'Health', { target: HealthTarget.tcp({ port: 8080 }) }).scrapeTarget)).toThrow("'shop/Third/Health'");
  expect(scraped((web) => new MetricsAdapter(web, 'Metrics', { exporter: MetricsExporter.statsd() }).scrapeTarget)).toThrow("'shop/Third/Metrics'");
  expect(scraped(() => ({ port: 9100 }))).not.toThrow();
});

describe('an upstream with the host and port of an endpoint as text', () => {
  const upstream = ({ web, endpoint: { host, port } }: Given) => (
    new AmbassadorProxy(web, 'Second', { upstreams: [Upstream.tcp({ host, port, localPort: 15432 })] }));

  test('fails in another workload', () => {
    expect(use(upstream, 'other').join()).toContain("is at 127.0.0.1:5432, where 'shop/Own/Orders' listens in another workload,"
      + " and no container of 'shop/Other' has port 5432");
  });

  test('passes in its own, and where a container of the pod has that port, also one that comes later', () => {
    expect(use(upstream, 'own')).toEqual([]);
    expect(use((given) => {
      upstream(given);
      given.web.addContainer({ name: 'postgres', image: IMAGE, portNumber: 5432 });
    }, 'other')).toEqual([]);
  });
});
