import { mountWithoutVolume as rule } from '../../../src/lint/rules/mount-without-volume';
import { messagesOf } from '../support/findings';

test('a mistyped name is found, in init containers too', () => {
  expect(messagesOf(rule, '{apiVersion: v1, kind: Pod, spec: {initContainers: [{name: a, volumeMounts: [{name: x, mountPath: /x}]}]}}')).toEqual([
    "spec.initContainers.0.volumeMounts.0.name: container 'a' mounts volume 'x', which this pod does not have",
  ]);
});

test('a device of a volume that is not there is found', () => {
  expect(messagesOf(rule, '{apiVersion: v1, kind: Pod, spec: {containers: [{name: a, volumeDevices: [{name: x, devicePath: /dev/x}]}]}}')).toEqual([expect.stringContaining('volumeDevices.0.name')]);
});

test('a claim of a StatefulSet is a volume of its pods', () => {
  expect(messagesOf(rule, `{apiVersion: apps/v1, kind: StatefulSet, spec: {selector: {}, volumeClaimTemplates: [{metadata: {name: data}}],
    template: {spec: {containers: [{name: a, volumeMounts: [{name: data, mountPath: /x}], volumeDevices: [{name: data, devicePath: /dev/x}]}]}}}}`)).toEqual([]);
});

test('a patch, whose volumes stand elsewhere, is left alone', () => {
  const workload = '{apiVersion: apps/v1, kind: Deployment, spec: {template: {spec: {containers: [{name: a, volumeMounts: [{name: x, mountPath: /x}]}]}}}}';
  expect(messagesOf(rule, workload)).toEqual([]);
  expect(messagesOf(rule, workload.replace('spec: {', 'spec: {selector: {matchLabels: {app: web}}, '))).toHaveLength(1);
});

test('a custom resource, whose operator may add volumes, is left alone', () => {
  const cluster = '{apiVersion: ray.io/v1, kind: RayCluster, spec: {template: {spec: {containers: [{name: a, volumeMounts: [{name: x, mountPath: /x}]}]}}}}';
  expect(messagesOf(rule, cluster, { templates: [{ group: 'ray.io', kind: 'RayCluster', path: ['spec', 'template'] }] })).toEqual([]);
});
