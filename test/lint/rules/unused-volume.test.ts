import { unusedVolume as rule } from '../../../src/lint/rules/unused-volume';
import { messagesOf } from '../support/findings';

test('a volume that nobody mounts is found', () => {
  expect(messagesOf(rule, rule.example)).toEqual(["spec.volumes.0: volume 'config' is mounted by no container"]);
});

test.each([
  ['a setting of the sidecar that GKE injects', '', 'gke-gcsfuse-cache'],
  ['one that the sidecar of Istio mounts', 'metadata: {annotations: {sidecar.istio.io/userVolumeMount: "[]"}}, ', 'certs'],
  ['one that an annotation names', 'metadata: {annotations: {kuma.io/service-account-token-volume: token}}, ', 'token'],
])('%s is left alone', (_, metadata, name) => {
  expect(messagesOf(rule, `{apiVersion: v1, kind: Pod, ${metadata}spec: {volumes: [{name: ${name}}], containers: [{}]}}`)).toEqual([]);
});

test.each(['initContainers: [{volumeMounts: [{name: v}]}], containers: [{}]', 'containers: [{volumeDevices: [{name: v}]}]',
  'containers: [{env: [{name: A, valueFrom: {fileKeyRef: {volumeName: v}}}]}]'])('one that is used by %s is left alone', (containers) => {
  expect(messagesOf(rule, `{apiVersion: v1, kind: Pod, spec: {volumes: [{name: v}], ${containers}}}`)).toEqual([]);
});

test('a patch, and a pod whose containers stand elsewhere, are left alone', () => {
  expect(messagesOf(rule, '{apiVersion: apps/v1, kind: Deployment, spec: {template: {spec: {volumes: [{name: v}], containers: [{name: a}]}}}}')).toEqual([]);
  expect(messagesOf(rule, '{apiVersion: v1, kind: Pod, spec: {volumes: [{name: v}], containers: []}}')).toEqual([]);
});

test('a volume whose name only ends like that of a setting is found, and one beside that of an annotation', () => {
  const yaml = (name: string): string => `{apiVersion: v1, kind: Pod, metadata: {annotations: {kuma.io/service-account-token-volume: token}}, spec: {volumes: [{name: ${name}}], containers: [{}]}}`;
  expect(messagesOf(rule, yaml('my-gke-gcsfuse-cache'))).toHaveLength(1);
  expect(messagesOf(rule, yaml('data'))).toHaveLength(1);
});

test('an annotation about something else names no volume', () => {
  expect(messagesOf(rule, '{apiVersion: v1, kind: Pod, metadata: {annotations: {team: data}}, spec: {volumes: [{name: data}], containers: [{}]}}')).toHaveLength(1);
});
