import { ApiObject, App, Chart, JsonPatch, Lazy, Size } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import * as fc from 'fast-check';
import { plainManifest } from '../../../src/core/objects/plain-rendering';
import { IMAGE, KINDS, newChart } from '../../support/workloads';

/** With the order of keys, and values that JSON has not. */
const text = (manifest: unknown) => JSON.stringify(manifest, (_, value) => value === undefined || Object.is(value, -0) ? `${String(value)}?` : value);

const { IntOrString, Quantity } = kplus.k8s;
const scalars = fc.oneof(fc.string(), fc.double({ noNaN: true }), fc.boolean(), fc.constantFrom(null, undefined, IntOrString.fromNumber(80), Quantity.fromString('1Gi')));
/** cdk8s cannot render a key `__proto__`. */
const keys = fc.string().filter((key) => key !== '__proto__');
const { value: values } = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    scalars,
    fc.array(tie('value')),
    fc.dictionary(keys, tie('value'), { noNullPrototype: true }),
    tie('value').map((value) => Lazy.any({ produce: () => value })),
    tie('value').map((value) => ({ resolve: () => value })),
  ),
}));

const newObject = (data: object, chart = newChart()) => new ApiObject(chart, 'Object', { apiVersion: 'acme.io/v1', kind: 'Thing', ...data });

test('values of all forms are rendered as cdk8s renders them', () => {
  fc.assert(fc.property(fc.dictionary(fc.constantFrom('spec', 'data', 'z', 'a'), values), fc.dictionary(keys, fc.string(), { noNullPrototype: true }), (data, labels) => {
    const object = newObject({ ...data, metadata: { labels, annotations: labels } });
    expect(text(plainManifest(object))).toBe(text(object.toJson()));
  }));
});

test('keys that cdk8s is told not to sort are left to it', () => {
  const object = newObject({ spec: { z: 1, a: { y: 1, b: 1 } } });
  process.env.CDK8S_DISABLE_SORT = '1';
  try {
    expect(plainManifest(object)).toBeUndefined();
  } finally {
    delete process.env.CDK8S_DISABLE_SORT;
  }
  expect(Object.keys(plainManifest(object)!.spec)).toEqual(['a', 'z']);
});

test.each<[string, object]>([
  ['a namespace and finalizers', { namespace: 'shop', finalizers: ['acme.io/a'] }],
  ['owners', { ownerReferences: [{ apiVersion: 'v1', kind: 'Node', name: 'a', uid: '1' }] }],
  ['nothing in labels and lists', { labels: {}, finalizers: [], more: { of: {} } }],
  ['nothing that is known', { labels: { a: undefined, b: null }, annotations: null }],
  ['what is known later', { labels: { a: Lazy.any({ produce: () => 'b' }) }, annotations: Lazy.any({ produce: () => ({}) }) }],
  ['more than cdk8s knows', { generation: 1, isOld: false, managedFields: [{ manager: 'a', fieldsV1: {} }, null] }],
])('metadata with %s is rendered as cdk8s renders it', (_, metadata) => {
  const object = newObject({ metadata });
  object.metadata.addLabel('late', 'a');
  object.metadata.add('z', 'later');
  object.metadata.addAnnotation('a', 'b');
  expect(plainManifest(object)).toBeDefined();
  expect(text(plainManifest(object))).toBe(text(object.toJson()));
});

test.each(Object.keys(KINDS))('a %s of cdk8s-plus is rendered as cdk8s renders it', (kind) => {
  const chart = new Chart(new App(), 'chart', { namespace: 'shop', labels: { z: '1', a: '2' } });
  const pod = KINDS[kind](chart);
  pod.addContainer({
    image: IMAGE,
    ports: [{ number: 8080 }],
    liveness: kplus.Probe.fromTcpSocket({ port: 8080 }),
    envVariables: { Z: kplus.EnvValue.fromValue('1'), A: kplus.EnvValue.fromValue('2') },
    resources: { memory: { request: Size.mebibytes(1) } },
    volumeMounts: [{ path: '/data', volume: kplus.Volume.fromEmptyDir(pod, 'Data', 'data') }],
  });
  const object = ApiObject.of(pod);
  expect(plainManifest(object)).toMatchObject({ kind });
  expect(text(plainManifest(object))).toBe(text(object.toJson()));
});

