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
  'for host in a b; do nc -z $host 80; sleep 2; done',
  ...['seq 3', 'let n+=1', 'expr $n + 1', 'exit 1', 'return 1', 'exit $n', '[ $n -lt 3 ]', 'test $n -le 3', '[ $n -gt 3 ]', '[ $n -ge 3 ]', '[ $n -eq 3 ]', 'n=$((n + 1))', 'echo $SECONDS', 'timeout 3 date']
    .map((bound) => `until nc -z db 5432; do ${bound}; done`),
  'cp -r /app /target',
])('%s is left alone', (script) => {
  expect(messagesOf(rule, pod(script))).toEqual([]);
});

test.each(['exit 0', 'echo exit 1', 'reseq 3', 'curl --connect-timeout 3 db', '[ $n = 3 ]'])('a loop with %s is found', (command) => {
  expect(messagesOf(rule, pod(`until nc -z db 5432; do ${command}; done`))).toHaveLength(1);
});

const python = (script: string, more: object = {}) => JSON.stringify({ apiVersion: 'v1', kind: 'Pod', spec: { ...more, initContainers: [{ name: 'i', command: ['python3', '-u', '-c'], args: [script] }] } });
const TRY = 'import socket, time\nwhile True:\n  try:\n    socket.create_connection(("db", 5432))\n    break\n  except OSError:\n    time.sleep(1)\n';

test('a wait in Python is found', () => {
  expect(messagesOf(rule, python(TRY))).toEqual(["spec.initContainers.0.args.0: init container 'i' waits without an end"]);
});

test.each(['python', 'python3', '/usr/bin/python', '/usr/local/bin/python3', '/opt/venv/bin/python3.11'])('a wait in %s is found', (program) => {
  expect(messagesOf(rule, python(TRY).replace('python3', program))).toHaveLength(1);
});

test('a wait that another program is given is left alone', () => {
  expect(messagesOf(rule, python(TRY).replace('python3', 'lint-python'))).toEqual([]);
});

test.each(['next(tries)', 'for n in range(3): n', 'monotonic()', 'perf_counter()', 'datetime.now()', 'raise Late', 'assert n', 'os.abort()', 'signal.alarm(60)', 'n -= 1', 'n = n + 1', 'child.is_alive()'])('a wait in Python with %s is left alone', (bound) => {
  expect(messagesOf(rule, python(TRY.replace('    time', `    ${bound}\n    time`)))).toEqual([]);
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

test('a Job with a deadline is left alone', () => {
  const job = (deadline: string): string => `{apiVersion: batch/v1, kind: Job, spec: {${deadline} template: {spec: {initContainers: [{name: i, command: [sh, -c, "until nc -z db 80; do sleep 2; done"]}]}}}}`;
  expect(messagesOf(rule, job(''))).toHaveLength(1);
  expect(messagesOf(rule, job('activeDeadlineSeconds: 600,'))).toEqual([]);
});

test('a pod with a deadline is left alone', () => {
  expect(messagesOf(rule, pod('until nc -z db 5432; do sleep 2; done', '"activeDeadlineSeconds":600,'))).toEqual([]);
});

test('a wait in Python that a shell starts is found', () => {
  expect(messagesOf(rule, pod("exec python3 -u -c 'import time\nwhile not ready():\n  time.sleep(1)'"))).toHaveLength(1);
  expect(messagesOf(rule, pod("timeout 60 python3 -c 'import time\nwhile not ready():\n  time.sleep(1)'"))).toEqual([]);
});
