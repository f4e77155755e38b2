import { memoryVolumeAgainstLimit as rule } from '../../../src/lint/rules/memory-volume-against-limit';
import { messagesOf } from '../support/findings';

const pod = (emptyDir: string, mount = '', limit = '64Mi') => `{apiVersion: v1, kind: Pod, spec: {volumes: [{name: v, emptyDir: ${emptyDir}}],
  containers: [{name: a, resources: {limits: {memory: ${limit}}}, volumeMounts: [{name: v, ${mount}}]}]}}`;

test('a volume as large as the limit is found', () => {
  expect(messagesOf(rule, pod('{medium: Memory, sizeLimit: 64Mi}'))).toEqual([
    "spec.volumes.0.emptyDir.sizeLimit: memory-backed volume 'v' may hold 64Mi, and container 'a' may use 64Mi in all",
  ]);
});

test.each([
  ['a smaller volume', pod('{medium: Memory, sizeLimit: 32Mi}')],
  ['who only reads', pod('{medium: Memory, sizeLimit: 1Gi}', 'readOnly: true')],
  ['a volume without a limit', pod('{medium: Memory}')],
  ['a container with another volume', pod('{medium: Memory, sizeLimit: 64Mi}', 'readOnly: true').replace(']}]}}', ']}, {name: b, resources: {limits: {memory: 32Mi}}, volumeMounts: [{name: w}]}]}}')],
  ['no memory limit', pod('{medium: Memory, sizeLimit: 1Gi}', '', 'null')],
  ['a volume on the disk', pod('{sizeLimit: 1Gi}')],
])('%s is left alone', (_, yaml) => {
  expect(messagesOf(rule, yaml)).toEqual([]);
});
