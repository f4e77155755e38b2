import { Chart, Size, Testing } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { AppContainer, Endpoint, InitStep, KubernetesVersion, SecurityBaseline, SharedVolume, Sidecar, SidecarMode, VolumeSource } from '../../../src/index';
import { IMAGE, KINDS, newChart, newDeployment } from '../../support/workloads';

describe('names', () => {
  test('fails when a container name is taken', () => {
    expect(() => new Sidecar(newDeployment(), 'Helper', { image: IMAGE, containerName: 'main' }))
      .toThrow('container name \'main\' is already taken in \'shop/Web\': set \'containerName\' to another name');
  });

  test('fails when a container name is taken by an init container', () => {
    const workload = newDeployment();
    new InitStep(workload, 'Setup', { image: IMAGE });
    expect(() => new AppContainer(workload, 'App', { image: IMAGE, containerName: 'setup' })).toThrow('container name \'setup\' is already taken');
  });

  test.each(['Web', 'a_b', '-a', 'a.b', '', 'a'.repeat(64)])('fails when a container name is not a DNS label: %p', (containerName) => {
    expect(() => new Sidecar(newDeployment(), 'Helper', { image: IMAGE, containerName })).toThrow(`container name '${containerName}' in 'shop/Web' is not a DNS label`);
  });

  test('fails when a volume name is not a DNS label', () => {
    expect(() => new SharedVolume(newDeployment(), 'Logs', { volumeName: 'My Logs' })).toThrow('volume name \'My Logs\' in \'shop/Web\' is not a DNS label');
  });

  test('fails when an image is empty', () => {
    expect(() => new Sidecar(newDeployment(), 'Helper', { image: '' })).toThrow('image of container \'helper\' in \'shop/Web/Helper\' is empty');
  });
});

describe('ports', () => {
  test('fails when a port is taken by another container of the pod', () => {
    const workload = newDeployment();
    new Sidecar(workload, 'First', { image: IMAGE, ports: [{ number: 8080 }] });
    expect(() => new Sidecar(workload, 'Second', { image: IMAGE, ports: [{ number: 8080 }] }))
      .toThrow('port 8080/TCP of container \'second\' in \'shop/Web\' is already taken by container \'first\'');
  });

  test('fails when a port stands twice in one container', () => {
    expect(() => new Sidecar(newDeployment(), 'Helper', { image: IMAGE, ports: [{ number: 80 }, { number: 80, name: 'http' }] }))
      .toThrow('port 80/TCP of container \'helper\' in \'shop/Web\' is already taken by container \'helper\'');
  });

  test('the same port of another protocol, or of an init step that has ended, is free', () => {
    const workload = newDeployment();
    new InitStep(workload, 'Setup', { image: IMAGE, ports: [{ number: 8080 }] });
    new Sidecar(workload, 'First', { image: IMAGE, ports: [{ number: 8080 }] });
    new Sidecar(workload, 'Second', { image: IMAGE, ports: [{ number: 8080, protocol: kplus.Protocol.UDP }] });
    const { initContainers } = Testing.synth(Chart.of(workload)).find(({ kind }) => kind === 'Deployment').spec.template.spec;
    expect(initContainers.map(({ ports: [{ containerPort, protocol }] }: any) => [containerPort, protocol])).toEqual([[8080, undefined], [8080, undefined], [8080, 'UDP']]);
  });

  test.each([0, 65536, 70000, -1, 80.5])('fails when a port is not valid: %p', (number) => {
    expect(() => new Sidecar(newDeployment(), 'Helper', { image: IMAGE, ports: [{ number }] })).toThrow(`port ${number} of container 'helper'`);
    expect(() => new Endpoint({ port: number })).toThrow(`port ${number} of an endpoint`);
  });

  test('fails when an endpoint has none', () => {
    expect(() => new Endpoint(undefined as any)).toThrow('port undefined of an endpoint');
  });

  test.each(['', 'a-name-of-16-char', 'Http', '80', 'a--b', '-a', 'a b'])('fails when one is called %j', (name) => {
    expect(() => new Sidecar(newDeployment(), 'Helper', { image: IMAGE, ports: [{ number: 80, name }] }))
      .toThrow(`port name ${JSON.stringify(name)} of container 'helper' in 'shop/Web' is not valid`);
  });

  test('fails when two of a container have one name', () => {
    const ports = [1, 2].map((number) => ({ number, name: 'http' }));
    expect(() => new Sidecar(newDeployment(), 'Helper', { image: IMAGE, ports })).toThrow('port name \'http\' of container \'helper\' in \'shop/Web\' is used twice');
  });
});

