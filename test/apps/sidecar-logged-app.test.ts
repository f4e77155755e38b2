import { Cron, Size, Testing } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { LogShipper, SecurityBaseline, SharedVolume, SidecarLoggedApp, SidecarLoggedAppProps, SidecarMode, VolumeSource, WorkloadKind } from '../../src/index';
import { containerOf, IMAGE, newChart, podSpecOf, podTemplateOf } from '../support/workloads';

const MINIMAL: SidecarLoggedAppProps = { image: IMAGE, port: 8080, logFiles: ['/var/log/app/*.log'] };

test('three properties give a Deployment with app, log volume and native log sidecar', () => {
  const chart = newChart();
  new SidecarLoggedApp(chart, 'Web', MINIMAL);

  const spec = podSpecOf(chart);
  expect(containerOf(spec, 'app')).toMatchObject({
    image: IMAGE,
    ports: [{ containerPort: 8080 }],
    readinessProbe: { tcpSocket: { port: 8080 } },
    volumeMounts: [{ name: 'logs', mountPath: '/var/log/app' }],
  });
  expect(containerOf(spec, 'logs')).toMatchObject({ restartPolicy: 'Always' });
  expect(Testing.synth(chart).map(({ kind }) => kind)).toEqual(['ConfigMap', 'Deployment']);
});

test.each([
  ['Pod', WorkloadKind.pod()],
  ['Deployment', WorkloadKind.deployment({ replicas: 3 })],
  ['StatefulSet', WorkloadKind.statefulSet()],
  ['DaemonSet', WorkloadKind.daemonSet()],
  ['Job', WorkloadKind.job()],
  ['CronJob', WorkloadKind.cronJob({ schedule: Cron.hourly() })],
])('the workload can be a %s', (kind, workload) => {
  const chart = newChart();
  const app = new SidecarLoggedApp(chart, 'Web', { ...MINIMAL, workload });

  expect(app.workload.kind).toBe(kind);
  expect(podSpecOf(chart).containers[0].name).toBe('app');
  expect(podSpecOf(chart).initContainers[0].name).toBe('logs');
});

test('everything ordinary is a property', () => {
  const chart = newChart();
  const settings = kplus.ConfigMap.fromConfigMapName(chart, 'Settings', 'settings');
  new SidecarLoggedApp(chart, 'Web', {
    ...MINIMAL,
    containerName: 'web',
    command: ['serve'],
    args: ['--fast'],
    env: { MODE: kplus.EnvValue.fromValue('fast') },
    envFrom: [kplus.Env.fromConfigMap(settings)],
    ports: [{ number: 9090, name: 'metrics' }],
    volumeMounts: [{ path: '/settings', volume: kplus.Volume.fromConfigMap(chart, 'SettingsVolume', settings) }],
    liveness: kplus.Probe.fromHttpGet('/live', { port: 8080 }),
    security: SecurityBaseline.restricted({ user: 101 }),
    workload: WorkloadKind.deployment({
      replicas: 4,
      metadata: { name: 'web', labels: { tier: 'front' } },
      podMetadata: { annotations: { team: 'shop' }, labels: { app: 'web' } },
    }),
    service: { port: 80, name: 'web' },
  });

  const [configMap, deployment, service] = Testing.synth(chart);
  expect(deployment).toMatchObject({ metadata: { name: 'web', labels: { tier: 'front' } }, spec: { replicas: 4 } });
  expect(podTemplateOf(chart).metadata).toMatchObject({ labels: { app: 'web' }, annotations: { team: 'shop' } });
  expect(containerOf(podSpecOf(chart), 'web')).toMatchObject({
    command: ['serve'],
    args: ['--fast'],
    env: [{ name: 'MODE', value: 'fast' }],
    envFrom: [{ configMapRef: { name: 'settings' } }],
    ports: [{ containerPort: 8080 }, { containerPort: 9090, name: 'metrics' }],
    livenessProbe: { httpGet: { path: '/live', port: 8080 } },
    securityContext: { runAsUser: 101 },
    volumeMounts: [{ mountPath: '/settings' }, { mountPath: '/var/log/app' }],
  });
  expect(configMap.kind).toBe('ConfigMap');
  expect(service).toMatchObject({ kind: 'Service', metadata: { name: 'web' }, spec: { ports: [{ port: 80, targetPort: 8080 }] } });
});

