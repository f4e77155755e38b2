import { usersDifferOnVolume as rule } from '../../../src/lint/rules/users-differ-on-volume';
import { messagesOf } from '../support/findings';

const pod = (one: number, other: number, { mount = '', ofPod = '', volume = 'emptyDir: {}' } = {}) => `{apiVersion: v1, kind: Pod, spec: {securityContext: {${ofPod}},
  volumes: [{name: v, ${volume}}], containers: [{name: a, securityContext: {runAsUser: ${one}}, volumeMounts: [{name: v, mountPath: /v}]},
  {name: b, securityContext: {runAsUser: ${other}}, volumeMounts: [{name: v, mountPath: /v, ${mount}}]}]}}`;

test('two users are found', () => {
  expect(messagesOf(rule, pod(1, 2))).toEqual(["spec.volumes.0: volume 'v' is written by 'a' as user 1 and by 'b' as 2"]);
});

test.each(['persistentVolumeClaim: {claimName: c}', 'ephemeral: {volumeClaimTemplate: {}}'])('two users of the volume %s are found', (volume) => {
  expect(messagesOf(rule, pod(1, 2, { volume }))).toHaveLength(1);
});

test('two users of one folder of a volume are found', () => {
  expect(messagesOf(rule, pod(1, 2, { mount: 'subPath: x' }).replace('mountPath: /v}', 'mountPath: /v, subPath: x}'))).toHaveLength(1);
});

test.each([
  ['root beside another user', pod(2, 0)],
  ['folders of their own', pod(1, 2, { mount: 'subPath: x' })],
  ['volumes of their own', pod(1, 2).replace(/name: v, mountPath: \/v, \}/, 'name: w, mountPath: /v}')],
  ['one user', pod(1, 1)],
  ['an fsGroup', pod(1, 2, { ofPod: 'fsGroup: 3' })],
  ['one that only reads', pod(1, 2, { mount: 'readOnly: true' })],
  ['root, who may do everything', pod(0, 2)],
  ['a folder of the node', pod(1, 2, { volume: 'hostPath: {path: /data}' })],
])('%s is left alone', (_, yaml) => {
  expect(messagesOf(rule, yaml)).toEqual([]);
});
