import { redactionIncomplete as rule } from '../../../src/lint/rules/redaction-incomplete';
import { messagesOf } from '../support/findings';

const pod = (script: string) => JSON.stringify({ apiVersion: 'v1', kind: 'Pod', spec: { containers: [{ name: 'a', command: ['sh', '-c', script] }] } });

test.each([
  ["tail -F /l | sed 's/password=[^ ]*/password=***/'", 'password=[^ ]*'],
  ["tail -F /l | sed -E 's/(password|token)=[^[:space:]]+/x/g'", 'token)=[^[:space:]]+'],
  ["sed 's/api_key=[a-z0-9]*/x/' /l", 'api_key=[a-z0-9]*'],
  ["awk '{ gsub(/token=\\S+/, \"x\"); print }' /l", 'token=\\S+'],
])('%s is found', (script, pattern) => {
  expect(messagesOf(rule, pod(script))).toEqual([
    `spec.containers.0.command.2: the script of container 'a' takes secrets out by '${pattern}', which misses values in quotes and in JSON`,
  ]);
});

test.each([
  'sed -e \'s/password="[^"]*"/x/\' -e \'s/password=[^ ]*/x/\'', "sed 's/level=[^ ]*/x/'", 'curl "http://x/?token=abc"', '[ "$token" = x ]',
])('%s is left alone', (script) => {
  expect(messagesOf(rule, pod(script))).toEqual([]);
});
