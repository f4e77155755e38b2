import { Duration, Size } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import {
  AppContainer, InitStep, LogSidecar, MetricsAdapter, MetricsExporter, ResourceMonitor, ReverseProxy, SharedVolume, Sidecar, SidecarMode,
} from '../../../src/index';
import { containerOf, IMAGE, KINDS, newChart, newDeployment, podSpecOf, podTemplateOf } from '../../support/workloads';

describe.each(Object.entries(KINDS))('in a %s', (_kind, create) => {
  test('init steps and native sidecars start in the order of their creation, before the app', () => {
    const chart = newChart();
    const workload = create(chart);
    new InitStep(workload, 'Setup', { image: IMAGE });
    new Sidecar(workload, 'Proxy', { image: IMAGE, startup: kplus.Probe.fromCommand(['true']) });
    new InitStep(workload, 'Migrate', { image: IMAGE });
    new AppContainer(workload, 'Web', { image: IMAGE });

    const { initContainers, containers } = podSpecOf(chart);
    expect(initContainers.map((container: any) => [container.name, container.restartPolicy]))
      .toEqual([['setup', undefined], ['proxy', 'Always'], ['migrate', undefined]]);
    expect(containers.map((container: any) => container.name)).toEqual(['web']);
  });

  test('containers share a volume, each at its own path', () => {
    const chart = newChart();
    const workload = create(chart, { containers: [{ name: 'main', image: IMAGE }] });
    const data = new SharedVolume(workload, 'Data');
    data.mountTo(workload.containers[0], '/out');
    new Sidecar(workload, 'Reader', { image: IMAGE, volumeMounts: [{ path: '/in', volume: data.volume, readOnly: true }] });

    const spec = podSpecOf(chart);
    expect(spec.volumes).toEqual([{ name: 'data', emptyDir: { sizeLimit: '200Mi' } }]);
    expect(containerOf(spec, 'main').volumeMounts).toEqual([{ name: 'data', mountPath: '/out' }]);
    expect(containerOf(spec, 'reader').volumeMounts).toEqual([{ name: 'data', mountPath: '/in', readOnly: true }]);
    expect(spec.securityContext.fsGroup).toBe(2000);
  });
});

test('every container is restricted, with requests and limits', () => {
  const chart = newChart();
  const pod = new kplus.Pod(chart, 'Web');
  new AppContainer(pod, 'App', { image: IMAGE });
  new Sidecar(pod, 'Helper', { image: IMAGE });
  new InitStep(pod, 'Setup', { image: IMAGE });

  const { initContainers, containers } = podSpecOf(chart);
  for (const container of [...initContainers, ...containers]) {
    expect(container.securityContext).toMatchObject({
      allowPrivilegeEscalation: false,
      capabilities: { drop: ['ALL'] },
      readOnlyRootFilesystem: true,
      runAsNonRoot: true,
      runAsUser: 1000,
      seccompProfile: { type: 'RuntimeDefault' },
    });
    expect(Object.keys(container.resources.requests)).toEqual(expect.arrayContaining(['cpu', 'memory']));
    expect(Object.keys(container.resources.limits)).toEqual(expect.arrayContaining(['cpu', 'memory']));
    expect(container.imagePullPolicy).toBe('IfNotPresent');
  }
});

test('a classic sidecar stands beside the app, which stays the default of kubectl', () => {
  const chart = newChart();
  const workload = newDeployment(chart);
  new Sidecar(workload, 'Helper', { image: IMAGE, sidecarMode: SidecarMode.CLASSIC });

  const template = podTemplateOf(chart);
  expect(template.spec.containers.map((container: any) => container.name)).toEqual(['main', 'helper']);
  expect(template.spec.initContainers).toBeUndefined();
  expect(template.metadata.annotations['kubectl.kubernetes.io/default-container']).toBe('main');
});

