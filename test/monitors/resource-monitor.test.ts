import { Duration } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { AppContainer, InitStep, ResourceMonitor, ResourceMonitorProps, Scraping, SecurityBaseline, Sidecar, SidecarMode } from '../../src';
import { containerOf, IMAGE, KINDS, newChart, newDeployment, podSpecOf, podTemplateOf } from '../support/workloads';

const MODES = [SidecarMode.NATIVE, SidecarMode.CLASSIC];

function envOf(container: any): Record<string, any> {
  return Object.fromEntries(container.env.map(({ name, value, valueFrom }: any) => [name, value ?? valueFrom]));
}

test.each(Object.entries(KINDS))('watches the app of a %s, whose containers see each other\'s processes', (_, create) => {
  const chart = newChart();
  const monitor = new ResourceMonitor(create(chart, { containers: [{ image: 'app:1' }] }), 'Resources');
  const spec = podSpecOf(chart);
  expect(spec.shareProcessNamespace).toBe(true);
  expect(containerOf(spec, 'resources').restartPolicy).toBe('Always');
  expect([monitor.container.name, monitor.metricsPort]).toEqual(['resources', 9199]);
});

test.each(MODES)('has the limits by the downward API and the metrics in one container (%s)', (sidecarMode) => {
  const chart = newChart();
  new ResourceMonitor(newDeployment(chart), 'Resources', { sidecarMode });
  const container = containerOf(podSpecOf(chart), 'resources');
  expect([container.image, container.command, container.args])
    .toEqual(['busybox:1.36.1', ['sh', '/scripts/serve-metrics.sh'], ['sh', '/scripts/resources.sh']]);
  expect(envOf(container)).toEqual({
    RESOURCE_CONTAINER: 'main',
    RESOURCE_INTERVAL: '30',
    RESOURCE_WARN_CPU: '80',
    RESOURCE_WARN_MEMORY: '80',
    RESOURCE_WARN_OPEN_FILES: '80',
    RESOURCE_WARN_THROTTLING: '25',
    RESOURCE_CPU_LIMIT: { resourceFieldRef: { containerName: 'main', resource: 'limits.cpu', divisor: '1m' } },
    RESOURCE_MEMORY_LIMIT: { resourceFieldRef: { containerName: 'main', resource: 'limits.memory' } },
    METRICS_FILE: '/metrics/metrics.prom',
    METRICS_PORT: '9199',
    METRICS_PATH: '/metrics',
  });
});

describe('runs as', () => {
  function contextFor(security: SecurityBaseline, props: ResourceMonitorProps = {}): any {
    const chart = newChart();
    const pod = new kplus.Pod(chart, 'Web');
    new AppContainer(pod, 'App', { image: IMAGE, security });
    new ResourceMonitor(pod, 'Resources', props);
    return containerOf(podSpecOf(chart), 'resources').securityContext;
  }

  test('the user and group of the watched container, restricted all the same', () => {
    expect(contextFor(SecurityBaseline.restricted({ user: 101, group: 102 }))).toMatchObject({
      runAsUser: 101, runAsGroup: 102, runAsNonRoot: true, readOnlyRootFilesystem: true, allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] },
    });
    expect(contextFor(SecurityBaseline.restricted())).toMatchObject({ runAsUser: 1000, runAsGroup: 1000 });
  });

  test('the user of the pod where the container has none', () => {
    const chart = newChart();
    new ResourceMonitor(new kplus.Pod(chart, 'Web', { containers: [{ image: IMAGE }], securityContext: { user: 7, group: 8 } }), 'Resources');
    expect(containerOf(podSpecOf(chart), 'resources').securityContext).toMatchObject({ runAsUser: 7, runAsGroup: 8 });
  });

  test('no root beside a container that is root or does not name its user', () => {
    expect(contextFor(SecurityBaseline.custom({ user: 0, ensureNonRoot: false }))).toMatchObject({ runAsUser: 1000, runAsNonRoot: true });
    expect(contextFor(SecurityBaseline.restricted({ imageUser: true }))).toMatchObject({ runAsUser: 1000, runAsNonRoot: true });
  });

  test('what is named', () => {
    expect(contextFor(SecurityBaseline.restricted(), { security: SecurityBaseline.restricted({ user: 5 }) }).runAsUser).toBe(5);
  });
});

