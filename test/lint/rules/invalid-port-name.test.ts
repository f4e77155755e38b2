import { invalidPortName as rule } from '../../../src/lint/rules/invalid-port-name';
import { messagesOf } from '../support/findings';

const pod = (name: string) => JSON.stringify({ apiVersion: 'v1', kind: 'Pod', spec: { containers: [{ name: 'a', ports: [{ name, containerPort: 80 }] }] } });

test('the example says how long the name is', () => {
  expect(messagesOf(rule, rule.example)).toEqual(["spec.containers.0.ports.0.name: port name 'prometheus-metrics' has 18 characters, and at most 15 are allowed"]);
});

test.each([15, 16])('of an invalid name with %i characters the length is told if it is too long', (length) => {
  expect(messagesOf(rule, pod('A'.repeat(length)))).toEqual([expect.stringContaining(length > 15 ? 'has 16 characters, and at most 15' : 'is not valid')]);
});

test.each(['HTTP', '8080', 'a--b', '-a', 'a_b', 'http.metrics'])('%s is found', (name) => {
  expect(messagesOf(rule, pod(name))).toEqual([`spec.containers.0.ports.0.name: port name '${name}' is not valid`]);
});

test.each(['http', 'h2', '8a', 'grpc-web-public', ''])('%p is left alone', (name) => {
  expect(messagesOf(rule, pod(name))).toEqual([]);
});
