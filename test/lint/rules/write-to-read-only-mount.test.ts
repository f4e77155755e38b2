import { writeToReadOnlyMount as rule } from '../../../src/lint/rules/write-to-read-only-mount';
import { messagesOf } from '../support/findings';

const pod = (script: string, mounts = '[{name: data, mountPath: /data, readOnly: true}]') => JSON.stringify({
  apiVersion: 'v1',
  kind: 'Pod',
  spec: {
    containers: [{ name: 'app', command: ['sh', '-c', script], volumeMounts: 'MOUNTS' }],
    volumes: [{ name: 'data', emptyDir: {} }, { name: 'config', configMap: { name: 'c' } }, { name: 'secret', secret: { secretName: 's' } }],
  },
}).replace('"MOUNTS"', mounts);

test.each([
  'date > /data/now', 'while sleep 5; do date >> /data/log; done', 'echo x | tee -a /data/log', 'touch /data/ready', 'cp /a /data/', 'mv /tmp/a /data/a', 'echo a > /data/../data/x',
  'if true; then date > /data/x; fi',
])('%s is found on a mount that is read-only', (script) => {
  expect(messagesOf(rule, pod(script))).toEqual([expect.stringMatching(/^spec\.containers\.0\.command\.2: the script of container 'app' writes to \/data.*, which is read-only$/)]);
});

test.each(['config', 'secret'])('it is found on a volume of a %s, whatever the mount says', (name) => {
  expect(messagesOf(rule, pod('date > /etc/app/now', `[{name: ${name}, mountPath: /etc/app, readOnly: false}]`))).toHaveLength(1);
});

test('it is found in a script that a ConfigMap has', () => {
  const yaml = `
apiVersion: v1
kind: ConfigMap
metadata: {name: c}
data: {run.sh: "date > /scripts/now"}
---
apiVersion: v1
kind: Pod
spec:
  initContainers: [{name: i, command: [sh, /scripts/run.sh], volumeMounts: [{name: scripts, mountPath: /scripts}]}]
  volumes: [{name: scripts, configMap: {name: c}}]
`;
  expect(messagesOf(rule, yaml)).toEqual([expect.stringContaining('/scripts/now')]);
});

test.each([
  ['a writable mount', 'date > /data/now', '[{name: data, mountPath: /data}]'],
  ['a writable mount in a read-only one', 'date > /data/run/now', '[{name: config, mountPath: /data}, {name: data, mountPath: /data/run}]'],
  ['a folder beside the mount', 'date > /data-of-mine/now', '[{name: config, mountPath: /data}]'],
  ['a file that is read', 'cat /data/a > /tmp/a; cp /data/b /tmp/; tail -F /data/c', '[{name: data, mountPath: /data, readOnly: true}]'],
  ['a write that may fail', 'touch /data/a || true', '[{name: data, mountPath: /data, readOnly: true}]'],
  ['a write that is a test', 'if ! touch /data/a; then echo read-only; fi', '[{name: data, mountPath: /data, readOnly: true}]'],
  ['a folder that may be there', 'mkdir -p /data', '[{name: data, mountPath: /data, readOnly: true}]'],
  ['a file that a variable names', 'date > $FILE', '[{name: data, mountPath: /data, readOnly: true}]'],
])('%s is left alone', (_, script, mounts) => {
  expect(messagesOf(rule, pod(script, mounts))).toEqual([]);
});
