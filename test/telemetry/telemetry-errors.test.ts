import { Chart, Duration, Size } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { render, TEMPO } from './support/telemetry';
import {
  SharedVolume, SidecarMode, TelemetryCollector, TelemetryCollectorProps, TelemetryExporter, TelemetryPipeline, TelemetryProcessor,
  TelemetryQueue, TelemetryReceiver, TelemetrySignal,
} from '../../src';
import { newChart, newDeployment } from '../support/workloads';

const http = (options: object = {}) => ({ exporters: [TelemetryExporter.otlpHttp({ url: 'http://a:4318', ...options })] });
const receiving = (...receivers: TelemetryReceiver[]) => ({ receivers, exporters: [TEMPO] });
const scraping = (...targets: { port: number; path?: string; job?: string }[]) => receiving(TelemetryReceiver.prometheus({ targets }));
const otlp = TelemetryReceiver.otlp();
const volume = new SharedVolume(newDeployment(), 'Out');
const elsewhere = kplus.Secret.fromSecretName(newDeployment(), 'S', 's');

const WRONG: { [what: string]: [TelemetryCollectorProps, string] } = {
  'no exporter is set': [{}, "no exporter is set in 'shop/Web/Telemetry': add one"],
  'the list of exporters is empty': [{ exporters: [] }, 'no exporter is set'],
  'the list of receivers is empty': [receiving(), "list of receivers in 'shop/Web/Telemetry' is empty"],
  'nothing is received that an exporter takes': [
    { receivers: [TelemetryReceiver.jaeger()], exporters: [TEMPO, TelemetryExporter.prometheus()] }, "exporter 'prometheus' in 'shop/Web/Telemetry' accepts metrics, which no receiver",
  ],
  'an exporter takes nothing': [http({ signals: [] }), "exporter 'otlpHttp' in 'shop/Web/Telemetry' accepts nothing"],
  'nothing takes what is received': [
    { receivers: [otlp, TelemetryReceiver.jaeger()], exporters: [TelemetryExporter.prometheus()] }, "receiver 'jaeger' in 'shop/Web/Telemetry' produces traces, which no exporter",
  ],
  'there are pipelines and exporters': [
    { exporters: [TEMPO], pipelines: [TelemetryPipeline.logs({ receivers: [otlp], exporters: [TEMPO] })] }, "exporters in 'shop/Web/Telemetry' are set together with 'pipelines'",
  ],
  'the list of pipelines is empty': [{ pipelines: [] }, 'list of pipelines'],
  'a pipeline has no receiver': [{ pipelines: [TelemetryPipeline.logs({ receivers: [], exporters: [TEMPO] })] }, "pipeline for logs in 'shop/Web/Telemetry' has no receiver"],
  'a pipeline has no exporter': [{ pipelines: [TelemetryPipeline.logs({ receivers: [otlp], exporters: [] })] }, "pipeline for logs in 'shop/Web/Telemetry' has no exporter"],
  'a pipeline has a receiver of something else': [
    { pipelines: [TelemetryPipeline.logs({ receivers: [TelemetryReceiver.jaeger()], exporters: [TEMPO] })] }, "pipeline for logs in 'shop/Web/Telemetry' has 'jaeger', which only supports traces: put",
  ],
  'a pipeline has an exporter of something else': [
    { pipelines: [TelemetryPipeline.traces({ receivers: [otlp], exporters: [TelemetryExporter.prometheus()] })] }, "has 'prometheus', which only supports metrics",
  ],
  'a server is there twice': [{ exporters: [TEMPO, TelemetryExporter.otlp({ url: 'http://tempo:4317/' })] }, "exporter otlp 'http://tempo:4317' is listed twice"],
  'stdout is there twice': [{ exporters: [TelemetryExporter.debug(), TelemetryExporter.debug()] }, 'exporter debug is listed twice'],
  'an address has no scheme': [http({ url: 'tempo:4318' }), "url 'tempo:4318' of exporter 'otlpHttp' in 'shop/Web/Telemetry' is not an address"],
  'an address has the path of a kind of telemetry': [http({ url: 'http://a:4318/v1/traces' }), "ends in '/v1/traces', which is added for each kind of telemetry"],
  'an address has a blank': [http({ url: 'http://a:4318/a b' }), 'is not an address'],
  'the port of an address is not valid': [{ exporters: [TelemetryExporter.otlp({ url: 'http://a:0' })] }, 'is not an address'],
  'an address is missing': [{ exporters: [TelemetryExporter.otlp(undefined as any)] }, "url 'undefined' of exporter 'otlp' in 'shop/Web/Telemetry' is not an address"],
  'an exporter is missing': [{ exporters: [undefined as any] }, "one of the exporters in 'shop/Web/Telemetry' is missing"],
  'a receiver is missing': [receiving(undefined as any), "one of the receivers in 'shop/Web/Telemetry' is missing"],
  'a processor is missing': [{ exporters: [TEMPO], processors: [undefined as any] }, "one of the processors in 'shop/Web/Telemetry' is missing"],
  'a pipeline is missing': [{ pipelines: [undefined as any] }, "one of the pipelines in 'shop/Web/Telemetry' is missing"],
  'a pipeline names what is not there': [{ pipelines: [TelemetryPipeline.logs({ receivers: [otlp], exporters: [undefined as any] })] }, 'one of the parts of the pipeline for logs'],
  'a pipeline is empty': [{ pipelines: [TelemetryPipeline.logs(undefined as any)] }, "pipeline for logs in 'shop/Web/Telemetry' has no receiver"],
  'an address has credentials': [http({ url: 'http://me:pass@a' }), 'has credentials in it, which everybody could read'],
  'gRPC has no port': [{ exporters: [TelemetryExporter.otlp({ url: 'http://a' })] }, 'needs a port and no path'],
  'a certificate is given for http': [
    http({ clientCertificate: kplus.Secret.fromSecretName(newDeployment(), 'S', 's') }), "which does not use 'clientCertificate'",
  ],
  'a header is not valid': [http({ headers: { 'a b': 'c' } }), "header 'a b'"],
  'a header is there twice': [http({ headers: { a: 'c' }, secretHeaders: { A: { secret: elsewhere, key: 'a' } } }), "header 'A' of http://a:4318"],
  'a header has a newline': [http({ headers: { 'X-Team': 'a\nb' } }), "header 'X-Team' of http://a:4318 in 'shop/Web/Telemetry' has a newline"],
  'a header has a newline in its name': [http({ headers: { 'X-Team\nX-Other': 'a' } }), 'has a character other than letters'],
  'a header has no value': [http({ headers: { 'X-Team': undefined } }), "header 'X-Team' of http://a:4318 in 'shop/Web/Telemetry' is missing"],
  'a certificate is written out': [http({ url: 'https://a', clientCertificate: 'PEM' }), "a secret of 'shop/Web/Telemetry' is missing or in plain text"],
  'a header shows a secret': [http({ headers: { Authorization: 'Bearer x' } }), "header 'Authorization' of http://a:4318 in 'shop/Web/Telemetry' looks like a secret"],
  'a header shows a key': [http({ headers: { 'X-Acme-Api-Key': 'x' } }), "put it into a Secret and name that in 'secretHeaders'"],
  'a file is in no folder': [{ exporters: [TelemetryExporter.file({ path: '/a.json', volume })] }, "output file '/a.json' in 'shop/Web/Telemetry' is in '/'"],
  'a file has no volume': [{ exporters: [TelemetryExporter.file({ path: '/a/a.json' } as any)] }, "volume of output file '/a/a.json' in 'shop/Web/Telemetry' is missing"],
  'a port is taken by the receiver itself': [receiving(TelemetryReceiver.otlp({ grpcPort: 4318 })), "port 4318/TCP of container 'telemetry' in 'shop/Web' is already taken"],
  'a port is not valid': [receiving(TelemetryReceiver.otlp({ httpPort: 70000 })), "port 70000 of container 'telemetry' in 'shop/Web' is not a port"],
  'two receivers have the same ports': [receiving(otlp, TelemetryReceiver.otlp()), "port 4317/TCP of container 'telemetry'"],
  'nothing is scraped': [scraping(), 'list of scrape targets'],
  'scrape targets are missing': [receiving(TelemetryReceiver.prometheus(undefined as any)), "list of scrape targets in 'shop/Web/Telemetry' is missing"],
  'the port of a scrape target is not valid': [scraping({ port: 0 }), "port 0 of a scrape target in 'shop/Web/Telemetry' is not a port"],
  'a scrape target is there twice': [scraping({ port: 1 }, { port: 1, path: '/metrics' }), "scrape target 1/metrics in 'shop/Web/Telemetry' is listed twice"],
  'the path of a scrape target is not valid': [scraping({ port: 1, path: 'metrics' }), "path 'metrics' of a scrape target"],
  'the job of a scrape target is not valid': [scraping({ port: 1, job: '0o7' }), "job '0o7' of a scrape target"],
  'the scrape interval is zero': [
    receiving(TelemetryReceiver.prometheus({ targets: [{ port: 1 }], interval: Duration.seconds(0) })), "scrape interval in 'shop/Web/Telemetry' is zero",
  ],
  'log files are missing': [receiving(TelemetryReceiver.files(undefined as any)), "list of log files in 'shop/Web/Telemetry' is missing"],
  'log files are relative': [receiving(TelemetryReceiver.files({ logFiles: ['a.log'] })), "log file 'a.log' in 'shop/Web/Telemetry' is relative"],
  'a pattern is not valid': [receiving(TelemetryReceiver.files({ logFiles: ['/a/a.log'], recordStart: '(' })), "pattern '('"],
  'no attribute is removed': [{ exporters: [TEMPO], processors: [TelemetryProcessor.removeAttributes([])] }, "processor 'removeAttributes' in 'shop/Web/Telemetry' has no attribute"],
  'an attribute has no name': [{ exporters: [TEMPO], processors: [TelemetryProcessor.resourceAttributes({ '': 'a' })] }, 'has an attribute without a name'],
  'an attribute has no value': [{ exporters: [TEMPO], processors: [TelemetryProcessor.resourceAttributes({ a: undefined as any })] }, 'has an attribute without a name or value'],
  'attributes are missing': [{ exporters: [TEMPO], processors: [TelemetryProcessor.removeAttributes(undefined as any)] }, 'has no attribute'],
  'the memory limiter is above the limit of the container': [
    { exporters: [TEMPO], memoryLimit: Size.mebibytes(256) }, "memory limit of 256 MiB in 'shop/Web/Telemetry' is not below that of the container, 256 MiB",
  ],
  'the memory limiter leaves nothing': [{ exporters: [TEMPO], memoryLimit: Size.mebibytes(7) }, 'is below 8 MiB, which is too small to accept anything: give more or leave it out'],
  'the container has too little memory': [
    { exporters: [TEMPO], resources: { memory: { limit: Size.mebibytes(5) } } }, 'is below 8 MiB, which is too small to accept anything: give more to the container',
  ],
  'the queue is small': [{ exporters: [TEMPO], queue: TelemetryQueue.persistent({ size: Size.mebibytes(1) }) }, 'queue size in'],
  'the stop delay is zero': [{ exporters: [TEMPO], stopDelay: Duration.seconds(0) }, 'stop delay in'],
  'the container has no name': [{ exporters: [TEMPO], containerName: 'A b' }, "container name 'A b'"],
};

