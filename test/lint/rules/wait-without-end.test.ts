import { waitWithoutEnd as rule } from '../../../src/lint/rules/wait-without-end';
import { messagesOf } from '../support/findings';

const pod = (script: string, more = '') => JSON.stringify({ apiVersion: 'v1', kind: 'Pod', spec: { initContainers: [{ name: 'i', command: ['sh', '-c', script] }] } })
  .replace('"spec":{', `"spec":{${more}`);

test.each(['until nc -z db 5432; do sleep 2; done', 'while ! wget -q http://db; do echo waiting; sleep 1; done',
  'while true; do if wget -q http://db; then break; fi; sleep 1; done', 'for ((;;)); do wget -q http://db && break; sleep 1; done'])('%s is found', (script) => {
  expect(messagesOf(rule, pod(script))).toEqual(["spec.initContainers.0.command.2: init container 'i' waits without an end"]);
});

test.each([
  'timeout 60 sh -c "until nc -z db 5432; do sleep 2; done"',
  'i=0; until nc -z db 5432; do i=$((i + 1)); [ $i -lt 30 ] || exit 1; sleep 2; done',
  'for i in 1 2 3; do nc -z db 5432 && exit 0; sleep 2; done; exit 1',
  'cat list | while read -r name; do fetch "$name"; sleep 1; done',
  'while :; do case "$1" in -a) all=1 ;; *) break ;; esac; shift; done; cp -r /app /target',
  'cp -r /app /target',
])('%s is left alone', (script) => {
  expect(messagesOf(rule, pod(script))).toEqual([]);
});

test('a pod with a deadline is left alone', () => {
  expect(messagesOf(rule, pod('until nc -z db 5432; do sleep 2; done', '"activeDeadlineSeconds":600,'))).toEqual([]);
});