test('fails when the folder that a program starts in is relative', () => {
  expect(() => new Sidecar(newDeployment(), 'Helper', { image: IMAGE, workingDir: 'data' })).toThrow('workingDir \'data\' in \'shop/Web/Helper\' is relative');
});

test.each([undefined, ''])('fails when the image is %j', (image) => {
  expect(() => new Sidecar(newDeployment(), 'Helper', { image: image as any })).toThrow('image of container \'helper\' in \'shop/Web/Helper\' is empty');
});

describe('volumes', () => {
  test.each(['/x', '/x/', '//x'])('fails when a mount path is taken in the same container: %p', (path) => {
    const workload = newDeployment();
    const first = new SharedVolume(workload, 'First');
    const second = new SharedVolume(workload, 'Second');
    first.mountTo(workload.containers[0], '/x');
    expect(() => second.mountTo(workload.containers[0], path))
      .toThrow(`mount path '${path}' of container 'main' in 'shop/Web' is already taken by volume 'first'`);
  });

  test('fails when the mounts of one container share a path', () => {
    const workload = newDeployment();
    const volume = new SharedVolume(workload, 'Data').volume;
    expect(() => new Sidecar(workload, 'Helper', { image: IMAGE, volumeMounts: [{ path: '/x', volume }, { path: '/x/', volume }] }))
      .toThrow('mount path \'/x/\' of container \'helper\'');
  });

  test('fails when another volume of the pod has the name', () => {
    const pod = newDeployment();
    new SharedVolume(pod, 'One', { volumeName: 'data' }).mountTo(pod.containers[0], '/one');
    const other = new SharedVolume(pod, 'Other', { volumeName: 'data' });
    const message = 'is already taken by a volume of container \'main\': give one of them another name';
    expect(() => other.mountTo(pod.containers[0], '/other')).toThrow(message);
    expect(() => new Sidecar(pod, 'Beside', { image: IMAGE, volumeMounts: [{ path: '/other', volume: other.volume }] }))
      .toThrow(`volume name 'data' of container 'beside' in 'shop/Web' ${message}`);
  });

  test('fails when a mount path is relative', () => {
    const workload = newDeployment();
    expect(() => new SharedVolume(workload, 'Data').mountTo(workload.containers[0], 'data')).toThrow('\'data\' in \'shop/Web\' is relative: start it with \'/\'');
  });

  test('fails when a volume is from another pod', () => {
    const chart = newChart();
    const other = new kplus.Pod(chart, 'Other');
    const volume = new SharedVolume(other, 'Data');
    const workload = newDeployment(chart);
    expect(() => new Sidecar(workload, 'Helper', { image: IMAGE, volumeMounts: [{ path: '/x', volume: volume.volume }] }))
      .toThrow('volume \'data\' of \'shop/Other/Data\' is mounted into container \'helper\' of another workload, \'shop/Web\'');
    expect(() => volume.mountTo(workload.containers[0], '/x')).toThrow('container \'main\' is in another workload than volume \'data\'');
  });

  test('fails when a volume is from another chart', () => {
    const chart = newChart();
    const volume = kplus.Volume.fromEmptyDir(new Chart(chart.node.root, 'other'), 'Data', 'data');
    expect(() => new Sidecar(newDeployment(chart), 'Helper', { image: IMAGE, volumeMounts: [{ path: '/x', volume }] })).toThrow('of another chart');
  });

  test('fails when a size limit is zero', () => {
    const source = VolumeSource.emptyDir({ sizeLimit: Size.mebibytes(0) });
    expect(() => new SharedVolume(newDeployment(), 'Data', { source })).toThrow('size limit of volume \'data\' in \'shop/Web\' is zero');
  });
});