test.each(Object.entries(WRONG))('fails when %s', (_, [props, message]) => {
  expect(() => render(props)).toThrow(message);
});

test.each<[string, (secret: kplus.ISecret) => Parameters<typeof TelemetryExporter.otlp>[0]]>([
  ['a header', (secret) => ({ url: 'https://a:4317', secretHeaders: { a: { secret, key: 'a' } } })],
  ['the certificate of an authority', (secret) => ({ url: 'https://a:4317', caCertificate: { secret, key: 'a' } })],
  ['the certificate of the client', (secret) => ({ url: 'https://a:4317', clientCertificate: secret })],
])('fails when %s is in another namespace', (_, options) => {
  const web = newDeployment();
  const secret = new kplus.Secret(new Chart(web.node.root, 'vault', { namespace: 'vault' }), 'Credentials', { metadata: { name: 'credentials' } });
  expect(() => new TelemetryCollector(web, 'Telemetry', { exporters: [TelemetryExporter.otlp(options(secret))] }))
    .toThrow("secret 'credentials' of 'shop/Web/Telemetry' is in namespace 'vault', its pod in 'default'");
});

test('fails when the app has a port already', () => {
  const web = new kplus.Deployment(newChart(), 'Web', { containers: [{ image: 'a:1', name: 'web', ports: [{ number: 4317 }] }] });
  expect(() => new TelemetryCollector(web, 'Telemetry', { exporters: [TEMPO] }))
    .toThrow("port 4317/TCP of container 'telemetry' in 'shop/Web' is already taken by container 'web'");
});

