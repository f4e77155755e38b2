import { configChangeWithoutRollout as rule } from '../../../src/lint/rules/config-change-without-rollout';
import { messagesOf } from '../support/findings';

test('the example is found', () => {
  expect(messagesOf(rule, rule.example)).toEqual(["spec.template.spec.containers.0.envFrom.0.configMapRef.name: a change of ConfigMap 'web' does not reach running pods"]);
});

test('a checksum of the pods, and a ConfigMap that nobody gave, are left alone', () => {
  expect(messagesOf(rule, rule.example.replace('    metadata:\n      labels', "    metadata:\n      annotations: {checksum/config: 'abc'}\n      labels"))).toEqual([]);
  expect(messagesOf(rule, rule.example.slice(rule.example.indexOf('---')))).toEqual([]);
});