/** Values where they belong, elsewhere, and of properties that the class does not know. */
const pods = ((): fc.Arbitrary<any> => {
  const mostly = (usual: fc.Arbitrary<unknown>) => fc.oneof({ weight: 9, arbitrary: usual }, { weight: 1, arbitrary: values });
  const some = (properties: { [name: string]: fc.Arbitrary<unknown> }) => fc.record(properties, { requiredKeys: [], noNullPrototype: true });
  const struct = (properties: { [name: string]: fc.Arbitrary<unknown> }) => mostly(
    fc.oneof({ weight: 9, arbitrary: some(properties) }, { weight: 1, arbitrary: some({ ...properties, unknown: values, value: values }) }),
  );
  const list = (item: fc.Arbitrary<unknown>) => mostly(fc.array(item, { maxLength: 3 }));
  const texts = fc.dictionary(fc.constantFrom('a', 'B', 'b', 'value'), fc.string(), { noNullPrototype: true });
  const port = mostly(fc.constantFrom(80, 'http', IntOrString.fromNumber(80), IntOrString.fromString('http'), { value: 80 }, { value: 'a', other: 'b' }));
  const amount = mostly(fc.constantFrom(Quantity.fromNumber(1), Quantity.fromString('1Gi')));
  const container = struct({
    args: list(fc.string()),
    command: values,
    env: list(struct({ name: scalars })),
    livenessProbe: struct({ httpGet: struct({ port, path: fc.string() }), periodSeconds: scalars }),
    ports: list(struct({ hostIp: scalars, containerPort: scalars })),
    resources: struct({ limits: fc.dictionary(fc.constantFrom('cpu', 'memory'), amount) }),
  });
  return fc.record({
    metadata: fc.record({ labels: texts }),
    spec: struct({ hostIpc: scalars, containers: list(container), nodeSelector: mostly(texts) }),
  }, { requiredKeys: [] });
})();

const resultOf = (render: () => unknown) => {
  try {
    return text(render());
  } catch (error) {
    return String(error);
  }
};

test('what a class of cdk8s-plus does to properties is done as the class does it, also once it is learned', () => {
  fc.assert(fc.property(fc.array(pods, { minLength: 1, maxLength: 4 }), (all) => {
    const chart = newChart();
    all.forEach((props, index) => {
      const object = new kplus.k8s.KubePod(chart, `Pod${index}`, props);
      expect(resultOf(() => plainManifest(object) ?? object.toJson())).toBe(resultOf(() => object.toJson()));
    });
  }));
});

test('the class is not asked again for what is learned', () => {
  const manifest = jest.spyOn(kplus.k8s.KubeService, 'manifest');
  const ports = [{ port: 1, targetPort: IntOrString.fromNumber(2) }];
  const rendered = (type: string) => plainManifest(new kplus.k8s.KubeService(newChart(), 'Service', { spec: { type, ports } }));
  const [first, second] = [rendered('ClusterIP'), rendered('NodePort')];
  expect(manifest).toHaveBeenCalledTimes(1);
  expect(second).toEqual({ ...first, spec: { ...first!.spec, type: 'NodePort' } });
  manifest.mockRestore();
});

test('properties that cdk8s writes under other names keep their order', () => {
  const services = [{ clusterIp: '10.0.0.1' }, { clusterIPs: ['10.0.0.1'] }, { clusterIp: '10.0.0.1', clusterIPs: ['10.0.0.1'] }];
  [...services, ...services].forEach((spec) => {
    const object = new kplus.k8s.KubeService(newChart(), 'Service', { spec });
    expect(text(plainManifest(object))).toBe(text(object.toJson()));
  });
});

test('a property that looks like one that cdk8s writes is left out as the class does it', () => {
  [{ hostIPC: true, hostIpc: true }, { hostIPC: true }].forEach((spec) => {
    const object = new kplus.k8s.KubeReplicaSet(newChart(), 'Object', { spec: { selector: {}, template: { spec: spec as any } } });
    expect(text(plainManifest(object))).toBe(text(object.toJson()));
  });
});

test('all classes of cdk8s-plus copy properties in the order of their names, but for the metadata', () => {
  const copies = Object.entries(kplus.k8s).filter(([name]) => name.startsWith('toJson_'));
  const unordered = copies.filter(([, copy]) => {
    const names = [...String(copy).matchAll(/^\s*'([^']+)': /gm)].map(([, name]) => name).filter((name) => name !== 'metadata');
    return String(names) !== String([...names].sort());
  });
  expect(copies.length).toBeGreaterThan(400);
  expect(unordered.map(([name]) => name)).toEqual([]);
});

class Renamed extends kplus.k8s.KubeConfigMap {
  public toJson(): any {
    return { ...super.toJson(), kind: 'Other' };
  }
}

test.each<[string, () => ApiObject]>([
  ['patches', () => {
    const object = newObject({});
    object.addJsonPatch(JsonPatch.add('/a', 1));
    return object;
  }],
  ['resolvers of the user', () => newObject({}, new Chart(new App({ resolvers: [{ resolve: (context) => context.value === 'a' && context.replaceValue('b') }] }), 'chart'))],
  ['a class of the user', () => new Renamed(newChart(), 'Object', {})],
  ['what cannot be rendered', () => newObject({ at: new Date() })],
  ['metadata that cannot be rendered', () => newObject({ metadata: { at: new Date() } })],
  ['a key that no object can have', () => newObject({ data: JSON.parse('{ "__proto__": { "a": "b" } }') })],
  ['what fails', () => newObject({ spec: Lazy.any({ produce: () => { throw new Error('no'); } }) })],
])('%s are left to cdk8s', (_, make) => {
  expect(plainManifest(make())).toBeUndefined();
});
