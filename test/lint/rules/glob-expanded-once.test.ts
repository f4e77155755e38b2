import { globExpandedOnce as rule } from '../../../src/lint/rules/glob-expanded-once';
import { messagesOf } from '../support/findings';

const pod = (command: string[]) => JSON.stringify({ apiVersion: 'v1', kind: 'Pod', spec: { containers: [{ name: 's', command }] } });

test.each(['tail -F /data/*.log 2>/dev/null || sleep infinity', 'exec tail -n +1 -f /data/app-*.log', 'tail -F $(ls /data/*.log)', 'exec tail -f $(find /data -name app.log)'])('%s is found', (script) => {
  expect(messagesOf(rule, pod(['sh', '-c', script]))).toEqual([expect.stringMatching(/^spec.containers.0.command.2: the script of container 's' follows (\/data\/|\$\((ls|find) \/data)/)]);
});

test.each(['tail -F /data/a.log', 'tail -n 5 /data/*.log', "while true; do tail -n 1 /data/a.log | grep '/x*'; done", 'ls /data/*.log', 'tail -F $(cat /data/name)', 'tail -F "$FILE"'])('%s is left alone', (script) => {
  expect(messagesOf(rule, pod(['sh', '-c', script]))).toEqual([]);
});

test.each([['tail', '-F', '/data/*.log'], ['/usr/bin/tail', '-n', '+1', '-f', '/data/*/app.log']])('a glob that no shell expands is found: %s', (...command) => {
  expect(messagesOf(rule, pod(command))).toEqual([expect.stringMatching(/: container 's' follows a file with the name \/data\/.*: without a shell, nothing expands it$/)]);
});

test.each([[['tail', '-F', '/data/a.log']], [['tail', '-n', '5', '/data/*.log']], [['cat', '-F', '/data/*.log']]])('%j is left alone', (command) => {
  expect(messagesOf(rule, pod(command))).toEqual([]);
});
