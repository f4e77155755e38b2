import { unusedVolume as rule } from '../../../src/lint/rules/unused-volume';
import { messagesOf } from '../support/findings';

test('a volume that nobody mounts is found', () => {
  expect(messagesOf(rule, rule.example)).toEqual(["spec.volumes.0: volume 'config' is mounted by no container"]);
});

test.each(['initContainers: [{volumeMounts: [{name: v}]}], containers: [{}]', 'containers: [{volumeDevices: [{name: v}]}]',
  'containers: [{env: [{name: A, valueFrom: {fileKeyRef: {volumeName: v}}}]}]'])('one that is used by %s is left alone', (containers) => {
  expect(messagesOf(rule, `{apiVersion: v1, kind: Pod, spec: {volumes: [{name: v}], ${containers}}}`)).toEqual([]);
});
