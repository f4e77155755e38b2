import { randomFigures as rule } from '../../../src/lint/rules/random-figures';
import { messagesOf } from '../support/findings';

const configMap = (file: string, text: string) => JSON.stringify({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'c' }, data: { [file]: text } });

test.each(['while true; do ERRORS=$((RANDOM % 5)); echo "errors: $ERRORS"; sleep 5; done', "while :; do awk 'BEGIN { print \"latency\", rand() }'; sleep 1; done", 'while :; do echo "latency $(shuf -i 10-500 -n 1)"; sleep 1; done'])('%s is found', (text) => {
  expect(messagesOf(rule, configMap('agent.sh', text))).toEqual(['data.agent.sh: agent.sh prints random numbers as figures']);
});

test.each([
  ['jitter before a try', configMap('a.sh', 'while ! request; do sleep $((RANDOM % 5)); done')],
  ['text that is no script', configMap('readme.md', 'while testing, echo errors RANDOM % 5')],
])('%s is left alone', (_, yaml) => {
  expect(messagesOf(rule, yaml)).toEqual([]);
});
