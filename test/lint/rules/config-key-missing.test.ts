import { configKeyMissing as rule } from '../../../src/lint/rules/config-key-missing';
import { findingsOf, messagesOf } from '../support/findings';

const set = (object: string, spec: string) => `{apiVersion: v1, metadata: {name: c}, ${object}}\n---\n{apiVersion: v1, kind: Pod, metadata: {name: p}, spec: {${spec}}}`;
const ITEMS = 'volumes: [{name: v, secret: {secretName: c, items: [{key: k, path: k}]}}]';

test('an item of a volume is found', () => {
  expect(messagesOf(rule, set('kind: Secret, stringData: {a: b}', ITEMS))).toEqual(["spec.volumes.0.secret.items.0.key: Secret 'c' has no key 'k'"]);
});

test.each([['stringData: {a: b}', ['metadata']], ['data: {a: b}', ['data']]])('the other place of a Secret with %s is where its keys are', (data, path) => {
  expect(findingsOf([rule], set(`kind: Secret, ${data}`, ITEMS))[0].related.map((place) => place.path)).toEqual([path]);
});

test('the help names the first eight keys', () => {
  const keys = [...'abcdefghi'].map((key) => `${key}: x`).join();
  expect(findingsOf([rule], set(`kind: Secret, data: {${keys}}`, ITEMS))[0].help).toContain("('a', 'b', 'c', 'd', 'e', 'f', 'g', 'h')");
});

test('a Secret in another folder is looked at, unless several folders have one, or the Pod is an example of its own', () => {
  const [secret, pod] = set('kind: Secret, stringData: {a: b}', ITEMS).split('---\n');
  const workload = `{apiVersion: apps/v1, kind: DaemonSet, metadata: {name: p}, spec: {selector: {}, template: {spec: {${ITEMS}}}}}`;
  expect(messagesOf(rule, { 'app/pod.yaml': workload, 'config/secret.yaml': secret })).toHaveLength(1);
  expect(messagesOf(rule, { 'pod.yaml': pod, 'secret.yaml': secret })).toEqual([]);
  expect(messagesOf(rule, { 'one/pod.yaml': workload, 'two/secret.yaml': secret, 'three/secret.yaml': secret })).toEqual([]);
});

test.each([
  ['a key that is there', set('kind: Secret, data: {k: b}', ITEMS)],
  ['binary data', set('kind: ConfigMap, binaryData: {k: b}', 'containers: [{env: [{name: A, valueFrom: {configMapKeyRef: {name: c, key: k}}}]}]')],
  ['an optional key', set('kind: ConfigMap, data: {a: b}', 'containers: [{env: [{name: A, valueFrom: {configMapKeyRef: {name: c, key: k, optional: true}}}]}]')],
  ['an object of another name', set('kind: Secret, data: {a: b}', ITEMS.replace('secretName: c', 'secretName: d'))],
  ['a patch, which may be for another variant', set('kind: Secret, data: {a: b}', '').replace(/---.*/s, `---\n{apiVersion: apps/v1, kind: Deployment, spec: {template: {spec: {${ITEMS}}}}}`)],
  ['a Secret that kustomize adds keys to', `${set('kind: Secret, data: {a: b}', ITEMS)}\n---\n{apiVersion: kustomize.config.k8s.io/v1beta1, kind: Kustomization, secretGenerator: [{name: c, behavior: merge, literals: [k=x]}]}`],
  ['a file that has another name than its key', set('kind: Secret, data: {a: b}', 'volumes: [{name: v, secret: {secretName: c, items: [{key: a, path: k}]}}], containers: [{volumeMounts: [{name: v, subPath: k}]}]')],
  ['a Secret that somebody else fills', set('kind: Secret', ITEMS)],
])('%s is left alone', (_, yaml) => {
  expect(messagesOf(rule, yaml)).toEqual([]);
});