test('watches the container that is named, a native sidecar too, several in a pod', () => {
  const chart = newChart();
  const web = newDeployment(chart);
  const proxy = new Sidecar(web, 'Proxy', { image: IMAGE, security: SecurityBaseline.restricted({ user: 5 }) });
  new ResourceMonitor(web, 'Main', { interval: Duration.millis(1500), warnAbove: { cpu: 0, memory: 100, openFiles: 50.5 }, containerName: 'app-resources' });
  new ResourceMonitor(web, 'Beside', { container: proxy.container, scraping: Scraping.annotations(), metricsPort: 9300, image: 'tools:1' });
  const spec = podSpecOf(chart);
  expect(envOf(containerOf(spec, 'app-resources')))
    .toMatchObject({ RESOURCE_INTERVAL: '2', RESOURCE_WARN_CPU: '0', RESOURCE_WARN_MEMORY: '100', RESOURCE_WARN_OPEN_FILES: '50.5', RESOURCE_WARN_THROTTLING: '25' });
  const beside = containerOf(spec, 'beside');
  expect(envOf(beside)).toMatchObject({ RESOURCE_CONTAINER: 'proxy', METRICS_PORT: '9300' });
  expect([beside.image, beside.securityContext.runAsUser]).toEqual(['tools:1', 5]);
  expect(podTemplateOf(chart).metadata.annotations['prometheus.io/port']).toBe('9300');
});

describe('bad input', () => {
  const fail = (props: ResourceMonitorProps) => () => new ResourceMonitor(newDeployment(), 'Resources', props);

  test('fails when there is no container, or it is in another workload', () => {
    expect(() => new ResourceMonitor(new kplus.Pod(newChart(), 'Web'), 'Resources')).toThrow('\'shop/Web\' has no container that \'shop/Web/Resources\' could watch');
    expect(fail({ container: newDeployment().containers[0] })).toThrow('\'shop/Web\' has no container \'main\' that \'shop/Web/Resources\' could watch');
  });

  test('fails when a container has ended before it could be watched', () => {
    const web = newDeployment();
    const { container } = new InitStep(web, 'Setup', { image: IMAGE });
    expect(() => new ResourceMonitor(web, 'Resources', { container })).toThrow('container \'setup\'');
  });

  test.each([-1, 100.5, 101, NaN])('fails when a threshold is not a percentage: %p', (value) => {
    for (const name of ['cpu', 'memory', 'openFiles', 'throttling']) {
      expect(fail({ warnAbove: { [name]: value } })).toThrow(`threshold ${value} of '${name}' in 'shop/Web/Resources' is not a percentage: use a number from 0 to 100`);
    }
  });

  test('fails when the interval is zero', () => {
    expect(fail({ interval: Duration.seconds(0) })).toThrow('interval in \'shop/Web/Resources\' is zero');
  });

  test('fails when the port of the metrics is not valid or taken', () => {
    expect(fail({ metricsPort: 70000 })).toThrow('port 70000 of container \'resources\'');
    const web = newDeployment();
    new Sidecar(web, 'Exporter', { image: IMAGE, ports: [{ number: 9100 }] });
    expect(() => new ResourceMonitor(web, 'Resources', { metricsPort: 9100 })).toThrow('port 9100/TCP of container \'resources\' in \'shop/Web\' is already taken by container \'exporter\'');
  });

  test('fails when a name is not valid or taken', () => {
    expect(fail({ containerName: 'main' })).toThrow('container name \'main\' is already taken');
    expect(fail({ containerName: 'My Monitor' })).toThrow('name \'My Monitor');
  });

  test('fails when a classic one would keep a Job from completing', () => {
    const job = KINDS.Job(newChart(), { containers: [{ image: IMAGE }] });
    expect(() => new ResourceMonitor(job, 'Resources', { sidecarMode: SidecarMode.CLASSIC })).toThrow('classic sidecar \'resources\' would keep Job');
  });
});
