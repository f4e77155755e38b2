import { Chart, Duration, Testing } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { envOf, render, TEMPO } from './support/telemetry';
import { OtlpProtocol, SharedVolume, TelemetryCollector, TelemetryExporter, TelemetryQueue, TelemetryReceiver } from '../../src';
import { containerOf, newChart } from '../support/workloads';

describe('receivers', () => {
  test('listen on the ports that are given, for other pods where asked', () => {
    const { config, container } = render({
      receivers: [TelemetryReceiver.otlp({ grpcPort: 5317, exposed: true }), TelemetryReceiver.jaeger({ binaryPort: 6832, grpcPort: 14250 })],
      exporters: [TEMPO],
    });
    expect(config.receivers).toEqual({
      otlp: { protocols: { grpc: { endpoint: '0.0.0.0:5317', max_recv_msg_size_mib: 3 }, http: { endpoint: '0.0.0.0:4318', max_request_body_size: 3995904 } } },
      jaeger: {
        protocols: {
          thrift_compact: { endpoint: '127.0.0.1:6831' },
          thrift_http: { endpoint: '127.0.0.1:14268', max_request_body_size: 3995904 },
          thrift_binary: { endpoint: '127.0.0.1:6832' },
          grpc: { endpoint: '127.0.0.1:14250', max_recv_msg_size_mib: 3 },
        },
      },
    });
    expect(container.ports).toContainEqual({ name: 'jaeger-thrift', containerPort: 6831, protocol: 'UDP' });
  });

  test('scrape containers of the pod, under their names', () => {
    const web = new kplus.Deployment(newChart(), 'Web', { containers: [{ image: 'a:1', name: 'web', ports: [{ number: 9102 }, { number: 9103 }] }] });
    const targets = [{ port: 9102 }, { port: 9103, path: '/probe?module=a$b&module=c' }, { port: 9104, job: 'queue' }];
    new TelemetryCollector(web, 'Telemetry', {
      receivers: [TelemetryReceiver.prometheus({ targets, interval: Duration.seconds(5) })],
      exporters: [TEMPO],
    });
    const config = Testing.synth(Chart.of(web)).find(({ kind }) => kind === 'ConfigMap').data['config.yaml'];
    expect(config).toContain('- job_name: web\n');
    expect(config).toMatch(/job_name: web-9103\n[^]*metrics_path: \/probe\n *params:\n *module:\n *- a\$\$b\n *- c\n[^]*127.0.0.1:9103/);
    expect(config).toMatch(/job_name: queue\n *scrape_interval: 5s\n *scrape_timeout: 5s\n/);
  });

  test('scrape several paths of one port, each under a name of its own', () => {
    const targets = ['/a', '/b', '/c'].map((path) => ({ port: 9102, path, job: 'web' }));
    const { config } = render({ receivers: [TelemetryReceiver.prometheus({ targets })], exporters: [TEMPO] });
    expect(config.receivers.prometheus.config.scrape_configs.map(({ job_name }: any) => job_name)).toEqual(['web', 'web-9102', 'web-9102-2']);
  });

  test('read log files where the app writes them', () => {
    const { config, container, app, spec } = render({
      receivers: [
        TelemetryReceiver.files({ logFiles: ['/var/log/app/*.log'] }),
        TelemetryReceiver.files({ logFiles: ['/audit/*.txt'], recordStart: '^[0-9]' }),
      ],
      exporters: [TEMPO],
    });
    expect(config.receivers.file_log).toMatchObject({
      include: ['/var/log/app/*.log', '/var/log/app/*.log.*', '/var/log/app/*.log-*'], storage: 'file_storage',
    });
    expect(config.receivers['file_log/2']).toMatchObject({ multiline: { line_start_pattern: '^.*(^[0-9])' } });
    expect(container.args).toContain('--feature-gates=stanza.synchronousLogEmitter');
    expect(container.volumeMounts).toContainEqual({ name: 'logs', mountPath: '/var/log/app', readOnly: true });
    expect(app.volumeMounts.map(({ mountPath }: any) => mountPath)).toEqual(['/var/log/app', '/audit']);
    const guard = containerOf(spec, 'telemetry-guard');
    expect(guard.args).toEqual(['/var/log/app/*.log', '/var/log/app/*.log.*', '/var/log/app/*.log-*', '/audit/*.txt', '/audit/*.txt.*', '/audit/*.txt-*']);
    expect(guard.volumeMounts.map(({ mountPath }: any) => mountPath)).toEqual(['/var/log/app', '/audit', '/scripts', '/tmp']);
    expect([container.livenessProbe.httpGet, guard.securityContext.runAsUser]).toMatchObject([{ path: '/alive', port: 13233 }, 10001]);
  });
});

