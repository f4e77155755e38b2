import { Chart, Duration, Testing } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { MonitorOptions, Scraping, Sidecar } from '../../src';
import { KINDS, newChart, newDeployment, podTemplateOf } from '../support/workloads';

const PORT = { port: 9102, portName: 'metrics', path: '/metrics' };

function scrape(scraping: Scraping): any[] {
  const chart = newChart();
  const sidecar = new Sidecar(newDeployment(chart), 'Metrics', { image: 'exporter:1.0.0' });
  scraping._apply(sidecar, PORT);
  return Testing.synth(chart);
}

test.each(Object.keys(KINDS))('annotations are those that the Prometheus chart reads, on a %s', (kind) => {
  const chart = newChart();
  const workload = KINDS[kind](chart, { containers: [{ image: 'busybox:1.36.1' }] } as any);
  Scraping.annotations()._apply(new Sidecar(workload, 'Metrics', { image: 'exporter:1.0.0' }), PORT);
  expect(podTemplateOf(chart).metadata.annotations).toMatchObject({
    'prometheus.io/scrape': 'true',
    'prometheus.io/port': '9102',
    'prometheus.io/path': '/metrics',
  });
});

test('a PodMonitor selects the pods of the workload and names the port', () => {
  const [deployment, monitor] = scrape(Scraping.podMonitor({
    labels: { release: 'prometheus' }, interval: Duration.seconds(30), timeout: Duration.seconds(5), name: 'web',
  }));
  expect(monitor).toEqual({
    apiVersion: 'monitoring.coreos.com/v1',
    kind: 'PodMonitor',
    metadata: { name: 'web', labels: { release: 'prometheus' } },
    spec: {
      selector: { matchLabels: deployment.spec.selector.matchLabels },
      podMetricsEndpoints: [{ port: 'metrics', path: '/metrics', interval: '30000ms', scrapeTimeout: '5000ms' }],
    },
  });
});

test.each([Scraping.podMonitor, Scraping.serviceMonitor])('a monitor may have a limit of series', (monitor) => {
  const ofLimit = (sampleLimit: number) => scrape(monitor({ sampleLimit })).find(({ kind }) => /Monitor/.test(kind)).spec.sampleLimit;
  expect(ofLimit(5000)).toBe(5000);
  [0, -1, 1.5, NaN].forEach((limit) => expect(() => ofLimit(limit)).toThrow(`sampleLimit ${limit} in 'shop/Web/Metrics' is not valid`));
});

test('a ServiceMonitor has a Service of its own', () => {
  const [deployment, service, monitor] = scrape(Scraping.serviceMonitor());
  expect(service.spec).toEqual({
    clusterIP: 'None',
    publishNotReadyAddresses: true,
    ports: [{ name: 'metrics', port: 9102, targetPort: 9102 }],
    selector: deployment.spec.selector.matchLabels,
    type: 'ClusterIP',
    externalIPs: [],
  });
  expect(monitor).toMatchObject({
    kind: 'ServiceMonitor',
    spec: { selector: { matchLabels: service.metadata.labels }, endpoints: [{ port: 'metrics', path: '/metrics' }] },
  });
});

test('two ports of a pod have a monitor each', () => {
  const chart = newChart();
  const web = newDeployment(chart);
  for (const id of ['One', 'Two']) {
    Scraping.podMonitor()._apply(new Sidecar(web, id, { image: 'exporter:1.0.0' }), PORT);
    Scraping.serviceMonitor()._apply(new Sidecar(web, `${id}More`, { image: 'exporter:1.0.0' }), PORT);
  }
  const names = Testing.synth(chart).map(({ kind, metadata }) => `${kind} ${metadata.name}`);
  expect(new Set(names).size).toBe(7);
});

