import { Duration } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import * as fc from 'fast-check';
import { HealthMonitor, HealthMonitorProps, HealthTarget, ImageTable, Scraping, SidecarMode } from '../../src';
import { containerOf, KINDS, newChart, newDeployment, podSpecOf, podTemplateOf } from '../support/workloads';

const TARGET = HealthTarget.http('http://localhost:8080/healthz');

function envOf(container: any): Record<string, string> {
  return Object.fromEntries(container.env.map(({ name, value }: any) => [name, value]));
}

test.each(Object.entries(KINDS))('asks beside the app in a %s', (_, create) => {
  const chart = newChart();
  const monitor = new HealthMonitor(create(chart, { containers: [{ image: 'app:1' }] }), 'Health', { target: TARGET });
  expect(podSpecOf(chart).initContainers.map(({ name, restartPolicy }: any) => [name, restartPolicy]))
    .toEqual([['health', 'Always'], ['health-metrics', 'Always']]);
  expect([monitor.container.name, monitor.metricsContainer.name, monitor.metricsPort]).toEqual(['health', 'health-metrics', 9199]);
});

test('a URL is asked by curl, and a second container serves the metrics', () => {
  const chart = newChart();
  new HealthMonitor(newDeployment(chart), 'Health', { target: TARGET });
  const spec = podSpecOf(chart);
  const [asks, serves] = ['health', 'health-metrics'].map((name) => containerOf(spec, name));
  expect([asks.image, asks.command, asks.ports]).toEqual(['curlimages/curl:8.16.0', ['sh', '/scripts/health.sh'], undefined]);
  expect(envOf(asks)).toEqual({
    HEALTH_URL: 'http://localhost:8080/healthz',
    HEALTH_LISTEN: '8080',
    HEALTH_STATUS: '2?? 3??',
    HEALTH_INTERVAL: '10',
    HEALTH_TIMEOUT: '5',
    HEALTH_HEARTBEAT: '60',
    HEALTH_LABEL: 'http://localhost:8080/healthz',
    METRICS_FILE: '/metrics/metrics.prom',
  });
  expect(serves.image).toBe('busybox:1.36.1');
  expect([serves.command, serves.args]).toEqual([['sh', '/scripts/serve-metrics.sh'], ['tail', '-f', '/dev/null']]);
  expect(envOf(serves)).toEqual({ METRICS_FILE: '/metrics/metrics.prom', METRICS_PORT: '9199', METRICS_PATH: '/metrics' });
  expect(serves.ports).toEqual([{ containerPort: 9199, name: 'metrics' }]);
  expect([asks, serves].map(({ volumeMounts }) => volumeMounts.find(({ mountPath }: any) => mountPath === '/metrics')))
    .toEqual([{ mountPath: '/metrics', name: 'health-metrics' }, { mountPath: '/metrics', name: 'health-metrics', readOnly: true }]);
});

test('sends headers, secret ones from Secrets', () => {
  const chart = newChart();
  const secretHeaders = { Authorization: { secret: kplus.Secret.fromSecretName(chart, 'Api', 'api'), key: 'token' } };
  new HealthMonitor(newDeployment(chart), 'Health', { target: HealthTarget.http('http://localhost/', { headers: { 'X-Tenant': 'shop' }, secretHeaders }) });
  const { env } = containerOf(podSpecOf(chart), 'health');
  expect(env.filter(({ name }: any) => name.startsWith('HEALTH_HEADER'))).toEqual([
    { name: 'HEALTH_HEADER_1', value: 'shop' },
    { name: 'HEALTH_HEADER_2', valueFrom: { secretKeyRef: { name: 'api', key: 'token' } } },
    { name: 'HEALTH_HEADERS', value: 'X-Tenant: $(HEALTH_HEADER_1)\nAuthorization: $(HEALTH_HEADER_2)' },
  ]);
});

test('a port is asked by busybox, which serves the metrics too', () => {
  const chart = newChart();
  const monitor = new HealthMonitor(newDeployment(chart), 'Health', { target: HealthTarget.tcp({ port: 5432 }) });
  const spec = podSpecOf(chart);
  expect(spec.initContainers).toHaveLength(1);
  const health = containerOf(spec, 'health');
  expect([health.image, health.args]).toEqual(['busybox:1.36.1', ['sh', '/scripts/health.sh']]);
  expect(envOf(health)).toMatchObject({ HEALTH_HOST: '127.0.0.1', HEALTH_PORT: '5432', HEALTH_LABEL: '127.0.0.1:5432', METRICS_PORT: '9199' });
  expect(monitor.metricsContainer).toBe(monitor.container);
});

