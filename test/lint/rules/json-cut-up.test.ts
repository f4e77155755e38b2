import { jsonCutUp as rule } from '../../../src/lint/rules/json-cut-up';
import { messagesOf } from '../support/findings';

const pod = (script: string) => JSON.stringify({ apiVersion: 'v1', kind: 'Pod', spec: { containers: [{ name: 'a', command: ['sh', '-c', script] }] } });

test.each(['grep \'"level"\' /logs/a.json | cut -d\'"\' -f4', 'curl -s db | egrep \'"ready"\' | tr -d " " | awk -F: \'{ print $2 }\'', 'grep -o \'"level":"[^"]*"\'', 'sed -n \'s/.*"message": *"\\([^"]*\\)".*/\\1/p\''])('%s is found', (script) => {
  expect(messagesOf(rule, pod(script))).toEqual(["spec.containers.0.command.2: the script of container 'a' takes values out of JSON as if it were plain text"]);
});

test.each(['echo \'{"level":"info"}\' >> /logs/a.json', 'jq -r .level', 'grep \'"GET /\' access.log | cut -d\'"\' -f2', 'grep \'"level"\' /logs/a.json | wc -l', 'grep -v "health"', "awk -F: '{ print $1 }' /etc/passwd"])('%s is left alone', (script) => {
  expect(messagesOf(rule, pod(script))).toEqual([]);
});
