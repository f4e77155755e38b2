import { logWriterWithoutStorageLimit as rule } from '../../../src/lint/rules/log-writer-without-storage-limit';
import { messagesOf } from '../support/findings';

const pod = (script: string, more = '') => JSON.stringify({ apiVersion: 'v1', kind: 'Pod', spec: { containers: [{ name: 'a', command: ['sh', '-c', script], ...JSON.parse(`{${more}}`) }] } });

test.each(['while true; do date >> /var/log/app.log; done', 'run >>"/app/logs/out"'])('%s is found', (script) => {
  expect(messagesOf(rule, pod(script))).toEqual([expect.stringMatching(/^spec.containers.0.resources.limits.ephemeral-storage: container 'a' writes \//)]);
});

test.each([
  ['a limit', pod('date >> /var/log/app.log', '"resources": {"limits": {"ephemeral-storage": "1Gi"}}')],
  ['a volume', pod('date >> /var/log/app.log', '"volumeMounts": [{"name": "l", "mountPath": "/var/log"}]')],
  ['another file', pod('date >> /data/state')],
])('%s is left alone', (_, yaml) => {
  expect(messagesOf(rule, yaml)).toEqual([]);
});
