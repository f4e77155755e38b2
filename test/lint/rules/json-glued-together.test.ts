import { jsonGluedTogether as rule } from '../../../src/lint/rules/json-glued-together';
import { messagesOf } from '../support/findings';

const pod = (script: string) => JSON.stringify({ apiVersion: 'v1', kind: 'Pod', spec: { containers: [{ name: 'a', command: ['sh', '-c', script] }] } });

test.each(['while read -r l; do echo "{\\"message\\":\\"$l\\"}"; done', 'while read -r l; do printf \'{"message": "%s"}\\n\' "$l"; done'])('%s is found', (script) => {
  expect(messagesOf(rule, pod(script))).toEqual(["spec.containers.0.command.2: the script of container 'a' puts values into JSON without escaping them"]);
});

test.each([
  'while read -r l; do echo "{\\"lines\\": $n}"; done', 'echo "{\\"ready\\":\\"yes\\"}"', 'while read -r l; do jq -n --arg m "$l" \'{"message": $m}\'; done',
  'while read -r l; do e=$(echo "$l" | sed \'s/\\\\/\\\\\\\\/g\'); echo "{\\"message\\":\\"$e\\"}"; done',
])('%s is left alone', (script) => {
  expect(messagesOf(rule, pod(script))).toEqual([]);
});
