import { sharedProcessNamespace as rule } from '../../../src/lint/rules/shared-process-namespace';
import { messagesOf } from '../support/findings';

test('is found', () => {
  expect(messagesOf(rule, rule.example)).toEqual(['spec.shareProcessNamespace: the containers of this pod share their processes']);
});

test('one container alone, for its first process, is left alone', () => {
  expect(messagesOf(rule, '{apiVersion: v1, kind: Pod, spec: {shareProcessNamespace: true, containers: [{name: a}]}}')).toEqual([]);
});
