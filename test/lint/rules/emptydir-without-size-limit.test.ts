import { emptydirWithoutSizeLimit as rule } from '../../../src/lint/rules/emptydir-without-size-limit';
import { messagesOf } from '../support/findings';

const pod = (volume: string, container = '') => `{apiVersion: v1, kind: Pod, spec: {volumes: [{name: v, ${volume}}], containers: [{${container}}]}}`;

test.each(['emptyDir: {}', 'emptyDir: null', 'emptyDir: {medium: Memory}'])('%s is found', (volume) => {
  expect(messagesOf(rule, pod(volume))).toEqual(["spec.volumes.0.emptyDir.sizeLimit: nothing limits the size of volume 'v'"]);
});

test('a limit, another kind of volume, huge pages, and storage limits of all containers are left alone', () => {
  expect(messagesOf(rule, pod('emptyDir: {sizeLimit: 1Gi}'))).toEqual([]);
  expect(messagesOf(rule, pod('configMap: {name: a}'))).toEqual([]);
  expect(messagesOf(rule, pod('emptyDir: {medium: HugePages-2Mi}'))).toEqual([]);
  expect(messagesOf(rule, pod('emptyDir: {}', 'resources: {limits: {ephemeral-storage: 1Gi}}'))).toEqual([]);
});
