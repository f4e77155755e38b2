import { Duration, Size } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { renderEnvoy } from './support/envoy';
import { addProxy } from './support/rendered';
import {
  AccessLog, EnvoyMetricsOptions, HeaderValue, ReverseProxy, ReverseProxyProtocol, ReverseProxyProgram, Scraping, SharedVolume, Sidecar,
  SidecarMode,
} from '../../src';
import { containerOf, IMAGE, KINDS, newChart, newDeployment, podSpecOf, podTemplateOf } from '../support/workloads';

const server = ReverseProxyProgram.envoy();
const APP = { containers: [{ name: 'main', image: IMAGE, ports: [{ number: 3000 }] }] };

describe.each(Object.entries(KINDS).filter(([kind]) => !kind.endsWith('Job')))('on a %s', (_kind, create) => {
  test.each([SidecarMode.NATIVE, SidecarMode.CLASSIC])('Envoy forwards to the app, as a %s sidecar', (sidecarMode) => {
    const chart = newChart();
    new ReverseProxy(create(chart, APP), 'Proxy', { serviceElsewhere: true, program: server, sidecarMode });
    expect(containerOf(podSpecOf(chart), 'proxy')).toMatchObject({
      image: 'envoyproxy/envoy:distroless-v1.39.1',
      ports: [{ containerPort: 8080 }, { containerPort: 9901, name: 'metrics' }],
      startupProbe: { httpGet: { path: '/healthz', port: 9901 } },
      readinessProbe: { httpGet: { path: '/healthz', port: 9901 } },
      livenessProbe: { httpGet: { path: '/healthz', port: 9901 } },
      lifecycle: { preStop: { httpGet: { path: '/stop', port: 9901 } } },
      resources: { requests: { cpu: '50m', memory: '64Mi' }, limits: { cpu: '500m', memory: '128Mi' } },
      securityContext: { runAsUser: 65532, readOnlyRootFilesystem: true },
    });
  });
});

test('the stop is answered when the app is told', () => {
  const { config } = renderEnvoy({ stopDelay: Duration.seconds(8), drainTime: Duration.seconds(2) });
  expect(JSON.stringify(config)).toContain('"fixed_delay":"10s"');
});

test('Envoy gets as many threads as it may use cores', () => {
  const cpu = { request: kplus.Cpu.millis(100), limit: kplus.Cpu.millis(1500) };
  expect(renderEnvoy({ resources: { cpu } }).container.args.join(' ')).toContain('--concurrency 2');
});

describe('metrics', () => {
  test('take the next port and name that are free', () => {
    const web = newDeployment();
    new Sidecar(web, 'Other', { image: IMAGE, ports: [{ number: 9901, name: 'metrics' }] });
    const { container } = new ReverseProxy(web, 'Proxy', { serviceElsewhere: true, appPort: 3000, program: server });
    expect(container.ports[1]).toMatchObject({ number: 9902, name: 'metrics-2' });
  });

  test('are scraped where that is asked for', () => {
    const { chart } = addProxy({ program: ReverseProxyProgram.envoy({ metrics: { port: 9102 } }), scraping: Scraping.annotations() });
    expect(podTemplateOf(chart).metadata.annotations).toMatchObject({
      'prometheus.io/scrape': 'true', 'prometheus.io/port': '9102', 'prometheus.io/path': '/metrics',
    });
  });

  test.each<[EnvoyMetricsOptions, string]>([
    [{ requests: 'demo_requests' }, 'does not end in \'_total\''],
    [{ latency: 'demo_latency_ms' }, 'not a base unit'],
    [{ latency: 'demo_latency' }, 'does not end in \'_seconds\', although it measures seconds: add'],
    [{ connections: 'a-b' }, 'is not valid in Prometheus'],
    [{ connections: 'x_total' }, 'does not stand in the name of a gauge'],
    [{ port: 0 }, 'port 0 of the metrics'],
    [{ buckets: [] }, 'are [] milliseconds: use whole milliseconds in ascending order'],
    [{ buckets: [Duration.seconds(1), Duration.millis(5)] }, 'are [1000, 5] milliseconds: use whole milliseconds in ascending order'],
  ])('fails when they are %j', (metrics, message) => {
    expect(() => addProxy({ program: ReverseProxyProgram.envoy({ metrics }) })).toThrow(message);
  });

  test('fails when the port is that of the proxy', () => {
    expect(() => addProxy({ port: 9000, program: ReverseProxyProgram.envoy({ metrics: { port: 9000 } }) })).toThrow('port 9000/TCP');
  });
});