test('takes times, codes, an authority, images, a name and a port', () => {
  const chart = newChart();
  const web = newDeployment(chart);
  ImageTable.of({ mirror: 'registry.acme.io', busybox: 'busybox:1.37.0' }).applyTo(web);
  new HealthMonitor(web, 'Health', {
    target: HealthTarget.http('https://web/', {
      healthyStatuses: [200, 401],
      image: 'curl:1',
      caCertificate: { secret: kplus.Secret.fromSecretName(chart, 'Ca', 'ca'), key: 'ca.pem' },
    }),
    interval: Duration.millis(1500),
    timeout: Duration.seconds(2),
    heartbeat: Duration.minutes(10),
    containerName: 'watch',
    metricsPort: 9000,
    sidecarMode: SidecarMode.CLASSIC,
  });
  const spec = podSpecOf(chart);
  const [, asks, serves] = spec.containers;
  expect([asks.name, asks.image, serves.name, serves.image]).toEqual(['watch', 'curl:1', 'watch-metrics', 'registry.acme.io/busybox:1.37.0']);
  expect(envOf(asks)).toMatchObject({
    HEALTH_INTERVAL: '2', HEALTH_TIMEOUT: '2', HEALTH_HEARTBEAT: '600', HEALTH_STATUS: '200 401', HEALTH_CA: '/ca/1/ca.crt',
  });
  expect(asks.volumeMounts).toContainEqual({ name: 'watch-ca-1', mountPath: '/ca/1', readOnly: true });
  expect(serves.ports).toEqual([{ containerPort: 9000, name: 'metrics' }]);
});

test('stands several times in a pod, each with a port of its own, and is scraped', () => {
  const chart = newChart();
  const web = newDeployment(chart);
  const monitors = ['One', 'Two', 'Three'].map((id, index) => new HealthMonitor(web, id, {
    target: index ? TARGET : HealthTarget.tcp({ port: 80 }),
    scraping: index === 2 ? Scraping.annotations() : undefined,
  }));
  expect(monitors.map(({ metricsPort }) => metricsPort)).toEqual([9199, 9200, 9201]);
  expect(podTemplateOf(chart).metadata.annotations).toMatchObject({ 'prometheus.io/port': '9201', 'prometheus.io/path': '/metrics' });
});

test('a URL arrives as it is, and escaped as a label', () => {
  fc.assert(fc.property(fc.string({ unit: fc.constantFrom(...'"\\$()`%a{\'#&é') }), (query) => {
    const url = `http://web/?q=${query}`;
    const chart = newChart();
    new HealthMonitor(newDeployment(chart), 'Health', { target: HealthTarget.http(url) });
    const env = envOf(containerOf(podSpecOf(chart), 'health'));
    expect(env.HEALTH_URL.replace(/\$\$/g, '$')).toBe(url);
    expect(JSON.parse(`"${env.HEALTH_LABEL.replace(/\$\$/g, '$')}"`)).toBe(url);
  }), { numRuns: 50 });
});

describe('bad input', () => {
  const fail = (props: Partial<HealthMonitorProps>) => () => new HealthMonitor(newDeployment(), 'Health', { target: TARGET, ...props });

  test.each(['localhost:80', 'ftp://a/', 'http://a b/', 'http://a:0/', 'http://a/\x07', '', undefined as any])('fails when a URL is not valid: %p', (url) => {
    expect(() => HealthTarget.http(url)).toThrow(`url ${JSON.stringify(url)} of a health target is not valid: start it with http:// or https://`);
  });

  test('fails when a URL has credentials, without telling them', () => {
    expect(() => HealthTarget.http('http://admin:pa55@web/')).toThrow('url of host \'web\' of a health target has credentials in it');
  });

  test.each([[[]], [[99]], [[200, 600]], [[20.5]]])('fails when a status is not valid: %p', (status) => {
    expect(() => HealthTarget.http('http://web/', { healthyStatuses: status })).toThrow('expected from http://web/ is not valid');
  });

  test.each([0, 65536, 1.5])('fails when a port is not valid: %p', (port) => {
    expect(() => HealthTarget.tcp({ port })).toThrow(`port ${port} of an endpoint is not a port`);
    expect(fail({ metricsPort: port })).toThrow(`port ${port} of container 'health-metrics' in 'shop/Web' is not a port`);
  });

  test.each(['-e', 'a b', ''])('fails when a host is not valid: %p', (host) => {
    expect(() => HealthTarget.tcp({ host, port: 1 })).toThrow(`host '${host}' of an endpoint is not a host`);
  });

  test('fails when the port of the metrics is taken', () => {
    const web = newDeployment();
    new HealthMonitor(web, 'One', { target: TARGET, metricsPort: 9000 });
    expect(() => new HealthMonitor(web, 'Two', { target: TARGET, metricsPort: 9000 }))
      .toThrow('port 9000/TCP of container \'two-metrics\' in \'shop/Web\' is already taken by container \'one-metrics\'');
  });

  test.each(['interval', 'timeout', 'heartbeat'])('fails when the %s is zero', (time) => {
    expect(fail({ [time]: Duration.seconds(0) })).toThrow(`${time} in 'shop/Web/Health' is zero`);
  });

  test('fails when the target is missing', () => {
    expect(fail({ target: undefined })).toThrow("target in 'shop/Web/Health' is missing");
    expect(() => HealthTarget.tcp(undefined as any)).toThrow('port undefined of an endpoint is not a port');
  });

  test('fails when the times do not fit together', () => {
    expect(fail({ interval: Duration.seconds(2), timeout: Duration.seconds(3) })).toThrow('timeout of 3 s in \'shop/Web/Health\' is longer than the interval of 2 s');
    expect(fail({ heartbeat: Duration.seconds(3) })).toThrow('heartbeat of 3 s in \'shop/Web/Health\' is shorter than the interval of 10 s');
  });

  test('fails when a name is not valid', () => {
    expect(fail({ containerName: 'My_Monitor' })).toThrow('name \'My_Monitor');
    expect(fail({ containerName: 'm'.repeat(60) })).toThrow('shorten \'containerName\'');
  });
});
