import { readChangesLines as rule } from '../../../src/lint/rules/read-changes-lines';
import { messagesOf } from '../support/findings';

const pod = (script: string) => JSON.stringify({ apiVersion: 'v1', kind: 'Pod', spec: { containers: [{ name: 's', command: ['sh', '-c', script] }] } });

test.each(['tail -F /a | while read line; do echo "$line"; done', 'while IFS= read line\ndo echo "$line"; done'])('%s is found', (script) => {
  expect(messagesOf(rule, pod(script))).toEqual([
    "spec.containers.0.command.2: the script of container 's' reads lines without -r, which removes their backslashes",
  ]);
});

test.each(['while IFS= read -r line; do echo "$line"; done', 'while read -er line; do echo; done', 'read answer'])('%s is left alone', (script) => {
  expect(messagesOf(rule, pod(script))).toEqual([]);
});
