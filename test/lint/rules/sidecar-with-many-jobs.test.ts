import { sidecarWithManyJobs as rule } from '../../../src/lint/rules/sidecar-with-many-jobs';
import { messagesOf } from '../support/findings';

const pod = (name: string, script: string) => JSON.stringify({ apiVersion: 'v1', kind: 'Pod', spec: { containers: [{ name: 'app' }, { name, command: ['sh', '-c', script] }] } });

test('three jobs are found, in what is printed too', () => {
  expect(messagesOf(rule, pod('god', 'while true; do echo "logging, monitoring, proxying and caching"; sleep 5; done'))).toEqual([
    "spec.containers.1.command: sidecar 'god' does several jobs: logs, metrics, traffic, caching",
  ]);
});

test.each([
  ['one job that speaks of its files', 'tail -F /var/log/metrics/security.log'],
  ['two jobs', 'while true; do echo "shipping logs"; curl -s health; sleep 5; done'],
])('%s is left alone', (_, script) => {
  expect(messagesOf(rule, pod('s', script))).toEqual([]);
});

test('the app may do as much as it likes', () => {
  expect(messagesOf(rule, '{apiVersion: v1, kind: Pod, spec: {containers: [{command: [sh, -c, "logs; metrics; proxy"]}]}}')).toEqual([]);
});

test('programs are known by their names', () => {
  expect(messagesOf(rule, pod('god', 'nginx & fluent-bit -c /f & prometheus & wait'))).toEqual([expect.stringContaining('logs, metrics, traffic')]);
});
