import { App, ApiObject, Chart, Testing } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { PodResources, SidecarLoggedApp } from '../../../src';

interface Given {
  readonly requests?: object;
  readonly limits?: object;
}

const app = (resources: Given = {}) => ({ name: 'app', resources });
const init = (name: string, resources: Given = {}) => ({ name, resources });
const sidecar = (name: string, resources: Given = {}) => ({ name, resources, restartPolicy: 'Always' });
const cpu = (amount: string) => ({ requests: { cpu: amount } });
const figure = (spec: object, resource = 'cpu') => PodResources.ofManifest(spec).figure(resource);

describe('the effective request', () => {
  test.each<[string, object, string, string]>([
    ['one container', { containers: [app(cpu('100m'))] }, '100m', 'containers that run together'],
    ['nobody asks', { containers: [app()] }, '0', '-'],
    ['containers add up', { containers: [app(cpu('0.1')), app(cpu('0.2'))] }, '300m', 'containers that run together'],
    ['a small init container makes no difference', { initContainers: [init('a', cpu('50m'))], containers: [app(cpu('100m'))] }, '100m', 'containers that run together'],
    ['an init container as large as the others makes no difference', { initContainers: [init('a', cpu('100m'))], containers: [app(cpu('100m'))] }, '100m', 'containers that run together'],
    ['an init container that alone asks', { initContainers: [init('a', cpu('0'))], containers: [app()] }, '0', "init container 'a'"],
    ['figures that are empty', { overhead: null, resources: { requests: null }, containers: [app({ requests: null as any, limits: { cpu: '100m' } })] }, '100m', 'containers that run together'],
    ['the largest init container decides', { initContainers: [init('a', cpu('1')), init('b', cpu('2'))], containers: [app(cpu('100m'))] }, '2', "init container 'b'"],
    ['native sidecars add to the app', { initContainers: [sidecar('s', cpu('50m'))], containers: [app(cpu('100m'))] }, '150m', 'containers that run together'],
    ['sidecars before an init container run with it',
      { initContainers: [sidecar('s', cpu('50m')), init('a', cpu('1'))], containers: [app(cpu('100m'))] }, '1050m', "init container 'a'"],
    ['sidecars after an init container do not',
      { initContainers: [init('a', cpu('1')), sidecar('s', cpu('50m'))], containers: [app(cpu('100m'))] }, '1', "init container 'a'"],
    ['each init container with the sidecars before it',
      { initContainers: [sidecar('s', cpu('1')), init('a', cpu('2')), sidecar('t', cpu('2')), init('b', cpu('1'))], containers: [app(cpu('100m'))] }, '4', "init container 'b'"],
    ['a limit stands in for a request', { containers: [app({ limits: { cpu: '200m' } })] }, '200m', 'containers that run together'],
    ['a request of zero does not take the limit', { containers: [app({ requests: { cpu: 0 }, limits: { cpu: 1 } })] }, '0', 'containers that run together'],
    ['overhead comes on top', { overhead: { cpu: '10m' }, containers: [app(cpu('100m'))] }, '110m', 'containers that run together'],
    ['overhead alone', { overhead: { cpu: '10m' }, containers: [app()] }, '10m', 'overhead'],
    ['the figure of the pod replaces those of containers', { resources: cpu('50m'), containers: [app(cpu('100m'))] }, '50m', 'pod'],
    ['a pod with a limit alone requests what its containers do', { resources: { limits: { cpu: '1' } }, containers: [app(cpu('100m'))] }, '100m', 'pod'],
    ['or its limit, when they request nothing', { resources: { limits: { cpu: '1' } }, containers: [app()] }, '1', 'pod'],
    ['overhead comes on top of the pod\'s figure', { overhead: { cpu: '10m' }, resources: cpu('50m'), containers: [app()] }, '60m', 'pod'],
  ])('%s', (_, spec, request, decidedBy) => {
    expect(figure(spec)).toMatchObject({ request, decidedBy });
  });

  test.each<[string, object, string]>([
    ['ephemeral-storage', { containers: [app({ requests: { 'ephemeral-storage': '100Mi' } })] }, '100Mi'],
    ['hugepages-2Mi', { resources: { limits: { 'hugepages-2Mi': '4Mi' } }, containers: [app({ limits: { 'hugepages-2Mi': '2Mi' } })] }, '4Mi'],
    ['nvidia.com/gpu', { resources: { requests: { 'nvidia.com/gpu': 5 } }, containers: [app({ limits: { 'nvidia.com/gpu': 1 } })] }, '1'],
    ['memory', { containers: [app({ requests: { memory: '128M' } }), app({ requests: { memory: '128Mi' } })] }, '256072Ki'],
  ])('of %s', (resource, spec, request) => {
    expect(figure(spec, resource)).toMatchObject({ request });
  });
});