describe('clients', () => {
  const provide = (options: object) => () => render(undefined, (telemetry, web) => telemetry.provideTo(web.containers[0], options));

  test('fails when there is no receiver for them', () => {
    expect(() => render(undefined, (telemetry, web) => telemetry.provideJaegerTo(web.containers[0])))
      .toThrow("container 'main' cannot send to 'shop/Web/Telemetry', which has no receiver for it: add TelemetryReceiver.jaeger()");
  });

  test('fails when they are in another pod', () => {
    expect(() => render(undefined, (telemetry) => telemetry.provideTo(newDeployment().containers[0])))
      .toThrow("container 'main' is in another workload than 'shop/Web/Telemetry'");
  });

  test('fails when they are led twice', () => {
    expect(() => render(undefined, (telemetry, web) => [1, 2].forEach(() => telemetry.provideTo(web.containers[0]))))
      .toThrow("environment variable 'OTEL_EXPORTER_OTLP_ENDPOINT' of container 'main' is already set");
  });

  test('fails when a service has no name', () => {
    expect(provide({ serviceName: ' ' })).toThrow('service name " " in \'shop/Web/Telemetry\' is empty');
  });

  test('fails when a resource attribute has no value', () => {
    expect(provide({ resourceAttributes: { team: undefined } })).toThrow("resource attribute 'team' in 'shop/Web/Telemetry' is missing");
  });

  test('fails when a resource attribute is the name of the service, which would not count', () => {
    expect(provide({ resourceAttributes: { 'service.name': 'web' } })).toThrow("set 'serviceName'");
  });

  test.each([SidecarMode.NATIVE, SidecarMode.CLASSIC])('fails when they end before it starts (%s)', (sidecarMode) => {
    const web = newDeployment();
    const init = web.addInitContainer({ name: 'init', image: 'init:1.0.0' });
    const telemetry = new TelemetryCollector(web, 'Telemetry', { exporters: [TEMPO], sidecarMode });
    expect(() => telemetry.provideTo(init)).toThrow("container 'init' ends before 'shop/Web/Telemetry' starts: create it after 'shop/Web/Telemetry', as a native sidecar");
  });

  test('may be init containers behind it', () => {
    const web = newDeployment();
    const telemetry = new TelemetryCollector(web, 'Telemetry', { exporters: [TEMPO] });
    const init = web.addInitContainer({ name: 'init', image: 'init:1.0.0' });
    telemetry.provideTo(init);
    expect(init.env.variables.OTEL_RESOURCE_ATTRIBUTES.value).toBe('k8s.container.name=init');
  });

  test('fails when a resource attribute has no name', () => {
    expect(provide({ resourceAttributes: { 'a=b': 'c' } })).toThrow("resource attribute 'a=b' in 'shop/Web/Telemetry' is not a valid name");
  });

  test('fails when a client of Jaeger cannot read a value', () => {
    expect(() => render({ receivers: [TelemetryReceiver.jaeger()], exporters: [TEMPO] }, (telemetry, web) => (
      telemetry.provideJaegerTo(web.containers[0], { resourceAttributes: { a: 'b,c=d' } })))).toThrow('resource attribute value "b,c=d"');
  });
});

test('an exporter of some kinds of telemetry takes only those', () => {
  const { config } = render({ exporters: [TelemetryExporter.debug({ signals: [TelemetrySignal.LOGS] })] });
  expect(Object.keys(config.service.pipelines)).toEqual(['logs']);
});
