import { usersDifferOnVolume as rule } from '../../../src/lint/rules/users-differ-on-volume';
import { messagesOf } from '../support/findings';

const pod = (one: number, other: number, { mount = '', ofPod = '', volume = 'emptyDir: {}' } = {}) => `{apiVersion: v1, kind: Pod, spec: {securityContext: {${ofPod}},
  volumes: [{name: v, ${volume}}], containers: [{name: a, securityContext: {runAsUser: ${one}}, volumeMounts: [{name: v, mountPath: /v}]},
  {name: b, securityContext: {runAsUser: ${other}}, volumeMounts: [{name: v, mountPath: /v, ${mount}}]}]}}`;

test('two users are found', () => {
  expect(messagesOf(rule, pod(1, 2))).toEqual(["spec.volumes.0: volume 'v' is written by 'a' as user 1 and by 'b' as 2"]);
});

test.each([
  ['one user', pod(1, 1)],
  ['an fsGroup', pod(1, 2, { ofPod: 'fsGroup: 3' })],
  ['one that only reads', pod(1, 2, { mount: 'readOnly: true' })],
  ['root, who may do everything', pod(0, 2)],
  ['a folder of the node', pod(1, 2, { volume: 'hostPath: {path: /data}' })],
])('%s is left alone', (_, yaml) => {
  expect(messagesOf(rule, yaml)).toEqual([]);
});
