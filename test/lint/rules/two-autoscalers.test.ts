import { twoAutoscalers as rule } from '../../../src/lint/rules/two-autoscalers';
import { findingsOf, messagesOf } from '../support/findings';

test('two autoscalers of a workload are found once', () => {
  expect(messagesOf(rule, rule.example)).toEqual([
    "spec.scaleTargetRef: HorizontalPodAutoscaler 'web-memory' scales Deployment 'web', and so does HorizontalPodAutoscaler 'web': they work against each other",
  ]);
});

test('the other place is the target of the other one', () => {
  expect(findingsOf([rule], rule.example)[0].related.map(({ path }) => path)).toEqual([['spec', 'scaleTargetRef']]);
});

test('one of KEDA counts, whose kind of workload may be left out', () => {
  const yaml = `${rule.instead}---\n{apiVersion: keda.sh/v1alpha1, kind: ScaledObject, metadata: {name: web}, spec: {scaleTargetRef: {name: web}}}`;
  expect(messagesOf(rule, yaml)).toEqual([expect.stringContaining("ScaledObject 'web' scales Deployment 'web', and so does HorizontalPodAutoscaler 'web'")]);
});

const inFiles = (...parts: readonly number[]) => parts.map((part) => rule.example.split('---\n')[part]);

test('two in files of their own are found beside their workload, and are variants without it', () => {
  expect(messagesOf(rule, inFiles(0, 1, 2))).toHaveLength(1);
  expect(messagesOf(rule, inFiles(1, 2))).toEqual([]);
});

test.each([
  ['autoscalers of two workloads', rule.example.replace(/name: web-memory\nspec:\n {2}scaleTargetRef:\n {4}apiVersion: apps\/v1\n {4}kind: Deployment\n {4}name: web/, '$&-2')],
  ['autoscalers without a target', rule.example.replace(/\n {4}name: web/g, '')],
  ['one autoscaler in two variants', rule.example.replace('name: web-memory', 'name: web')],
])('%s are left alone', (_, yaml) => {
  expect(messagesOf(rule, yaml)).toEqual([]);
});