describe('the effective limit', () => {
  const limit = (amount: string) => ({ limits: { cpu: amount } });
  test.each<[string, object, string | undefined]>([
    ['nobody has one', { containers: [app()] }, undefined],
    ['all have one', { initContainers: [sidecar('s', limit('1'))], containers: [app(limit('1'))] }, '2'],
    ['a sidecar without one can use the node', { initContainers: [sidecar('s')], containers: [app(limit('1'))] }, undefined],
    ['an init container without one makes no difference', { initContainers: [init('a')], containers: [app(limit('1'))] }, '1'],
    ['a larger one of an init container counts', { initContainers: [init('a', limit('3'))], containers: [app(limit('1'))] }, '3'],
    ['sidecars before an init container have theirs with it', { initContainers: [sidecar('s', limit('2')), init('a', limit('3'))], containers: [app(limit('1'))] }, '5'],
    ['the pod has one', { resources: limit('4'), containers: [app()] }, '4'],
    ['overhead is added to it', { overhead: { cpu: '10m' }, containers: [app(limit('1'))] }, '1010m'],
  ])('%s', (_, spec, expected) => {
    expect(figure(spec).limit).toBe(expected);
  });

  test('without a limit for storage a sidecar can use that of the node', () => {
    expect(figure({ containers: [app({ limits: { 'ephemeral-storage': '1Gi' } }), app()] }, 'ephemeral-storage').limit).toBeUndefined();
  });

  test('without a limit for GPUs a sidecar gets none', () => {
    expect(figure({ containers: [app({ limits: { 'nvidia.com/gpu': 1 } }), app()] }, 'nvidia.com/gpu').limit).toBe('1');
  });
});

describe('the QoS class', () => {
  const both = (amount: string) => ({ cpu: amount, memory: amount });
  const full = { requests: both('1'), limits: both('1') };
  test.each<[string, object, string]>([
    ['no figures', { containers: [app()] }, 'BestEffort'],
    ['a figure of zero', { containers: [app(cpu('0'))] }, 'BestEffort'],
    ['storage alone', { containers: [app({ requests: { 'ephemeral-storage': '1Gi' } })] }, 'BestEffort'],
    ['a request', { containers: [app(cpu('1'))] }, 'Burstable'],
    ['requests that equal limits', { containers: [app(full)] }, 'Guaranteed'],
    ['limits alone', { containers: [app({ limits: both('1') })] }, 'Guaranteed'],
    ['limits in another notation', { containers: [app({ requests: both('1'), limits: both('1000m') })] }, 'Guaranteed'],
    ['requests below limits', { containers: [app({ requests: both('1'), limits: both('2') })] }, 'Burstable'],
    ['a limit too few', { containers: [app({ limits: { cpu: '1' } })] }, 'Burstable'],
    ['a sidecar without figures', { initContainers: [sidecar('s')], containers: [app(full)] }, 'Burstable'],
    ['an init container without figures', { initContainers: [init('a')], containers: [app(full)] }, 'Burstable'],
    ['figures of the pod', { resources: full, containers: [app()] }, 'Guaranteed'],
    ['figures of the pod before those of containers', { resources: cpu('1'), containers: [app(full)] }, 'Burstable'],
  ])('%s', (_, spec, qosClass) => {
    expect(PodResources.ofManifest(spec).qosClass).toBe(qosClass);
  });
});

describe('the part of the sidecars', () => {
  test('is that of native and of classic ones', () => {
    const spec = { initContainers: [sidecar('s', cpu('100m'))], containers: [app(cpu('200m')), { name: 'classic', resources: cpu('100m') }] };
    expect(figure(spec)).toMatchObject({ sidecarRequest: '200m', sidecarShare: 0.5 });
  });

  test('knows the app by the annotation', () => {
    const metadata = { annotations: { 'kubectl.kubernetes.io/default-container': 'app' } };
    const spec = { containers: [{ name: 'first', resources: cpu('300m') }, app(cpu('100m'))] };
    expect(figure({ kind: 'Deployment', spec: { template: { metadata, spec } } })).toMatchObject({ sidecarRequest: '300m', sidecarShare: 0.75 });
  });

  test('is zero when nobody requests anything', () => {
    expect(figure({ containers: [app()] })).toMatchObject({ sidecarRequest: '0', sidecarShare: 0 });
  });
});

