import { hpaCountsSidecars as rule } from '../../../src/lint/rules/hpa-counts-sidecars';
import { messagesOf } from '../support/findings';

test('a native sidecar is found, from 1.27 on', () => {
  expect(messagesOf(rule, rule.example)).toEqual(["spec.metrics.0.type: 'web' scales by the cpu of all 2 containers of Deployment web"]);
  expect(messagesOf(rule, rule.example, { minor: 26 })).toEqual([]);
});

test('an app with an init container that ends, and a target that is not given, are left alone', () => {
  expect(messagesOf(rule, rule.example.replace('restartPolicy: Always', 'stdin: false'))).toEqual([]);
  expect(messagesOf(rule, rule.example.replace('kind: Deployment\n    name: web', 'kind: Deployment\n    name: other'))).toEqual([]);
});
