import { duplicatePortName as rule } from '../../../src/lint/rules/duplicate-port-name';
import { messagesOf } from '../support/findings';

test('a name in two containers is found, and one that is twice in one container is left to another rule', () => {
  expect(messagesOf(rule, rule.example)).toEqual(["spec.containers.1.ports.0.name: port name 'metrics' of container 'exporter' is taken in 'web' already"]);
  expect(messagesOf(rule, '{apiVersion: v1, kind: Pod, spec: {containers: [{name: a, ports: [{name: http, containerPort: 1}, {name: http, containerPort: 2}]}]}}'))
    .toEqual([]);
});

test('ports without a name, and those of init containers that have ended, are left alone', () => {
  expect(messagesOf(rule, `{apiVersion: v1, kind: Pod, spec: {initContainers: [{name: i, ports: [{name: http}]}],
    containers: [{name: a, ports: [{name: http}, {}, {}]}]}}`)).toEqual([]);
});