describe('where the pod comes from', () => {
  const spec = { containers: [app(cpu('100m'))] };
  test.each<[string, object]>([
    ['a pod spec', spec],
    ['a Pod', { kind: 'Pod', spec }],
    ['a Deployment', { kind: 'Deployment', spec: { template: { spec } } }],
    ['a CronJob', { kind: 'CronJob', spec: { jobTemplate: { spec: { template: { spec } } } } }],
    ['a PodTemplate', { kind: 'PodTemplate', template: { spec } }],
    ['a custom resource', { kind: 'Rollout', spec: { template: { spec } } }],
  ])('%s', (_, manifest) => {
    expect(figure(manifest).request).toBe('100m');
  });

  test('a workload of cdk8s-plus', () => {
    const deployment = new kplus.Deployment(Testing.chart(), 'Web', { containers: [{ image: 'web:1', resources: { cpu: { request: kplus.Cpu.millis(150) } } }] });
    expect(PodResources.of(deployment).figure('cpu').request).toBe('150m');
  });

  test('an app of the library', () => {
    const web = new SidecarLoggedApp(new Chart(new App(), 'shop'), 'Web', { image: 'web:1', logFiles: ['/var/log/app/*.log'] });
    expect(String(PodResources.of(web.workload))).toMatch(/^Deployment 'shop-web-.*', QoS class Burstable\n\nresource .*request .*limit .*\ncpu +150m +700m +50m \(33 %\)/);
  });

  test('fails when there is no pod', () => {
    const service = new ApiObject(Testing.chart(), 'Service', { apiVersion: 'v1', kind: 'Service' });
    expect(() => PodResources.of(service)).toThrow("'test/Service' has no pod template: pass a workload");
    expect(() => PodResources.ofManifest({ kind: 'Service', metadata: { name: 'web' } })).toThrow("Service 'web' has no pod");
    expect(() => PodResources.ofManifest(undefined)).toThrow('has no pod');
  });

  test.each<[string, object]>([
    ['containers[0].resources.requests.cpu', { containers: [app(cpu('1cpu'))] }],
    ['initContainers[1].resources.requests.cpu', { initContainers: [init('a'), init('b', cpu('1cpu'))], containers: [app()] }],
    ['resources.limits.memory', { resources: { limits: { memory: '1cpu' } }, containers: [app()] }],
    ['overhead.memory', { overhead: { memory: '1cpu' }, containers: [app()] }],
    ['volumes[1].emptyDir.sizeLimit', { volumes: [{ emptyDir: {} }, { emptyDir: { sizeLimit: '1cpu' } }], containers: [app()] }],
  ])('fails when the quantity at %s is none', (at, manifest) => {
    expect(() => PodResources.ofManifest(manifest)).toThrow(`quantity "1cpu" at ${at} of `);
  });

  test.each(['1Gb', '-1', true])('fails when a quantity is %p', (memory) => {
    const manifest = { kind: 'Pod', metadata: { name: 'web' }, spec: { containers: [app(), { name: 'b', resources: { limits: { memory } } }] } };
    expect(() => PodResources.ofManifest(manifest)).toThrow(`quantity ${JSON.stringify(memory)} at containers[1].resources.limits.memory of Pod 'web' is not valid`);
  });
});

test('a table for people, and the same as data', () => {
  const resources = PodResources.ofManifest({
    kind: 'Pod',
    metadata: { name: 'web' },
    spec: { initContainers: [sidecar('s', { requests: { cpu: '100m', memory: '64Mi' } })], containers: [app({ requests: { cpu: '300m' }, limits: { memory: '1Gi' } })] },
  });
  expect(String(resources)).toBe(`Pod 'web', QoS class Burstable

resource  request  limit  sidecars     decided by
cpu       400m     none   100m (25 %)  containers that run together
memory    1088Mi   none   64Mi (6 %)   containers that run together`);
  expect(resources.toJson()).toEqual({
    owner: "Pod 'web'",
    qosClass: 'Burstable',
    figures: [
      { resource: 'cpu', request: '400m', decidedBy: 'containers that run together', sidecarRequest: '100m', sidecarShare: 0.25 },
      { resource: 'memory', request: '1088Mi', decidedBy: 'containers that run together', sidecarRequest: '64Mi', sidecarShare: 0.0588 },
    ],
  });
});
