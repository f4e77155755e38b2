import { App, Chart, Size } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { ProgramName, PROGRAMS } from '../../../src/core/settings/known-programs';
import { Endpoint, ImageTable, KubernetesVersion, LogSidecar, ResourceProfile, SharedVolume, Sidecar, SidecarMode, VolumeSource } from '../../../src/index';
import { containerOf, IMAGE, newChart, newDeployment, podSpecOf } from '../../support/workloads';

function isNative(sidecar: Sidecar): boolean {
  return sidecar.container.restartPolicy === kplus.ContainerRestartPolicy.ALWAYS;
}

describe('sidecar mode', () => {
  test.each([['1.28', false], ['v1.28.9', false], ['1.29', true], ['1.34.4', true]])('Kubernetes %s has native sidecars: %p', (version, expected) => {
    const chart = newChart();
    KubernetesVersion.of(version).applyTo(chart);
    expect(isNative(new Sidecar(newDeployment(chart), 'Helper', { image: IMAGE }))).toBe(expected);
  });

  test('sidecars are native unless something else is said', () => {
    expect(isNative(new Sidecar(newDeployment(), 'Helper', { image: IMAGE }))).toBe(true);
  });

  test('the nearest scope wins, and a pattern\'s own mode over all', () => {
    const app = new App();
    SidecarMode.CLASSIC.applyTo(app);
    const classic = new Chart(app, 'classic');
    const native = new Chart(app, 'native-chart');
    SidecarMode.NATIVE.applyTo(native);
    expect(isNative(new Sidecar(newDeployment(classic), 'Helper', { image: IMAGE }))).toBe(false);
    expect(isNative(new Sidecar(newDeployment(native), 'Helper', { image: IMAGE }))).toBe(true);
    expect(isNative(new Sidecar(classic.node.findChild('Web') as kplus.Deployment, 'Own', { image: IMAGE, sidecarMode: SidecarMode.NATIVE }))).toBe(true);
  });

  test('fails when a setting comes after a pattern that has read it', () => {
    const chart = newChart();
    new Sidecar(newDeployment(chart), 'Helper', { image: IMAGE });
    expect(() => SidecarMode.CLASSIC.applyTo(chart))
      .toThrow('sidecar mode of \'shop\' was already read by \'shop/Web/Helper\': apply it before the patterns below it are created');
    expect(() => KubernetesVersion.of('1.30').applyTo(chart.node.root)).toThrow('Kubernetes version of the app was already read');
  });
});

describe('image table', () => {
  test('a mirror is put before every image of the table', () => {
    const chart = newChart();
    ImageTable.of({ mirror: 'registry.acme.io/mirror/' }).applyTo(chart);
    new LogSidecar(newDeployment(chart), 'Logs', { logFiles: ['/logs/a.log'] });
    expect(containerOf(podSpecOf(chart), 'logs').image).toBe('registry.acme.io/mirror/busybox:1.36.1');
  });

  test('an image of the table can be replaced', () => {
    const chart = newChart();
    ImageTable.of({ busybox: 'acme/busybox:7' }).applyTo(chart);
    new LogSidecar(newDeployment(chart), 'Logs', { logFiles: ['/logs/a.log'] });
    expect(containerOf(podSpecOf(chart), 'logs').image).toBe('acme/busybox:7');
  });

  test('an image can be pinned by a digest', () => {
    const chart = newChart();
    const image = `busybox:1.36.1@sha256:${'0a'.repeat(32)}`;
    ImageTable.of({ mirror: 'registry.acme.io/mirror', busybox: image }).applyTo(chart);
    new LogSidecar(newDeployment(chart), 'Logs', { logFiles: ['/logs/*.log'] });
    expect(containerOf(podSpecOf(chart), 'logs').image).toBe(`registry.acme.io/mirror/${image}`);
  });

  test.each(['@sha256:0a', '@sha512:00', '@', `@sha256:${'0A'.repeat(32)}`])('fails when the digest of an image is not valid: %s', (digest) => {
    expect(() => ImageTable.of({ busybox: `busybox${digest}` })).toThrow("image table has 'busybox' set to");
  });

  test('fails when an image or the mirror is empty or has blanks', () => {
    expect(() => ImageTable.of({ mirror: ' ' })).toThrow('image table has \'mirror\' set to \' \'');
    expect(() => ImageTable.of({ busybox: '' })).toThrow('image table has \'busybox\' set to \'\'');
  });
});

