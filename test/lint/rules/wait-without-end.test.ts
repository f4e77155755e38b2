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

const python = (script: string, more: object = {}) => JSON.stringify({ apiVersion: 'v1', kind: 'Pod', spec: { ...more, initContainers: [{ name: 'i', command: ['python3', '-u', '-c'], args: [script] }] } });
const TRY = 'import socket, time\nwhile True:\n  try:\n    socket.create_connection(("db", 5432))\n    break\n  except OSError:\n    time.sleep(1)\n';

test('a wait in Python is found', () => {
  expect(messagesOf(rule, python(TRY))).toEqual(["spec.initContainers.0.args.0: init container 'i' waits without an end"]);
});

test.each(['while not ready():', 'while not is_there:', 'while os.system("nc -z db 5432") != 0:', 'while (True):', 'while 1:'])('a wait in Python with %s is found', (loop) => {
  expect(messagesOf(rule, python(`import time\n${loop}\n  time.sleep(1)\n`))).toHaveLength(1);
});

test.each([
  ['counts', python(TRY.replace('    time', '    n += 1\n    time'))],
  ['looks at the time', python(TRY.replace('    time.sleep', '    if time.time() > end: break\n    time.sleep'))],
  ['ends the program', python(TRY.replace('    time', '    sys.exit(1)\n    time'))],
  ['does not wait', python('while True:\n  break\n')],
  ['waits for once', python('import time\ntime.sleep(5)\n')],
  ['counts down', python('while not ready():\n  time.sleep(1)\n  n = n - 1\n')],
  ['compares', python('while tries() < 30:\n  time.sleep(1)\n')],
  ['waits for its own child', python('while child.poll() is None:\n  time.sleep(1)\n')],
  ['has a deadline', python(TRY, { activeDeadlineSeconds: 600 })],
])('Python that %s is left alone', (_, yaml) => {
  expect(messagesOf(rule, yaml)).toEqual([]);
});

test('a pod with a deadline is left alone', () => {
  expect(messagesOf(rule, pod('until nc -z db 5432; do sleep 2; done', '"activeDeadlineSeconds":600,'))).toEqual([]);
});
