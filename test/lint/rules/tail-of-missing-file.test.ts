import { tailOfMissingFile as rule } from '../../../src/lint/rules/tail-of-missing-file';
import { messagesOf } from '../support/findings';

const pod = (command: string[]) => JSON.stringify({ apiVersion: 'v1', kind: 'Pod', spec: { containers: [{ name: 's', command }] } });

test.each([
  [['sh', '-c', 'tail -f /var/log/app.log']],
  [['sh', '-c', 'echo start; tail -n 10 -f /var/log/app.log']],
  [['sh', '-c', 'exec tail -n+1 -f /var/log/app.log | grep -v x']],
  [['tail', '-f', '/var/log/app.log']],
  [['/usr/bin/tail', '-100f', '/var/log/app.log']],
])('%j is found', (command) => {
  expect(messagesOf(rule, pod(command))).toEqual([expect.stringContaining("container 's' follows /var/log/app.log by tail -f")]);
});

test.each(['ls -e /x', 'echo touch', '[ -n "$x" ]', 'cat /x > /dev/null'])('behind %s, a file that may be missing is found', (command) => {
  expect(messagesOf(rule, pod(['sh', '-c', `${command}; tail -f /var/log/app.log`]))).toHaveLength(1);
});

test.each(['mkfifo /var/log/app.log', 'test -e /var/log/app.log', '[[ -s /var/log/app.log ]]', '[ ! -f /var/log/app.log ]', 'date > /var/log/app.log'])('behind %s, the file is there', (command) => {
  expect(messagesOf(rule, pod(['sh', '-c', `${command}; tail -f /var/log/app.log`]))).toEqual([]);
});

test.each([
  [['sh', '-c', 'tail -F /var/log/app.log']],
  [['sh', '-c', 'tail -n +1 -F /var/log/app.log']],
  [['sh', '-c', 'touch /var/log/app.log; tail -f /var/log/app.log']],
  [['sh', '-c', 'until [ -f /var/log/app.log ]; do sleep 1; done; tail -f /var/log/app.log']],
  [['sh', '-c', 'tail -f /dev/null']],
  [['tail', '--retry', '-f', '/var/log/app.log']],
])('%j is left alone', (command) => {
  expect(messagesOf(rule, pod(command))).toEqual([]);
});

const shared = (sidecar: string, init = '') => `{apiVersion: v1, kind: Pod, spec: {initContainers: [${init}], containers: [
  {name: app, volumeMounts: [{name: logs, mountPath: /logs}]}, {name: s, ${sidecar}}], volumes: [{name: logs, emptyDir: {}}]}}`;

test.each(['command: [tail, -F, /logs/a.log]', 'command: [sh, -c, "exec tail -n +1 -f /logs/a.log"]', 'command: [tail, -F, /logs/a.log], volumeMounts: [{name: logs, mountPath: /data}]'])('a sidecar that does not mount what it follows is found: %s', (sidecar) => {
  expect(messagesOf(rule, shared(sidecar))).toEqual([expect.stringContaining("container 's' follows /logs/a.log, which is in volume 'logs', and does not mount it there")]);
});

test.each([
  'command: [tail, -F, /logs/a.log], volumeMounts: [{name: logs, mountPath: /logs}]',
  'command: [tail, -F, /data/a.log], volumeMounts: [{name: logs, mountPath: /data}]',
  'command: [tail, -F, /logs-of-mine/a.log]',
  'command: [sh, -c, "server & exec tail -F /logs/a.log"]',
  'command: [sh, -c, "date > /logs/a.log; exec tail -F /logs/a.log"]',
])('a sidecar that has what it follows is left alone: %s', (sidecar) => {
  expect(messagesOf(rule, shared(sidecar))).toEqual([]);
});

const FOLLOWS = 'command: [tail, -f, /logs/a.log], volumeMounts: [{name: logs, mountPath: /logs}]';

test.each(['[touch, /data/a.log]', '[sh, -c, "date > /logs/a.log"]', '[mkfifo, /logs/a.log]'])('a file that an init container makes by %s is there', (command) => {
  expect(messagesOf(rule, shared(FOLLOWS, `{name: i, command: ${command}}`))).toEqual([]);
});

test('a file is not there because an init container makes another one', () => {
  expect(messagesOf(rule, shared(FOLLOWS, '{name: i, command: [touch, /logs/b.log]}'))).toHaveLength(1);
});