describe('resource profile', () => {
  test('gives figures by role, and one role can be replaced', () => {
    const chart = newChart();
    ResourceProfile.of({ script: { memory: { limit: Size.mebibytes(99) } } }).applyTo(chart);
    const workload = newDeployment(chart);
    new Sidecar(workload, 'Helper', { image: IMAGE });
    new LogSidecar(workload, 'Logs', { logFiles: ['/logs/a.log'] });
    const spec = podSpecOf(chart);
    expect(containerOf(spec, 'helper').resources).toEqual({ limits: { memory: '99Mi' } });
    expect(containerOf(spec, 'logs').resources.limits).toEqual({ 'cpu': '200m', 'memory': '64Mi', 'ephemeral-storage': '300Mi' });
  });
});

describe('shared volume', () => {
  test('in memory', () => {
    const chart = newChart();
    const source = VolumeSource.emptyDir({ inMemory: true, sizeLimit: Size.mebibytes(16) });
    const workload = newDeployment(chart);
    new SharedVolume(workload, 'Cache', { source }).mountTo(workload.containers[0], '/cache');
    expect(podSpecOf(chart).volumes).toEqual([{ name: 'cache', emptyDir: { medium: 'Memory', sizeLimit: '16Mi' } }]);
  });

  test('of a claim, under a name of its own', () => {
    const chart = newChart();
    const workload = newDeployment(chart);
    const claim = kplus.PersistentVolumeClaim.fromClaimName(chart, 'Claim', 'orders');
    const volume = new SharedVolume(workload, 'Data', { volumeName: 'orders', source: VolumeSource.persistentVolumeClaim(claim) });
    volume.mountTo(workload.containers[0], '/data');
    expect(podSpecOf(chart).volumes).toEqual([{ name: 'orders', persistentVolumeClaim: { claimName: 'orders', readOnly: false } }]);
  });

  test('of a volume that is there, which keeps its name', () => {
    const chart = newChart();
    const workload = newDeployment(chart);
    const existing = kplus.Volume.fromEmptyDir(chart, 'Existing', 'scratch');
    new SharedVolume(workload, 'Data', { source: VolumeSource.existing(existing) }).mountTo(workload.containers[0], '/data');
    expect(podSpecOf(chart).volumes).toEqual([{ name: 'scratch', emptyDir: {} }]);
  });

  test('a group that the user has set stays', () => {
    const chart = newChart();
    const workload = new kplus.Deployment(chart, 'Web', { containers: [{ image: IMAGE }], securityContext: { fsGroup: 7 } });
    new SharedVolume(workload, 'Data').mountTo(workload.containers[0], '/data');
    expect(podSpecOf(chart).securityContext.fsGroup).toBe(7);
  });
});

describe('endpoint', () => {
  test('is handed over in the variables that are named', () => {
    const chart = newChart();
    const { container } = new Sidecar(newDeployment(chart), 'Client', { image: IMAGE });
    new Endpoint({ port: 6379 }).provideTo(container, { host: 'REDIS_HOST', port: 'REDIS_PORT', address: 'REDIS_ADDR', url: 'REDIS_URL', scheme: 'redis' });
    expect(containerOf(podSpecOf(chart), 'client').env).toEqual([
      { name: 'REDIS_HOST', value: '127.0.0.1' },
      { name: 'REDIS_PORT', value: '6379' },
      { name: 'REDIS_ADDR', value: '127.0.0.1:6379' },
      { name: 'REDIS_URL', value: 'redis://127.0.0.1:6379' },
    ]);
  });

  test('writes an IPv6 address in brackets', () => {
    expect(new Endpoint({ host: '::1', port: 80 }).address).toBe('[::1]:80');
  });
});

test.each(Object.entries(PROGRAMS))('the table of images has %s, which another image replaces', (name, { image }) => {
  const chart = new Chart(new App(), 'shop');
  expect(ImageTable._for(chart)._image(name as ProgramName)).toBe(image);
  const other = new Chart(new App(), 'shop');
  ImageTable.of({ [name]: 'acme/own:1' }).applyTo(other);
  expect(ImageTable._for(other)._image(name as ProgramName)).toBe('acme/own:1');
});
