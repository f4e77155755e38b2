import { gracePeriodTooShort as rule } from '../../../src/lint/rules/grace-period-too-short';
import { messagesOf } from '../support/findings';

test('sidecars that have no turn are found', () => {
  expect(messagesOf(rule, rule.example)).toEqual([
    'spec.terminationGracePeriodSeconds: the grace period is 16 s, and hooks and containers need 18 s at least, one after the other',
  ]);
});

test('classic sidecars, which stop together, and pods without hooks are left alone', () => {
  const sleep = '{lifecycle: {preStop: {sleep: {seconds: 28}}}}';
  expect(messagesOf(rule, `{apiVersion: v1, kind: Pod, spec: {containers: [{name: b}, ${sleep}, ${sleep}]}}`)).toEqual([]);
  expect(messagesOf(rule, '{apiVersion: v1, kind: Pod, spec: {terminationGracePeriodSeconds: 0, containers: [{name: b}]}}')).toEqual([]);
});
