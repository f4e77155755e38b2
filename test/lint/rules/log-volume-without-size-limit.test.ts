import { logVolumeWithoutSizeLimit as rule } from '../../../src/lint/rules/log-volume-without-size-limit';
import { messagesOf } from '../support/findings';

const pod = (name: string, path: string, emptyDir = '{}', more = '') => `{apiVersion: v1, kind: Pod, spec: {volumes: [{name: ${name}, emptyDir: ${emptyDir}}],
  containers: [{volumeMounts: [{name: ${name}, mountPath: ${path}}], ${more}}, {volumeMounts: [{name: ${name}, mountPath: ${path}}]}]}}`;

test.each([['logs', '/data'], ['shared', '/var/log/nginx'], ['shared-logs', '/x']])('volume %s at %s is found', (name, path) => {
  expect(messagesOf(rule, pod(name, path))).toEqual([`spec.volumes.0.emptyDir.sizeLimit: nothing limits the size of volume '${name}', which holds logs`]);
});

test('a volume whose logs a script reads is found', () => {
  expect(messagesOf(rule, pod('shared', '/data', '{}', 'command: [sh, -c, "tail -F /data/*.log"]'))).toHaveLength(1);
});

test.each([
  ['a limit of the volume', pod('logs', '/logs', '{sizeLimit: 1Gi}')],
  ['a limit of a container that writes it', pod('logs', '/logs', '{}', 'resources: {limits: {ephemeral-storage: 1Gi}}')],
  ['a volume for something else', pod('catalog', '/data/catalogs')],
  ['a volume that one container mounts twice', '{apiVersion: v1, kind: Pod, spec: {volumes: [{name: logs, emptyDir: {}}], containers: [{volumeMounts: [{name: logs, mountPath: /logs}, {name: logs, mountPath: /data}]}, {}]}}'],
  ['a volume of one container', '{apiVersion: v1, kind: Pod, spec: {volumes: [{name: logs, emptyDir: {}}], containers: [{volumeMounts: [{name: logs, mountPath: /logs}]}, {}]}}'],
])('%s is left alone', (_, yaml) => {
  expect(messagesOf(rule, yaml)).toEqual([]);
});
