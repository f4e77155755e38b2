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

test('keys are sorted unless cdk8s is told not to', () => {
  const object = newObject({ spec: { z: 1, a: { y: 1, b: 1 } } });
  process.env.CDK8S_DISABLE_SORT = '1';
  try {
    expect(text(plainManifest(object))).toBe(text(object.toJson()));
    expect(Object.keys(plainManifest(object)!.spec)).toEqual(['z', 'a']);
  } finally {
    delete process.env.CDK8S_DISABLE_SORT;
  }
  expect(Object.keys(plainManifest(object)!.spec)).toEqual(['a', 'z']);
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
  ['a key that no object can have', () => newObject({ data: JSON.parse('{ "__proto__": { "a": "b" } }') })],
  ['what fails', () => newObject({ spec: Lazy.any({ produce: () => { throw new Error('no'); } }) })],
])('%s are left to cdk8s', (_, make) => {
  expect(plainManifest(make())).toBeUndefined();
});