test('nodes are selected by the scheduling of cdk8s-plus', () => {
  const chart = newChart();
  const app = new SidecarLoggedApp(chart, 'Web', MINIMAL);
  app.scheduling.attract(kplus.Node.labeled(kplus.NodeLabelQuery.is('disk', 'ssd')));

  expect(JSON.stringify(podSpecOf(chart).affinity.nodeAffinity)).toContain('"key":"disk"');
});

test('the limit of the app\'s storage leaves room for the logs', () => {
  const chart = newChart();
  new SidecarLoggedApp(chart, 'Web', { ...MINIMAL, logVolume: { source: VolumeSource.emptyDir({ sizeLimit: Size.gibibytes(1) }) } });

  expect(containerOf(podSpecOf(chart), 'app').resources.limits['ephemeral-storage']).toBe('1124Mi');
});

test('logs in memory or on a claim take no storage of the node', () => {
  const chart = newChart();
  new SidecarLoggedApp(chart, 'Web', { ...MINIMAL, logVolume: { source: VolumeSource.emptyDir({ inMemory: true }) } });

  expect(containerOf(podSpecOf(chart), 'app').resources.limits['ephemeral-storage']).toBe('100Mi');
});

test('positions of the shipper can be kept on a claim, which is there before the workload', () => {
  const chart = newChart();
  const claim = kplus.PersistentVolumeClaim.fromClaimName(chart, 'Claim', 'positions');
  const state = new SharedVolume(chart, 'Positions', { source: VolumeSource.persistentVolumeClaim(claim) });
  new SidecarLoggedApp(chart, 'Web', { ...MINIMAL, shipper: LogShipper.openTelemetryCollector({ state }) });

  expect(podSpecOf(chart).volumes).toContainEqual({ name: 'positions', persistentVolumeClaim: { claimName: 'positions', readOnly: false } });
});

test('a StatefulSet without a port has a Service that gives its pods their names, and nothing else', () => {
  const chart = newChart();
  new SidecarLoggedApp(chart, 'Web', { ...MINIMAL, port: undefined, workload: WorkloadKind.statefulSet() });
  const [service, statefulSet] = ['Service', 'StatefulSet'].map((wanted) => Testing.synth(chart).find(({ kind }) => kind === wanted));
  expect(service.spec).toEqual({ clusterIP: 'None', externalIPs: [], selector: statefulSet.spec.selector.matchLabels, type: 'ClusterIP' });
  expect(statefulSet.spec.serviceName).toBe(service.metadata.name);
});

test('fails when a service is asked for without a port', () => {
  expect(() => new SidecarLoggedApp(newChart(), 'Web', { ...MINIMAL, port: undefined, service: {} })).toThrow('the app has no port: set \'port\'');
});

test('fails when a Job would wait for its classic log sidecar', () => {
  expect(() => new SidecarLoggedApp(newChart(), 'Web', { ...MINIMAL, workload: WorkloadKind.job(), logSidecar: { sidecarMode: SidecarMode.CLASSIC } }))
    .toThrow('classic sidecar \'logs\' would keep Job \'shop/Web\' from completing');
});

test('fails when the log volume is zero', () => {
  expect(() => new SidecarLoggedApp(newChart(), 'Web', { ...MINIMAL, logVolume: { source: VolumeSource.emptyDir({ sizeLimit: Size.mebibytes(0) }) } }))
    .toThrow('size limit of volume \'logs\' in \'shop/Web\' is zero');
});
