import { ApiObject, App, Chart, Duration, JsonPatch, Size, Testing } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import * as reaches from '../../../src/core/objects/reaches';
import { IMAGE, newChart, newDeployment, podSpecOf } from '../../support/workloads';

/** A pod that grew past what this library knows. */
function newPod(): kplus.Pod {
  return new kplus.Pod(newChart(), 'Web', { containers: [{ image: IMAGE, ports: [{ number: 8080 }] }] });
}

/** A field of theirs that a reach relies on. */
const field = (owner: any, name: string) => owner[name];

test('AbstractPod._containers, AbstractPod._initContainers and Container._ports are the lists that grow', () => {
  const pod = newPod();
  const { containers, initContainers } = reaches.listsOf(pod);
  expect([containers, initContainers, containers?.[0]?._ports]).toEqual([pod.containers, pod.initContainers, pod.containers[0].ports]);
  pod.addContainer({ image: IMAGE, name: 'more' });
  pod.addInitContainer({ image: IMAGE });
  pod.containers[0].addPort({ number: 9090 });
  expect([containers.length, initContainers.length, containers[0]._ports.length]).toEqual([2, 1, 2]);
});

test('Container.mounts is the list that grows', () => {
  const pod = newPod();
  const { mounts } = reaches.listsOf(pod).containers[0];
  pod.containers[0].mount('/data', kplus.Volume.fromEmptyDir(pod, 'Data', 'data'));
  expect(mounts.map(({ path }) => path)).toEqual(['/data']);
});

test('Service._ports is rendered, and Service._selector has the labels', () => {
  const chart = newChart();
  const service = new kplus.Service(chart, 'Service', { selector: newDeployment(chart), ports: [{ port: 80, targetPort: 8080 }] });
  const { ports, selector } = reaches.internalsOf(service);
  expect([field(service, '_ports'), field(service, '_selector')]).toEqual([expect.any(Array), expect.any(Object)]);
  ports[0].targetPort = 9090;
  const { spec } = Testing.synth(chart).find(({ kind }) => kind === 'Service');
  expect([spec.ports[0].targetPort, spec.selector]).toEqual([9090, selector]);
});

test('PodSecurityContext.fsGroup is rendered as it is assigned, and what a user gives is kept', () => {
  const pod = newPod();
  reaches.setDefaultGroup(pod, 2000);
  reaches.setDefaultGroup(pod, 3000);
  expect(podSpecOf(ApiObject.of(pod).chart).securityContext.fsGroup).toBe(2000);
});

test('AbstractPod.terminationGracePeriod is rendered as it is assigned', () => {
  const pod = newPod();
  reaches.setGracePeriod(pod, Duration.seconds(77));
  expect(podSpecOf(ApiObject.of(pod).chart).terminationGracePeriodSeconds).toBe(77);
});

test('PodSecurityContext._sysctls is rendered as it grows', () => {
  const pod = newPod();
  expect(field(pod.securityContext, '_sysctls')).toEqual([]);
  ['0', '1024'].forEach((value) => reaches.setDefaultSysctl(pod, 'net.ipv4.ip_unprivileged_port_start', value));
  expect(podSpecOf(ApiObject.of(pod).chart).securityContext.sysctls).toEqual([{ name: 'net.ipv4.ip_unprivileged_port_start', value: '0' }]);
});

test('ApiObjectMetadataDefinition.annotations has what was added', () => {
  const { podMetadata } = newPod();
  podMetadata.addAnnotation('a', 'b');
  expect([reaches.annotationOf(podMetadata, 'a'), reaches.annotationOf(podMetadata, 'c')]).toEqual(['b', undefined]);
});