describe('the access log', () => {
  const programOf = (accessLog?: AccessLog) => JSON.stringify(renderEnvoy({}, { accessLog }).config);

  test('goes to stdout unless something else is said', () => {
    expect(programOf()).toContain('StdoutAccessLog');
    expect(programOf(AccessLog.off())).not.toContain('StdoutAccessLog');
  });

  test('goes into a file of a volume', () => {
    const chart = newChart();
    const { config, container } = renderEnvoy({}, { accessLog: AccessLog.file(new SharedVolume(chart, 'Logs'), 'web.log') }, chart);
    expect(JSON.stringify(config)).toContain('"/var/log/proxy/web.log"');
    expect(container.volumeMounts).toContainEqual({ name: 'logs', mountPath: '/var/log/proxy' });
  });

  test.each(['', '..', 'a/b', 'a\n'])('fails when the file name is %j', (name) => {
    const log = AccessLog.file(new SharedVolume(newChart(), 'Logs'), name);
    expect(() => programOf(log)).toThrow(`file name ${JSON.stringify(name)} of the access log in 'shop/Web/Proxy' is not valid`);
  });
});

test('fails when a report is compared with nothing', () => {
  expect(() => renderEnvoy({}, { warnAbove: { errorPercent: 3 } })).toThrow("has 'warnAbove', but no report to compare with it: set 'reportInterval'");
  expect(() => renderEnvoy({}, { reportInterval: Duration.minutes(1), warnAbove: { errorPercent: 101 } })).toThrow('errorPercent 101');
  expect(() => renderEnvoy({}, { reportInterval: Duration.minutes(0) })).toThrow('reportInterval in');
});

test('fails when the access log has no volume', () => {
  expect(() => addProxy({ program: ReverseProxyProgram.envoy({ accessLog: AccessLog.file(undefined as any) }) }))
    .toThrow('\'volume\' of access log of \'shop/Web/Proxy\' is undefined');
});

test.each([[{ serviceName: ' ' }, 'serviceName of the traces'], [{} as any, 'serviceName of the traces'], [{ serviceName: 'a', samplePercent: 101 }, 'samplePercent 101'],
  [{ serviceName: 'a', samplePercent: NaN }, 'samplePercent NaN']])('fails when traces are %j', (tracing, message) => {
  expect(() => addProxy({ program: ReverseProxyProgram.envoy({ tracing }) })).toThrow(message);
});

describe('what only nginx can do', () => {
  test('fails when a header is to have the status of a cache', () => {
    expect(() => addProxy({ program: server, responseHeaders: { 'X-Cache': HeaderValue.cacheStatus() } })).toThrow('Envoy has no cache: use ReverseProxyProgram.nginx()');
  });

  test('fails when bodies of gRPC are to have a limit', () => {
    expect(() => addProxy({ program: server, appProtocol: ReverseProxyProtocol.GRPC, maxBodySize: Size.mebibytes(1) })).toThrow('leave out \'maxBodySize\', or use');
  });

  test('fails when the host is to be what the proxy knows', () => {
    expect(() => addProxy({ program: server, requestHeaders: { host: HeaderValue.clientAddress() } })).toThrow('can only be a text with Envoy');
    expect(() => addProxy({ program: server, requestHeaders: { host: HeaderValue.removed() } })).toThrow('can only be a text with Envoy');
  });

  test('fails when a header is longer than Envoy takes', () => {
    expect(() => addProxy({ program: server, requestHeaders: { 'X-A': HeaderValue.text('%'.repeat(8193)) } })).toThrow('longer than the 16384 bytes that Envoy accepts');
  });
});

test('what a user writes is written as it is', () => {
  const { config } = renderEnvoy({ responseHeaders: { 'X-A': HeaderValue.text('100 %') } });
  expect(JSON.stringify(config)).toContain('"key":"X-A","value":"100 %%"');
});
