import { volumeOfOneContainer as rule } from '../../../src/lint/rules/volume-of-one-container';
import { messagesOf } from '../support/findings';

const pod = (name: string, { other = '', path = '/x', medium = '' } = {}) => `{apiVersion: v1, kind: Pod, spec: {volumes: [{name: ${name}, emptyDir: {${medium}}}],
  containers: [{name: a, volumeMounts: [{name: ${name}, mountPath: ${path}}]}, {name: b, volumeMounts: [${other}]}]}}`;

test.each(['shared', 'logs', 'shared-data'])('%s of one container is found', (name) => {
  expect(messagesOf(rule, pod(name))).toEqual([`spec.volumes.0: volume '${name}' is mounted by 'a' alone`]);
});

test.each([
  ['one that both mount', pod('shared', { other: '{name: shared, mountPath: /y}' })],
  ['a private one', pod('tmp')],
  ['one at a private path', pod('v1', { path: '/var/cache/nginx' })],
  ['shared memory', pod('dshm', { medium: 'medium: Memory' })],
])('%s is left alone', (_, yaml) => {
  expect(messagesOf(rule, yaml)).toEqual([]);
});
