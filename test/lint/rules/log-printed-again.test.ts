import { logPrintedAgain as rule } from '../../../src/lint/rules/log-printed-again';
import { messagesOf } from '../support/findings';

const pod = (script: string) => JSON.stringify({ apiVersion: 'v1', kind: 'Pod', spec: { containers: [{ name: 's', command: ['sh', '-c', script] }] } });

test.each([
  'while true; do tail -n 5 /var/log/nginx/access.log; sleep 10; done',
  'watch -n 5 cat /logs/a.log',
  'watch tail -n 3 /log/a.log',
  'while true; do cat log.txt /srv/a.log; sleep 5; done',
  ...['grep ERROR', 'sed s/a/b/', 'awk 1', 'cut -c 1', 'tr a b', 'sort', 'head -3', 'tail -3', 'sort | head -3'].map((filter) => `while true; do cat /logs/a.log | ${filter}; sleep 5; done`),
  'while true; do tail -5 /logs/a.log\n sleep 10; done',
  'while true; do echo ---; cat /var/log/nginx/access.log /var/log/nginx/error.log; sleep 30; done',
])('%s is found', (script) => {
  expect(messagesOf(rule, pod(script))).toEqual([expect.stringMatching(/container 's' prints \/.*\.log again/)]);
});

test.each([
  'tail -n +1 -F /var/log/nginx/access.log',
  'while true; do cat /sys/fs/cgroup/memory.current; sleep 10; done',
  'while true; do cat /logs/a.log | wc -l; sleep 10; done',
  'while true; do date >> /logs/a.log; sleep 10; done',
  'cat /logs/a.log',
  'watch ls /logs/a.log',
  'watch -n 5 concat /logs/a.log',
  'while true; do ls /logs/a.log; sleep 5; done',
  'while true; do cat /logs/a.log > /out; sleep 5; done',
  'while true; do x=$(cat /logs/a.log); sleep 5; done',
  'while true; do if cat /logs/a.log; then date; fi; sleep 5; done',
  'while true; do tail -f /logs/a.log; sleep 5; done',
  'while true; do cat /logs/a.log | grep -c x; sleep 5; done',
  'while true; do cat /logs/a.log | sort | nc log 80; sleep 5; done',
  'while true; do cat /srv/catalog/a.txt; sleep 5; done',
])('%s is left alone', (script) => {
  expect(messagesOf(rule, pod(script))).toEqual([]);
});
