import { mountWithoutVolume as rule } from '../../../src/lint/rules/mount-without-volume';
import { messagesOf } from '../support/findings';

test('a mistyped name is found, in init containers too', () => {
  expect(messagesOf(rule, '{apiVersion: v1, kind: Pod, spec: {initContainers: [{name: a, volumeMounts: [{name: x, mountPath: /x}]}]}}')).toEqual([
    "spec.initContainers.0.volumeMounts.0.name: container 'a' mounts volume 'x', which this pod does not have",
  ]);
});

test('a claim of a StatefulSet is a volume of its pods', () => {
  expect(messagesOf(rule, `{apiVersion: apps/v1, kind: StatefulSet, spec: {volumeClaimTemplates: [{metadata: {name: data}}],
    template: {spec: {containers: [{name: a, volumeMounts: [{name: data, mountPath: /x}], volumeDevices: [{name: data, devicePath: /dev/x}]}]}}}}`)).toEqual([]);
});
