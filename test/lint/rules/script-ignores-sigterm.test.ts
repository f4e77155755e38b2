import { scriptIgnoresSigterm as rule } from '../../../src/lint/rules/script-ignores-sigterm';
import { messagesOf } from '../support/findings';

const pod = (script: string, more = {}) => JSON.stringify({
  apiVersion: 'v1', kind: 'Pod', spec: { ...more, containers: [{ name: 'a', command: ['/bin/sh', '-c'], args: [script] }] },
});

test.each(['while true; do date; sleep 5; done', 'echo start; sleep infinity', 'while sleep 5; do date; done', 'tail -f /var/log/app.log | sed s/a/b/',
  'exec sleep infinity', 'exec tail -F /var/log/app.log', 'trap exit TERM; tail -F /var/log/app.log',
  'trap : TERM; while true; do sleep 5; done', "trap '' TERM; sleep infinity & wait", 'trap exit INT; while true; do sleep 5; done',
  'trap - TERM; while true; do sleep 5; done', 'trap : TERM; while true; do sleep 5 & wait $!; done'])('%s is found', (script) => {
  expect(messagesOf(rule, pod(script))).toEqual([
    "spec.containers.0.args.0: the script of container 'a' ignores SIGTERM: it is killed at the end of the grace period",
  ]);
});

test.each(['trap exit TERM; while true; do sleep 5 & wait; done', 'trap : TERM INT; sleep infinity & wait', 'trap "stop=1" 15; until [ "$stop" ]; do sleep 5 & wait $!; done',
  'trap cleanup EXIT; while true; do sleep 5 & wait; done', 'trap cleanup $SIGNALS; while true; do sleep 5 & wait; done', 'trap exit TERM; tail -F /var/log/app.log & wait', 'while ! ready; do sleep 1; done; sleep infinity & exec /bin/app', 'java -jar app.jar', 'for i in 1 2 3; do run $i; done'])('%s is left alone', (script) => {
  expect(messagesOf(rule, pod(script))).toEqual([]);
});

test('with a process namespace for all, the first process is another one; init containers end by themselves', () => {
  expect(messagesOf(rule, pod('while true; do date; sleep 5; done', { shareProcessNamespace: true }))).toEqual([]);
  expect(messagesOf(rule, '{apiVersion: v1, kind: Pod, spec: {initContainers: [{command: [sh, -c, "while true; do sleep 1; done"]}]}}')).toEqual([]);
});

test('a program without a shell is found, but not one that cannot start, as its name has a space', () => {
  const alone = (command: string[]) => messagesOf(rule, JSON.stringify({ apiVersion: 'v1', kind: 'Pod', spec: { containers: [{ name: 'a', command }] } }));
  expect(alone(['sleep', 'infinity'])).toEqual(["spec.containers.0.command: the program of container 'a' ignores SIGTERM: it is killed at the end of the grace period"]);
  expect(alone(['sleep infinity'])).toEqual([]);
});
