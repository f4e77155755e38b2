import { readerMountsWritable as rule } from '../../../src/lint/rules/reader-mounts-writable';
import { messagesOf } from '../support/findings';

const pod = (script: string, mount = '', app = '') => JSON.stringify({ script }).replace(/^.*?:(.*)}$/, (_, text) => `{apiVersion: v1, kind: Pod, spec: {volumes: [{name: v, emptyDir: {}}],
  containers: [{name: a, volumeMounts: [{name: v, mountPath: /logs, ${app}}]}, {name: s, command: [sh, -c, ${text}], volumeMounts: [{name: v, mountPath: /logs, ${mount}}]}]}}`);

test.each(['tail -F /logs/a.log', 'while true; do cat /logs/a.log 2>/dev/null; sleep 5; done'])('%s is found', (script) => {
  expect(messagesOf(rule, pod(script))).toEqual(["spec.containers.1.volumeMounts.0.readOnly: container 's' only reads volume 'v', but mounts it writable"]);
});

const shipper = (image: string, mountPath: string, volume = 'emptyDir: {}') => `{apiVersion: v1, kind: Pod, spec: {volumes: [{name: v, ${volume}}],
  containers: [{name: a, volumeMounts: [{name: v, mountPath: /logs}]}, {name: s, image: '${image}', volumeMounts: [{name: v, mountPath: '${mountPath}'}]}]}}`;

test.each([
  ['a program that ships logs', shipper('docker.io/fluent/fluent-bit:4.1.0', '/var/log/app')],
  ['a loop in a command', pod('tail -F /logs/a.log & wait')],
])('%s is found', (_, yaml) => {
  expect(messagesOf(rule, yaml)).toEqual([expect.stringContaining("container 's' only reads volume 'v'")]);
});

test.each([
  ['a shipper that keeps its positions there', shipper('fluent/fluent-bit:4.1.0', '/var/log/pos')],
  ['a shipper\'s folder that is none of logs', shipper('fluent/fluent-bit:4.1.0', '/queue')],
  ['a program that nobody knows', shipper('example.com/agent:1', '/var/log/app')],
  ['a claim, which may be another\'s', shipper('fluent/fluent-bit:4.1.0', '/var/log/app', 'persistentVolumeClaim: {claimName: c}')],
  ['a script that changes files in their place', pod("tail -F /logs/a.log & sed -i 's/a/b/' /logs/b.log; wait")],
  ['a script that reads something else', pod('tail -F /other/a.log')],
  ['a read-only mount', pod('tail -F /logs/a.log', 'readOnly: true')],
  ['a script that writes', pod('cat /logs/a.log | sort > /logs/b.log')],
  ['a script that removes what it has read', pod('cat /logs/a.log; rm /logs/a.log')],
  ['a volume that nobody writes', pod('tail -F /logs/a.log', '', 'readOnly: true')],
])('%s is left alone', (_, yaml) => {
  expect(messagesOf(rule, yaml)).toEqual([]);
});
