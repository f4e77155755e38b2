import { Duration, Size } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { CLASSIC, envOf, render, TEMPO } from './support/telemetry';
import {
  KubernetesVersion, ResourceProfile, SharedVolume, SidecarMode, TelemetryCollector, TelemetryExporter, TelemetryPipeline,
  TelemetryProcessor, TelemetryQueue, TelemetryReceiver, TelemetrySignal,
} from '../../src';
import { containerOf, KINDS, newChart, newDeployment, podSpecOf } from '../support/workloads';

describe('the container of a telemetry collector', () => {
  test('listens on localhost, keeps its queue on a volume, and is restricted', () => {
    const { container, spec } = render();
    expect(container).toMatchObject({
      image: 'otel/opentelemetry-collector-contrib:0.159.0',
      args: ['--config=/etc/otelcol/config.yaml'],
      restartPolicy: 'Always',
      ports: [
        { name: 'otlp-grpc', containerPort: 4317 }, { name: 'otlp-http', containerPort: 4318 },
        { name: 'health', containerPort: 13133 }, { name: 'metrics', containerPort: 8888 },
      ],
      securityContext: { runAsUser: 10001, runAsNonRoot: true, readOnlyRootFilesystem: true },
      startupProbe: { httpGet: { path: '/', port: 13133 }, periodSeconds: 1, failureThreshold: 60 },
      livenessProbe: { httpGet: { path: '/', port: 13133 } },
      resources: { limits: { 'memory': '256Mi', 'ephemeral-storage': '300Mi' } },
    });
    expect(container).not.toHaveProperty('readinessProbe');
    expect(spec.volumes).toContainEqual({ name: 'telemetry-state', emptyDir: { sizeLimit: '200Mi' } });
  });

  test('stops behind the sidecar that waits for its queue', () => {
    const { spec, container, drain } = render();
    expect(spec.initContainers.map(({ name }: any) => name)).toEqual(['telemetry', 'telemetry-drain']);
    expect(container).not.toHaveProperty('lifecycle');
    expect(drain).toMatchObject({
      image: 'busybox:1.36.1',
      command: ['sh', '/scripts/drain.sh'],
      restartPolicy: 'Always',
      env: [{ name: 'METRICS_URL', value: 'http://127.0.0.1:8888/metrics' }],
    });
  });

  test.each<[string, () => ReturnType<typeof render>]>([
    ['is classic', () => render({ exporters: [TEMPO], ...CLASSIC })],
    ['has no queue', () => render({ exporters: [TEMPO], queue: TelemetryQueue.none() })],
    ['sends to no server', () => render({ exporters: [TelemetryExporter.debug()] })],
  ])('is kept running for a while, and by nothing else, where it %s', (_, rendered) => {
    const { container, drain } = rendered();
    expect(drain).toBeUndefined();
    expect(container.lifecycle).toEqual({ preStop: { sleep: { seconds: 5 } } });
  });

  test('has the delay that is asked for', () => {
    const { container, drain } = render({ exporters: [TEMPO], stopDelay: Duration.seconds(9) });
    expect(container.lifecycle).toEqual({ preStop: { sleep: { seconds: 9 } } });
    expect(drain).toBeDefined();
  });

  test('lengthens the grace period for a longer delay', () => {
    expect(render({ exporters: [TEMPO], stopDelay: Duration.minutes(1) }).spec.terminationGracePeriodSeconds).toBe(65);
  });

  test('fails when the delay is longer than the grace period that the user has set', () => {
    const web = new kplus.Deployment(newChart(), 'Web', { containers: [{ image: 'web:1.0.0' }], terminationGracePeriod: Duration.seconds(5) });
    expect(() => new TelemetryCollector(web, 'Telemetry', { exporters: [TEMPO], stopDelay: Duration.seconds(5) }))
      .toThrow("grace period of 'shop/Web' is 5 seconds, but 'shop/Web/Telemetry' needs 6: lengthen 'terminationGracePeriod'");
  });

  test('grows with its queue', () => {
    const { container, spec, config } = render({ exporters: [TEMPO], queue: TelemetryQueue.persistent({ size: Size.mebibytes(100) }) });
    expect(config.exporters['otlp_grpc/1'].sending_queue.queue_size).toBe(100 * 1024 * 1024);
    expect(spec.volumes).toContainEqual({ name: 'telemetry-state', emptyDir: { sizeLimit: '1208Mi' } });
    expect(container.resources.limits['ephemeral-storage']).toBe('1300Mi');
  });

  test('keeps its queue on a volume of the user', () => {
    const { container, spec } = render((web) => ({
      exporters: [TEMPO], queue: TelemetryQueue.persistent({ volume: new SharedVolume(web, 'Queue') }),
    }));
    expect(container.volumeMounts).toContainEqual({ name: 'queue', mountPath: '/var/lib/otelcol' });
    expect(spec.volumes.map(({ name }: any) => name)).not.toContain('telemetry-state');
  });

  test.each(Object.keys(KINDS))('works in a %s', (kind) => {
    const chart = newChart();
    const web = KINDS[kind](chart, { containers: [{ image: 'web:1' }] });
    new TelemetryCollector(web, 'Telemetry', { exporters: [TEMPO] }).provideTo(web.containers[0]);
    expect(podSpecOf(chart).initContainers).toHaveLength(2);
  });

  test('is classic below Kubernetes 1.29', () => {
    const chart = newChart();
    KubernetesVersion.of('1.28').applyTo(chart);
    new TelemetryCollector(newDeployment(chart), 'Telemetry', { exporters: [TEMPO] });
    expect(podSpecOf(chart).containers.map(({ name }: any) => name)).toEqual(['main', 'telemetry']);
  });

  test('takes the names, the image and the figures that are given', () => {
    const { spec, config } = render({
      exporters: [TEMPO],
      containerName: 'agent',
      configMapName: 'agent-config',
      image: 'acme/collector:1',
      resources: { memory: { limit: Size.mebibytes(512) } },
      memoryLimit: Size.mebibytes(400),
      metricsPort: 9999,
    });
    expect(containerOf(spec, 'agent')).toMatchObject({ image: 'acme/collector:1', resources: { limits: { memory: '512Mi' } } });
    expect(containerOf(spec, 'agent-drain').env[0].value).toBe('http://127.0.0.1:9999/metrics');
    expect(spec.volumes).toContainEqual({ name: 'agent-config', configMap: { name: expect.stringMatching(/^agent-config-/) } });
    expect(config.processors.memory_limiter).toEqual({ check_interval: '1s', limit_mib: 400, spike_limit_mib: 100 });
    expect(config.service.telemetry.metrics.readers[0].pull.exporter.prometheus).toEqual({ host: '0.0.0.0', port: 9999 });
  });
});

