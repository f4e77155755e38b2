import { readerMountsWritable as rule } from '../../../src/lint/rules/reader-mounts-writable';
import { messagesOf } from '../support/findings';

const pod = (script: string, mount = '', app = '') => JSON.stringify({ script }).replace(/^.*?:(.*)}$/, (_, text) => `{apiVersion: v1, kind: Pod, spec: {volumes: [{name: v, emptyDir: {}}],
  containers: [{name: a, volumeMounts: [{name: v, mountPath: /logs, ${app}}]}, {name: s, command: [sh, -c, ${text}], volumeMounts: [{name: v, mountPath: /logs, ${mount}}]}]}}`);

test.each(['tail -F /logs/a.log', 'while true; do cat /logs/a.log 2>/dev/null; sleep 5; done'])('%s is found', (script) => {
  expect(messagesOf(rule, pod(script))).toEqual(["spec.containers.1.volumeMounts.0.readOnly: container 's' only reads volume 'v', but mounts it writable"]);
});

test.each([
  ['a read-only mount', pod('tail -F /logs/a.log', 'readOnly: true')],
  ['a script that writes', pod('cat /logs/a.log | sort > /logs/b.log')],
  ['a script that removes what it has read', pod('cat /logs/a.log; rm /logs/a.log')],
  ['a volume that nobody writes', pod('tail -F /logs/a.log', '', 'readOnly: true')],
])('%s is left alone', (_, yaml) => {
  expect(messagesOf(rule, yaml)).toEqual([]);
});