describe('sidecars', () => {
  test.each(['Job', 'CronJob'])('fails when a classic sidecar would keep a %s from completing', (kind) => {
    const workload = KINDS[kind](newChart());
    expect(() => new Sidecar(workload, 'Helper', { image: IMAGE, sidecarMode: SidecarMode.CLASSIC }))
      .toThrow(`classic sidecar 'helper' would keep ${kind} 'shop/Web' from completing: use SidecarMode.NATIVE`);
  });

  test('fails when a scope is not inside a workload', () => {
    expect(() => new Sidecar(newChart(), 'Helper', { image: IMAGE })).toThrow('\'shop/Helper\' is not inside a workload');
  });

  test('fails when native sidecars are asked for on a Kubernetes without them', () => {
    const chart = newChart();
    KubernetesVersion.of('1.28').applyTo(chart);
    expect(() => new Sidecar(newDeployment(chart), 'Helper', { image: IMAGE, sidecarMode: SidecarMode.NATIVE })).toThrow('Kubernetes 1.28 does not have them');
  });

  test.each(['', '1', 'latest', '2.0', '1.x', '1.31-beta'])('fails when a version is not a version: %p', (version) => {
    expect(() => KubernetesVersion.of(version)).toThrow(`Kubernetes version '${version}' is not a version`);
  });

  test('fails when the user is root or contradicts the image\'s', () => {
    expect(() => SecurityBaseline.restricted({ user: 0 })).toThrow('user 0 is root');
    expect(() => SecurityBaseline.restricted({ user: 5, imageUser: true })).toThrow('contradict each other');
  });
});

describe('what is added past the library is checked at synthesis', () => {
  test('fails when a later container takes a name', () => {
    const chart = newChart();
    const workload = newDeployment(chart);
    new Sidecar(workload, 'Helper', { image: IMAGE });
    workload.addContainer({ name: 'helper', image: IMAGE });
    expect(() => Testing.synth(chart)).toThrow('container name \'helper\' is already taken in \'shop/Web\'');
  });

  test('fails when a later mount takes a path', () => {
    const chart = newChart();
    const workload = newDeployment(chart);
    const helper = new Sidecar(workload, 'Helper', { image: IMAGE });
    const volume = kplus.Volume.fromEmptyDir(chart, 'Data', 'data');
    helper.container.mount('/x', volume);
    helper.container.mount('/x/', volume);
    expect(() => Testing.synth(chart)).toThrow('mount path \'/x/\' of container \'helper\'');
  });

  test('fails when a later mount takes a path after a synthesis', () => {
    const chart = newChart();
    const helper = new Sidecar(newDeployment(chart), 'Helper', { image: IMAGE });
    const volume = kplus.Volume.fromEmptyDir(chart, 'Data', 'data');
    helper.container.mount('/x', volume);
    Testing.synth(chart);
    helper.container.mount('/x/', volume);
    expect(() => Testing.synth(chart)).toThrow('mount path \'/x/\' of container \'helper\'');
  });
});

describe('endpoints', () => {
  test('fails when an environment variable is taken, wrong or missing', () => {
    const { container } = new Sidecar(newDeployment(), 'Helper', { image: IMAGE, env: { PGHOST: kplus.EnvValue.fromValue('db') } });
    const endpoint = new Endpoint({ port: 5432 });
    expect(() => endpoint.provideTo(container, { host: 'PGHOST' })).toThrow('environment variable \'PGHOST\' of container \'helper\' is already set');
    expect(() => endpoint.provideTo(container, { host: 'PG HOST' })).toThrow('environment variable \'PG HOST\' for container \'helper\' is not a valid name');
    expect(() => endpoint.provideTo(container, {})).toThrow('no environment variable is given');
    expect(() => endpoint.provideTo(container, undefined as any)).toThrow('no environment variable is given');
    expect(() => endpoint.provideTo(container, { url: 'DB_URL', scheme: '' })).toThrow('scheme "" for endpoint 127.0.0.1:5432 in container \'helper\' is not valid');
  });

  test.each(['a b', 'db:5432', '10.0.0.1:5432', ':', 'a::b::c'])('fails when a host has blanks or a port: %p', (host) => {
    expect(() => new Endpoint({ host, port: 1 })).toThrow(`host '${host}' of an endpoint is not a host`);
  });
});
