import { duplicateContainerName as rule } from '../../../src/lint/rules/duplicate-container-name';
import { messagesOf } from '../support/findings';

test('a sidecar and a container of one name are found', () => {
  expect(messagesOf(rule, rule.example)).toEqual(["spec.containers.0.name: container name 'logs' is taken twice in this pod"]);
});

test('containers of one name in different pods are left alone', () => {
  expect(messagesOf(rule, `${rule.instead}\n---\n${rule.instead}`)).toEqual([]);
});

test('containers without a name are left to schemas', () => {
  expect(messagesOf(rule, '{apiVersion: v1, kind: Pod, spec: {containers: [{image: a:1}, {image: b:1}, {name: ""}, {name: 5}]}}')).toEqual([]);
});
