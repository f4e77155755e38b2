import { envDefinedTwice as rule } from '../../../src/lint/rules/env-defined-twice';
import { messagesOf } from '../support/findings';

test('the second one is found', () => {
  expect(messagesOf(rule, rule.example)).toEqual(["spec.containers.0.env.1.name: container 'web' defines LOG_LEVEL twice, and the last one counts"]);
});

test('one variable in two containers is left alone', () => {
  expect(messagesOf(rule, '{apiVersion: v1, kind: Pod, spec: {containers: [{env: [{name: A}, {name: a}, {}, {}]}, {env: [{name: A}]}]}}')).toEqual([]);
});