test('fails when annotations are asked for a second port', () => {
  const web = newDeployment();
  Scraping.annotations()._apply(new Sidecar(web, 'One', { image: 'exporter:1.0.0' }), PORT);
  expect(() => Scraping.annotations()._apply(new Sidecar(web, 'Two', { image: 'exporter:1.0.0' }), { ...PORT, port: 9103 }))
    .toThrow('annotation \'prometheus.io/scrape\' that \'shop/Web/Two\' sets to \'true\' is \'true\' already: a pod has them for one port only:'
      + ' use Scraping.podMonitor() or Scraping.serviceMonitor()');
});

test('fails when the user has such an annotation', () => {
  const web = new kplus.Deployment(newChart(), 'Web', { podMetadata: { annotations: { 'prometheus.io/port': '80' } } });
  expect(() => Scraping.annotations()._apply(new Sidecar(web, 'One', { image: 'exporter:1.0.0' }), PORT)).toThrow('is \'80\' already');
});

test.each<[string, MonitorOptions, string]>([
  ['an interval is zero', { interval: Duration.seconds(0) }, 'interval in \'shop/Web/Metrics\' is zero'],
  ['a name is not valid', { name: 'Web_1' }, "name 'Web_1' of 'shop/Web/Metrics' is not a valid name for a PodMonitor"],
  ['a name is empty', { name: '' }, "name '' of 'shop/Web/Metrics' is not a valid name for a PodMonitor"],
  ['a label has no name', { labels: { '': 'prometheus' } }, "label ': prometheus' of the PodMonitor of 'shop/Web/Metrics' is not valid in Kubernetes"],
  ['a label has a blank', { labels: { release: 'my prometheus' } }, "label 'release: my prometheus'"],
  ['the value of a label is missing', { labels: { release: undefined as any } }, "label 'release: undefined'"],
  ['a timeout is longer than the interval', { interval: Duration.seconds(5), timeout: Duration.seconds(6) }, 'timeout of 6000ms in \'shop/Web/Metrics\' is longer'],
])('fails when %s', (_, options, message) => {
  expect(() => scrape(Scraping.podMonitor(options))).toThrow(message);
});

test.each(['shop.web', '1web', 'w'.repeat(64)])('fails when no Service can have the name %s', (name) => {
  expect(() => scrape(Scraping.serviceMonitor({ name }))).toThrow(`name '${name}' of 'shop/Web/Metrics' is not a valid name for a Service`);
});

test.each([Scraping.podMonitor({ name: 'web' }), Scraping.serviceMonitor({ name: 'web' })])('fails when two monitors have one name', (scraping) => {
  const web = newDeployment();
  scraping._apply(new Sidecar(web, 'One', { image: 'exporter:1.0.0' }), PORT);
  expect(() => scraping._apply(new Sidecar(web, 'Two', { image: 'exporter:1.0.0' }), PORT)).toThrow("name 'web' of 'shop/Web/Two' is taken by the");
});

test('fails when the app has a Service of that name', () => {
  const web = newDeployment();
  new kplus.Service(Chart.of(web), 'Service', { metadata: { name: 'web' }, selector: web, ports: [{ port: 80 }] });
  Scraping.serviceMonitor({ name: 'web' })._apply(new Sidecar(web, 'Metrics', { image: 'exporter:1.0.0' }), PORT);
  expect(() => Testing.synth(Chart.of(web))).toThrow("name 'web' of 'shop/Web/Metrics' is taken by the Service of 'shop/Service'");
});

test('monitors are in the namespace of the workload', () => {
  const web = new kplus.Deployment(newChart(), 'Web', { metadata: { namespace: 'orders' }, containers: [{ image: 'web:1.0.0' }] });
  Scraping.podMonitor()._apply(new Sidecar(web, 'One', { image: 'exporter:1.0.0' }), PORT);
  Scraping.serviceMonitor()._apply(new Sidecar(web, 'Two', { image: 'exporter:1.0.0' }), PORT);
  expect(Testing.synth(Chart.of(web)).map(({ kind, metadata }) => `${kind} in ${metadata.namespace}`))
    .toEqual(['Deployment in orders', 'PodMonitor in orders', 'Service in orders', 'ServiceMonitor in orders']);
});