describe('the memory limiter', () => {
  test.each([
    ['of the profile', undefined, 204],
    ['of its own', { memory: { limit: Size.gibibytes(1) } }, 819],
  ])('is below the limit of the container: %s', (_, resources, mebibytes) => {
    const { config, container } = render({ exporters: [TEMPO], resources });
    expect(config.processors.memory_limiter.limit_mib).toBe(mebibytes);
    expect(envOf(container).GOMEMLIMIT).toBe(`${mebibytes}MiB`);
    expect(config.service.pipelines.traces.processors[0]).toBe('memory_limiter');
  });

  test('is left out where there is no limit', () => {
    expect(render({ exporters: [TEMPO], resources: {} }).config.processors).not.toHaveProperty('memory_limiter');
  });

  test('follows the resource profile', () => {
    const chart = newChart();
    ResourceProfile.LARGE.applyTo(chart);
    new TelemetryCollector(newDeployment(chart), 'Telemetry', { exporters: [TEMPO] });
    expect(envOf(containerOf(podSpecOf(chart), 'telemetry')).GOMEMLIMIT).toBe('409MiB');
  });
});

describe('pipelines', () => {
  const idsOf = ({ config }: ReturnType<typeof render>) => Object.fromEntries(Object.entries<any>(config.service.pipelines)
    .map(([id, { receivers, exporters }]) => [id, [...receivers, '->', ...exporters].join(' ')]));

  test('lead every kind of telemetry to all that take it', () => {
    expect(idsOf(render())).toEqual({
      traces: 'otlp -> otlp_grpc/1', metrics: 'otlp -> otlp_grpc/1', logs: 'otlp -> otlp_grpc/1',
    });
    expect(idsOf(render({
      receivers: [TelemetryReceiver.otlp(), TelemetryReceiver.jaeger(), TelemetryReceiver.prometheus({ targets: [{ port: 9102 }] })],
      exporters: [TelemetryExporter.otlp({ url: 'http://tempo:4317', signals: [TelemetrySignal.TRACES] }), TelemetryExporter.prometheus()],
    }))).toEqual({ traces: 'otlp jaeger -> otlp_grpc/1', metrics: 'otlp prometheus -> prometheus/2' });
  });

  test('can be written out, with objects that several share', () => {
    const otlp = TelemetryReceiver.otlp();
    const mimir = TelemetryExporter.otlpHttp({ url: 'http://mimir:8080/otlp' });
    const prometheus = TelemetryReceiver.prometheus({ targets: [{ port: 9102 }] });
    const processors = [TelemetryProcessor.removeAttributes(['user.email'])];
    const rendered = render({
      pipelines: [
        TelemetryPipeline.traces({ receivers: [otlp], processors, exporters: [TEMPO] }),
        TelemetryPipeline.metrics({ receivers: [otlp], exporters: [mimir] }),
        TelemetryPipeline.metrics({ receivers: [prometheus], exporters: [mimir, TelemetryExporter.debug()] }),
      ],
    });
    expect(idsOf(rendered)).toEqual({
      'traces': 'otlp -> otlp_grpc/1', 'metrics': 'otlp -> otlp_http/2', 'metrics/2': 'prometheus -> otlp_http/2 debug',
    });
    expect(rendered.config.service.pipelines.traces.processors).toEqual(['memory_limiter', 'transform/resource', 'transform/1']);
    expect(rendered.config.service.pipelines.metrics.processors).toEqual(['memory_limiter', 'transform/resource']);
    expect(Object.keys(rendered.config.receivers)).toEqual(['otlp', 'prometheus']);
  });

  test('have the attributes of the pod, and remove attributes wherever they are', () => {
    const { config, container } = render({
      exporters: [TelemetryExporter.otlp({ url: 'http://tempo:4317', signals: [TelemetrySignal.TRACES] })],
      processors: [TelemetryProcessor.resourceAttributes({ team: 'shop' }), TelemetryProcessor.removeAttributes(['$a"'])],
    });
    expect(config.processors['transform/resource'].trace_statements[0].statements.slice(0, 4)).toEqual([
      'set(resource.attributes["k8s.namespace.name"], "${env:POD_NAMESPACE}")',
      'set(resource.attributes["k8s.pod.uid"], "${env:POD_UID}")',
      'set(resource.attributes["k8s.node.name"], "${env:NODE_NAME}")',
      'set(resource.attributes["k8s.pod.name"], "${env:POD_NAME}")',
    ]);
    expect(container.env).toContainEqual({ name: 'NODE_NAME', valueFrom: { fieldRef: { fieldPath: 'spec.nodeName' } } });
    expect(config.processors['transform/1']).toEqual({ trace_statements: [{ statements: ['set(resource.attributes["team"], "shop")'] }] });
    expect(config.processors['transform/2'].trace_statements).toEqual(['resource', 'scope', 'span', 'spanevent']
      .map((holder) => ({ statements: [`delete_key(${holder}.attributes, "$$a\\"")`] })));
  });
});

test('what other pods send keeps the attributes of its pod', () => {
  const { config } = render({ receivers: [TelemetryReceiver.otlp({ exposed: true })], exporters: [TelemetryExporter.debug()] });
  const statements = config.processors['transform/resource'].log_statements[0].statements;
  expect(statements[0]).toBe('set(resource.attributes["k8s.namespace.name"], "${env:POD_NAMESPACE}") where resource.attributes["k8s.pod.name"] == nil');
  expect(statements[3]).toBe('set(resource.attributes["k8s.pod.name"], "${env:POD_NAME}") where resource.attributes["k8s.pod.name"] == nil');
});

test('a Job with a classic telemetry collector fails', () => {
  const job = new kplus.Job(newChart(), 'Import', { containers: [{ image: 'a:1' }] });
  expect(() => new TelemetryCollector(job, 'Telemetry', { exporters: [TEMPO], sidecarMode: SidecarMode.CLASSIC })).toThrow('would keep Job');
});
