import { emptydirNeverWritten as rule } from '../../../src/lint/rules/emptydir-never-written';
import { messagesOf } from '../support/findings';

const pod = (one: string, other: string, volume = 'emptyDir: {}') => `{apiVersion: v1, kind: Pod, spec: {volumes: [{name: v, ${volume}}],
  initContainers: [{name: i, image: i:1, volumeMounts: [${one}]}], containers: [{name: a, image: a:1, volumeMounts: [${other}]}]}}`;
const READ = '{name: v, mountPath: /v, readOnly: true}';

test.each([[READ, READ], ['', READ]])('an emptyDir with the mounts %s and %s is found', (one, other) => {
  expect(messagesOf(rule, pod(one, other))).toEqual(["spec.volumes.0: volume 'v' is empty forever: every container mounts it read-only"]);
});

test.each([
  ['one that an init container fills', pod('{name: v, mountPath: /v}', READ)],
  ['one that nobody mounts', pod('', '')],
  ['a patch, whose other mounts may stand elsewhere', `{apiVersion: apps/v1, kind: Deployment, spec: {template: ${pod(READ, READ)}}}`],
  ['a ConfigMap', pod(READ, READ, 'configMap: {name: c}')],
])('%s is left alone', (_, yaml) => {
  expect(messagesOf(rule, yaml)).toEqual([]);
});
