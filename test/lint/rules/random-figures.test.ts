import { randomFigures as rule } from '../../../src/lint/rules/random-figures';
import { messagesOf } from '../support/findings';

const configMap = (file: string, text: string) => JSON.stringify({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'c' }, data: { [file]: text } });

test.each(['while true; do ERRORS=$((RANDOM % 5)); echo "errors: $ERRORS"; sleep 5; done', "while :; do awk 'BEGIN { print \"latency\", rand() }'; sleep 1; done", 'while :; do echo "latency $(shuf -i 10-500 -n 1)"; sleep 1; done'])('%s is found', (text) => {
  expect(messagesOf(rule, configMap('agent.sh', text))).toEqual(['data.agent.sh: agent.sh prints random numbers as figures']);
});

test.each(['cpu', 'memory', 'MEM', 'request', 'requests', 'error', 'latency', 'response', 'usage', 'rate', 'load', 'throughput', 'connections', 'metric', 'metrics', 'retry', 'retries', 'queue', 'session', 'sessions'])('a random %s is found', (figure) => {
  expect(messagesOf(rule, configMap('agent.sh', `while true; do echo "${figure} $((RANDOM % 5))"; sleep 5; done`))).toHaveLength(1);
  expect(messagesOf(rule, configMap('agent.sh', `while true; do printf "${figure} %s" $(($(od -An -N1 -tu1 /dev/urandom) % 5)); sleep 5; done`))).toHaveLength(1);
});

test.each([
  ['an app, whose numbers they are', '{apiVersion: v1, kind: Pod, spec: {containers: [{name: a, command: [sh, -c, "while true; do echo cpu $((RANDOM % 5)); done"]}]}}'],
  ['a figure that is measured', configMap('a.sh', 'while true; do echo "cpu $(cat /cpu) of random"; sleep 5; done')],
  ['a random name', configMap('a.sh', 'while true; do echo "name $((RANDOM % 5))"; sleep 5; done')],
  ['one try', configMap('a.sh', 'echo "errors $((RANDOM % 5))"')],
  ['jitter before a try', configMap('a.sh', 'while ! request; do sleep $((RANDOM % 5)); done')],
  ['text that is no script', configMap('readme.md', 'while testing, echo errors RANDOM % 5')],
])('%s is left alone', (_, yaml) => {
  expect(messagesOf(rule, yaml)).toEqual([]);
});