test('the app is the first container that is no sidecar', () => {
  const chart = newChart();
  SidecarMode.CLASSIC.applyTo(chart);
  const workload = new kplus.Deployment(chart, 'Web');
  new Sidecar(workload, 'Database', { image: IMAGE, ports: [{ number: 5432 }] });
  new AppContainer(workload, 'App', { image: IMAGE, ports: [{ number: 3000 }] });
  const logs = new LogSidecar(workload, 'Logs', { logFiles: ['/var/log/app/*.log'] });
  const resources = new ResourceMonitor(workload, 'Resources');
  new MetricsAdapter(workload, 'Metrics', { exporter: MetricsExporter.statsd() });
  const service = workload.exposeViaService({ ports: [{ port: 80, targetPort: 3000 }] });
  new ReverseProxy(workload, 'Proxy', { service });

  const { metadata, spec } = podTemplateOf(chart);
  expect(metadata.annotations['kubectl.kubernetes.io/default-container']).toBe('app');
  expect(containerOf(spec, 'database').volumeMounts).toBeUndefined();
  expect(containerOf(spec, 'app').volumeMounts).toEqual([expect.objectContaining({ mountPath: '/var/log/app' })]);
  expect(containerOf(spec, 'app').env).toContainEqual({ name: 'STATSD_HOST', value: '127.0.0.1' });
  expect(containerOf(spec, logs.container.name).volumeMounts).toContainEqual({ name: 'logs', mountPath: '/var/log/app', readOnly: true });
  expect(containerOf(spec, resources.container.name).env).toContainEqual({ name: 'RESOURCE_CONTAINER', value: 'app' });
});

test('writable paths become emptyDirs with a size limit', () => {
  const chart = newChart();
  new Sidecar(newDeployment(chart), 'Nginx', { image: IMAGE, writablePaths: ['/var/cache/nginx'] });

  const spec = podSpecOf(chart);
  expect(containerOf(spec, 'nginx').volumeMounts).toEqual([{ mountPath: '/var/cache/nginx', name: 'nginx-var-cache-nginx' }]);
  expect(spec.volumes).toEqual([{ name: 'nginx-var-cache-nginx', emptyDir: { sizeLimit: '100Mi' } }]);
});

test('a port below 1024 works without root', () => {
  const chart = newChart();
  new Sidecar(newDeployment(chart), 'Proxy', { image: IMAGE, ports: [{ number: 80 }] });

  expect(podSpecOf(chart).securityContext.sysctls).toEqual([{ name: 'net.ipv4.ip_unprivileged_port_start', value: '0' }]);
});

test('ephemeral storage of any size is written', () => {
  const chart = newChart();
  const ephemeralStorage = { request: Size.mebibytes(100), limit: Size.gibibytes(2) };
  new Sidecar(newDeployment(chart), 'Helper', { image: IMAGE, resources: { ephemeralStorage } });

  expect(containerOf(podSpecOf(chart), 'helper').resources).toEqual({
    requests: { 'ephemeral-storage': '100Mi' },
    limits: { 'ephemeral-storage': '2048Mi' },
  });
});

test('options that users keep and reuse are not changed', () => {
  const chart = newChart();
  const workload = newDeployment(chart);
  const options = { image: IMAGE, env: { A: kplus.EnvValue.fromValue('1') }, volumeMounts: [] };
  const first = new Sidecar(workload, 'First', options);
  new Sidecar(workload, 'Second', options);
  first.container.env.addVariable('B', kplus.EnvValue.fromValue('2'));
  new SharedVolume(workload, 'Data').mountTo(first.container, '/data');

  const second = containerOf(podSpecOf(chart), 'second');
  expect(second.env).toEqual([{ name: 'A', value: '1' }]);
  expect(second.volumeMounts).toBeUndefined();
});

test('probes, hooks and environment reach the container', () => {
  const chart = newChart();
  new Sidecar(newDeployment(chart), 'Helper', {
    image: IMAGE,
    command: ['helper'],
    args: ['--verbose'],
    workingDir: '/work',
    env: { MODE: kplus.EnvValue.fromValue('fast') },
    readiness: kplus.Probe.fromTcpSocket({ port: 8080 }),
    liveness: kplus.Probe.fromHttpGet('/healthy', { port: 8080, periodSeconds: Duration.seconds(3) }),
    lifecycle: { preStop: kplus.Handler.fromCommand(['stop']) },
  });

  expect(containerOf(podSpecOf(chart), 'helper')).toMatchObject({
    command: ['helper'],
    args: ['--verbose'],
    workingDir: '/work',
    env: [{ name: 'MODE', value: 'fast' }],
    readinessProbe: { tcpSocket: { port: 8080 } },
    livenessProbe: { httpGet: { path: '/healthy', port: 8080 }, periodSeconds: 3 },
    lifecycle: { preStop: { exec: { command: ['stop'] } } },
  });
});
