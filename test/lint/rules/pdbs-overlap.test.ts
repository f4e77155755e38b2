import { pdbsOverlap as rule } from '../../../src/lint/rules/pdbs-overlap';
import { messagesOf } from '../support/findings';

test('two budgets of the same pods are found once', () => {
  expect(messagesOf(rule, rule.example)).toEqual([
    "spec.selector: PodDisruptionBudget 'web' selects pods of Deployment/web, and so does 'frontend': Kubernetes evicts no pod that has two",
  ]);
});

test('budgets with other labels of the same pods are found', () => {
  const yaml = rule.example.replace(/app: web$/, 'tier: front').replace('        app: web', '        app: web\n        tier: front');
  expect(messagesOf(rule, yaml)).toHaveLength(1);
});

const withSelector = (selector: string, apiVersion = 'policy/v1'): string => `${rule.example}---
{apiVersion: ${apiVersion}, kind: PodDisruptionBudget, metadata: {name: all}, spec: {maxUnavailable: 1, ${selector}}}`.replace(/---\napiVersion: policy\/v1\nkind: PodDisruptionBudget\nmetadata:\n  name: frontend[^]*?---/, '---');

test.each(['selector: {}', 'selector: {matchLabels: {}}', 'selector: {matchExpressions: []}'])('a budget with %s selects all pods of the namespace', (selector) => {
  expect(messagesOf(rule, withSelector(selector))).toEqual([expect.stringContaining("'web' selects pods of Deployment/web, and so does 'all'")]);
});

test.each([['', 'policy/v1'], ['selector: null', 'policy/v1'], ['selector: {}', 'policy/v1beta1']])('a budget with the selector %p in %s selects none', (selector, apiVersion) => {
  expect(messagesOf(rule, withSelector(selector, apiVersion))).toEqual([]);
});

test.each([
  ['budgets of different pods', rule.example.replace(/app: web\n*$/, 'app: frontend\n')],
  ['budgets in different namespaces', rule.example.replace('name: frontend', 'name: frontend\n  namespace: b').replace(/name: web\nspec:\n  maxU/, 'name: web\n  namespace: a\nspec:\n  maxU')],
  ['the same budget in two variants', rule.example.replace('name: frontend', 'name: web')],
])('%s are left alone', (_, yaml) => {
  expect(messagesOf(rule, yaml)).toEqual([]);
});

test('budgets of variants, each with its own workload in one file, are left alone', () => {
  const workload = '{apiVersion: apps/v1, kind: StatefulSet, metadata: {name: db}, spec: {selector: {matchLabels: {app: db}}, template: {metadata: {labels: {app: db}}, spec: {containers: [{}]}}}}';
  const variant = (name: string): string => `${workload}\n---\n{apiVersion: policy/v1, kind: PodDisruptionBudget, metadata: {name: ${name}}, spec: {selector: {matchLabels: {app: db}}}}`;
  expect(messagesOf(rule, { 'small.yaml': variant('a'), 'large.yaml': variant('b') })).toEqual([]);
  expect(messagesOf(rule, { 'db.yaml': variant('a'), 'budget.yaml': variant('b').split('---\n')[1] })).toHaveLength(1);
});