test('ApiObjectMetadataDefinition._additionalAttributes and its fields are what it renders', () => {
  const finalizers = ['acme.io/a'];
  const ownerReferences = [{ apiVersion: 'v1', kind: 'Node', name: 'a', uid: '1' }];
  const { metadata } = new ApiObject(newChart(), 'Object', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a', namespace: 'b', finalizers, ownerReferences } });
  metadata.addLabel('a', 'b');
  metadata.addAnnotation('c', 'd');
  metadata.addFinalizers('acme.io/b');
  metadata.add('e', 'f');
  expect(reaches.attributesOf(metadata)).toEqual(metadata.toJson());
});

test('ApiObject.props is what an object was created with', () => {
  const props = { apiVersion: 'v1', kind: 'ConfigMap', data: { a: 'b' } };
  expect(reaches.propsOf(new ApiObject(newChart(), 'Config', props))).toEqual(props);
});

test('ApiObject.patches grows with each patch', () => {
  const object = ApiObject.of(newPod());
  expect(reaches.patchesOf(object)).toEqual([]);
  object.addJsonPatch(JsonPatch.add('/spec/a', 1));
  expect(reaches.patchesOf(object)).toHaveLength(1);
});

test('Volume._toKube gives the kind of a volume', () => {
  expect(reaches.sourceOf(kplus.Volume.fromEmptyDir(newPod(), 'Data', 'data'))).toMatchObject({ name: 'data', emptyDir: {} });
});

test('Probe._toKube and Handler._toKube give their commands', () => {
  const [container] = newPod().containers;
  const command = ['sh', '-c', 'true'];
  const handlers = [kplus.Probe.fromCommand(command), kplus.Handler.fromCommand(command), kplus.Probe.fromTcpSocket(), kplus.Handler.fromHttpGet('/')];
  expect(handlers.map((handler) => reaches.commandOf(handler, container))).toEqual([command, command, [], []]);
});

test('Volume._toKube is what a pod renders, when it renders it', () => {
  const pod = newPod();
  const sources = [{ serviceAccountToken: { path: 'early' } }];
  pod.addVolume(reaches.volumeFrom(pod, 'Token', 'token', () => ({ projected: { sources } })));
  sources[0].serviceAccountToken.path = 'late';
  expect(podSpecOf(ApiObject.of(pod).chart).volumes).toEqual([{ name: 'token', projected: { sources: [{ serviceAccountToken: { path: 'late' } }] } }]);
});

test('ApiObject.name and that of its metadata can be changed, and the latter is written', () => {
  const chart = newChart();
  const object = new ApiObject(chart, 'Object', { apiVersion: 'v1', kind: 'ConfigMap' });
  reaches.rename(object, 'other');
  expect([object.name, object.metadata.name, Testing.synth(chart)[0].metadata.name]).toEqual(['other', 'other', 'other']);
});

test('Container._toKube asks Size.toGibibytes for storage, and takes fractions', () => {
  const limit = Size.mebibytes(100);
  const pod = new kplus.Pod(newChart(), 'Web', { containers: [{ image: IMAGE, resources: { ephemeralStorage: reaches.inGibibytes({ limit }) } }] });
  expect(podSpecOf(ApiObject.of(pod).chart).containers[0].resources).toEqual({ limits: { 'ephemeral-storage': reaches.gibibytesOf(limit) } });
});

test('StatefulSet._toPodSpec is what is rendered', () => {
  const chart = newChart();
  const set = new kplus.StatefulSet(chart, 'Web', {
    containers: [{ image: IMAGE }], service: new kplus.Service(chart, 'Service', { ports: [{ port: 80 }] }),
  });
  set.containers[0].mount('/data', kplus.Volume.fromEmptyDir(set, 'Data', 'data'));
  const renderer = set as unknown as { _toPodSpec(): kplus.k8s.PodSpec };
  const render = renderer._toPodSpec;
  renderer._toPodSpec = () => ({ ...render.call(set), volumes: undefined });
  reaches.renderMountedVolumes(set);
  expect(podSpecOf(chart).volumes).toEqual([{ name: 'data', emptyDir: {} }]);
});

test('AbstractPod._toPodSpec renders the pod spec', () => {
  expect(reaches.podSpecOf(newPod()).containers).toMatchObject([{ image: IMAGE, ports: [{ containerPort: 8080 }] }]);
});

test('Volume._toKube and EnvValue are rendered as they were written', () => {
  const pod = newPod();
  const fieldRef = { fieldPath: 'spec.nodeName' };
  pod.containers[0].env.addVariable('NODE', reaches.variableAsWritten({ name: 'NODE', valueFrom: { fieldRef } }));
  pod.containers[0].mount('/data', reaches.volumeAsWritten(pod, 'Data', { name: 'data', csi: { driver: 'x.example' } }));
  const { containers, volumes } = podSpecOf(ApiObject.of(pod).chart);
  expect([containers[0].env, volumes]).toEqual([[{ name: 'NODE', valueFrom: { fieldRef } }], [{ name: 'data', csi: { driver: 'x.example' } }]]);
});

test('LabelSelector._toKube has the labels', () => {
  expect(reaches.labelsOf(kplus.LabelSelector.of({ labels: { app: 'web' } }))).toEqual({ app: 'web' });
});

test('Construct.node.validate of the root runs before all other validations, for an app and for a single chart', () => {
  const chart = newChart();
  const order: string[] = [];
  const note = (text: string) => () => {
    order.push(text);
    return [];
  };
  chart.node.root.node.addValidation({ validate: note('root') });
  chart.node.addValidation({ validate: note('chart') });
  reaches.beforeValidation(chart.node.root, note('before'));
  Testing.synth(chart);
  expect(order).toEqual(['before', 'root', 'chart']);
});

test('Node.addChild takes a child that was taken out, behind its siblings', () => {
  const pod = newPod();
  new kplus.ConfigMap(pod, 'Config');
  reaches.moveToEnd(ApiObject.of(pod));
  expect(pod.node.children.map(({ node }) => node.id)).toEqual(['Config', 'Resource']);
  expect(Testing.synth(ApiObject.of(pod).chart).map(({ kind }) => kind)).toEqual(['ConfigMap', 'Pod']);
});

test('a volume out of the tree still knows its scope, and the pod has it', () => {
  const pod = newPod();
  const volume = reaches.outOfTree(kplus.Volume.fromEmptyDir(pod, 'Data', 'data'));
  pod.containers[0].mount('/data', volume);
  expect([volume.node.path, pod.node.children.includes(volume)]).toEqual(['shop/Web/Data', false]);
  expect(podSpecOf(ApiObject.of(pod).chart).volumes).toEqual([{ name: 'data', emptyDir: {} }]);
});

test.each([true, false])('Chart._disableResourceNameHashes says whether names end in a hash: %s', (disableResourceNameHashes) => {
  const chart = new Chart(new App(), 'shop', { disableResourceNameHashes });
  const { name } = new ApiObject(chart, 'Web', { apiVersion: 'v1', kind: 'ConfigMap' });
  expect(reaches.hasNameHashes(chart)).toBe(name !== 'shop-web');
  expect(field(chart, '_disableResourceNameHashes')).toBe(disableResourceNameHashes);
});