describe('exporters', () => {
  const secret = (web: kplus.Deployment) => kplus.Secret.fromSecretName(web, 'Credentials', 'credentials');

  test('deliver from a queue on disk until a server takes it', () => {
    expect(render().config.exporters['otlp_grpc/1']).toEqual({
      endpoint: 'tempo:4317',
      tls: { insecure: true },
      retry_on_failure: { enabled: true, initial_interval: '1s', max_interval: '5s', max_elapsed_time: '0s' },
      sending_queue: {
        enabled: true,
        storage: 'file_storage',
        sizer: 'bytes',
        queue_size: 16 * 1024 * 1024,
        num_consumers: 4,
        batch: { sizer: 'bytes', min_size: 100000, max_size: 4000000, flush_timeout: '200ms' },
      },
    });
  });

  test('deliver before the client is answered, without a queue', () => {
    const { config } = render({ exporters: [TEMPO], queue: TelemetryQueue.none() });
    expect(config.exporters['otlp_grpc/1'].sending_queue).toMatchObject({ wait_for_result: true });
    expect(config.exporters['otlp_grpc/1'].sending_queue).not.toHaveProperty('storage');
  });

  test('have headers and certificates from Secrets, and none of them in the configuration', () => {
    const { config, container, spec } = render((web) => {
      const credentials = secret(web);
      return {
        exporters: [TelemetryExporter.otlpHttp({
          url: 'https://otlp.acme.io/in/',
          headers: { 'X-Scope-OrgID': 'a$(b)${c}' },
          secretHeaders: { Authorization: { secret: credentials, key: 'header' } },
          caCertificate: { secret: credentials, key: 'ca.crt' },
          clientCertificate: credentials,
        })],
      };
    });
    expect(config.exporters['otlp_http/1']).toMatchObject({
      endpoint: 'https://otlp.acme.io/in',
      headers: { 'X-Scope-OrgID': '${env:OUTPUT_1_HEADER_1}', 'Authorization': '${env:OUTPUT_1_HEADER_2}' },
      tls: { ca_file: '/etc/otelcol-ca-1/ca.crt', cert_file: '/etc/otelcol-tls-1/tls.crt', key_file: '/etc/otelcol-tls-1/tls.key' },
    });
    expect(container.env).toEqual(expect.arrayContaining([
      { name: 'OUTPUT_1_HEADER_1', value: 'a$$$$(b)$$$${c}' },
      { name: 'OUTPUT_1_HEADER_2', valueFrom: { secretKeyRef: { name: 'credentials', key: 'header' } } },
    ]));
    expect(spec.volumes).toContainEqual({ name: 'telemetry-tls-1', secret: { secretName: 'credentials' } });
  });

  test('write pages, files and stdout', () => {
    const { config, container } = render((web) => ({
      exporters: [
        TelemetryExporter.prometheus({ port: 9464 }),
        TelemetryExporter.file({ path: '/out/telemetry.json', volume: new SharedVolume(web, 'Out') }),
        TelemetryExporter.debug(),
      ],
    }));
    expect(config.exporters).toEqual({
      'file/1': { path: '/out/telemetry.json', rotation: { max_megabytes: 50, max_backups: 2 } },
      'debug': { verbosity: 'normal', use_internal_logger: false },
      'prometheus/3': { endpoint: '0.0.0.0:9464', resource_to_telemetry_conversion: { enabled: true } },
    });
    expect(container.ports).toContainEqual({ name: 'prometheus', containerPort: 9464 });
  });
});

describe('clients', () => {
  test('are led to the collector by the variables of OpenTelemetry', () => {
    const { app } = render(undefined, (telemetry, web) => telemetry.provideTo(web.containers[0], {
      serviceName: 'web $(HOME)', resourceAttributes: { 'service.namespace': 'a,b=c é' },
    }));
    expect(envOf(app)).toEqual({
      OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:4318',
      OTEL_EXPORTER_OTLP_PROTOCOL: 'http/protobuf',
      OTEL_SERVICE_NAME: 'web $$(HOME)',
      OTEL_RESOURCE_ATTRIBUTES: 'k8s.container.name=main,service.namespace=a%2Cb%3Dc%20%C3%A9',
    });
  });

  test('can speak gRPC', () => {
    const { app } = render(undefined, (telemetry, web) => telemetry.provideTo(web.containers[0], { protocol: OtlpProtocol.GRPC }));
    expect(envOf(app)).toMatchObject({ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:4317', OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc' });
    expect(envOf(app).OTEL_SERVICE_NAME).toMatch(/^shop-web-/);
  });

  test('of Jaeger are led there by theirs', () => {
    const { app } = render({ receivers: [TelemetryReceiver.jaeger({ compactPort: 7831 })], exporters: [TEMPO] }, (telemetry, web) => (
      telemetry.provideJaegerTo(web.containers[0], { serviceName: 'web', resourceAttributes: { team: 'a b' } })));
    expect(envOf(app)).toEqual({
      JAEGER_AGENT_HOST: '127.0.0.1',
      JAEGER_AGENT_PORT: '7831',
      JAEGER_ENDPOINT: 'http://127.0.0.1:14268/api/traces',
      JAEGER_SERVICE_NAME: 'web',
      JAEGER_TAGS: 'k8s.container.name=main,team=a b',
    });
  });

  test('can be sidecars that are created later', () => {
    const { spec } = render(undefined, (telemetry, web) => {
      const other = new TelemetryCollector(web, 'Other', {
        receivers: [TelemetryReceiver.otlp({ grpcPort: 5317, httpPort: 5318 })], exporters: [TelemetryExporter.debug()],
      });
      telemetry.provideTo(other.container);
    });
    expect(spec.initContainers.map(({ name }: any) => name)).toEqual(['telemetry', 'telemetry-drain', 'other']);
    expect(containerOf(spec, 'other').ports.map(({ containerPort }: any) => containerPort)).toEqual([5317, 5318, 13134, 8889]);
  });
});
