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

test('an annotation about something else names no volume', () => {
  expect(messagesOf(rule, '{apiVersion: v1, kind: Pod, metadata: {annotations: {team: data}}, spec: {volumes: [{name: data}], containers: [{}]}}')).toHaveLength(1);
});
