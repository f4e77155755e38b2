import { scriptIgnoresArguments as rule } from '../../../src/lint/rules/script-ignores-arguments';
import { messagesOf } from '../support/findings';

const pod = ([command, args]: string[][]) => JSON.stringify({ apiVersion: 'v1', kind: 'Pod', spec: { containers: [{ name: 'a', command, args }] } });

test.each<[string, ...string[][]]>([
  ['a program and its argument', ['sh', '-c', 'echo', 'hello']],
  ['a program in the command and its options in args', ['/bin/bash', '-ec', '/app/run'], ['--port', '80']],
  ['a script and more commands', ['sh', '-c', 'cd /app && ./run', '--verbose', '--port=80']],
  ['an option behind a script', ['sh', '-c', 'exec ./run --fast', '--port=80']],
  ['a command behind a script', ['sh', '-c', 'cd /app && ./run', 'echo done']],
])('fails when there is %s', (_, ...words) => {
  expect(messagesOf(rule, pod(words))).toEqual([expect.stringMatching(/^spec\.containers\.0\.(command\.3|args\.0): a shell of container 'a' runs '.*' without what is behind it$/)]);
});

test('fails when a probe is written so', () => {
  const yaml = '{apiVersion: v1, kind: Pod, spec: {containers: [{name: a, readinessProbe: {exec: {command: [sh, -c, test, -f, /ready]}}}]}}';
  expect(messagesOf(rule, yaml)).toEqual(["spec.containers.0.readinessProbe.exec.command.3: a shell of container 'a' runs 'test' without what is behind it"]);
});

test.each<[string, ...string[][]]>([
  ['a script alone', ['sh', '-c', 'echo hello']],
  ['a name for messages behind a script', ['sh', '-c', 'cd /app && ./run', 'run']],
  ['a dash behind a script', ['sh', '-c', 'cd /app && ./run', '--']],
  ['a script behind options', ['bash', '-c', '-x', '-e', '--', 'echo hello']],
  ['a script that runs its arguments', ['sh', '-c', 'exec "$0" "$@"', 'nginx', '-t']],
  ['a script that takes the first one', ['sh', '-c', 'echo ${1:-none}', 'sh', 'a']],
  ['a loop over the arguments', ['sh', '-c', 'for one; do echo "$one"; done', 'sh', 'a']],
  ['a loop over the arguments, on lines', ['sh', '-c', 'for one\ndo echo "$one"; done', 'sh', 'a']],
  ['a loop over the arguments, without a separator', ['sh', '-c', 'for one do echo "$one"; done', 'sh', 'a']],
  ['a script that shifts', ['sh', '-c', 'shift; run', 'sh', 'a']],
  ['a script that has options', ['sh', '-c', 'getopts ab x; run', 'sh', '-a']],
  ['one dash behind a script', ['sh', '-c', 'cd /app && ./run', '-']],
  ['a file with arguments', ['sh', '/scripts/run.sh', 'a', 'b']],
  ['a program that is no shell', ['python', '-c', 'import sys', 'a', 'b']],
  ['what a template puts in', ['sh', '-c', '{{ .Values.script }}', 'a', 'b']],
])('does not fail on %s', (_, ...words) => {
  expect(messagesOf(rule, pod(words))).toEqual([]);
});
