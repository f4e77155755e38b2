import { selectorDoesNotMatch as rule } from '../../../src/lint/rules/selector-does-not-match';
import { findingsOf, messagesOf } from '../support/findings';

const deployment = (kind: string, labels: string) => `{apiVersion: apps/v1, kind: ${kind}, spec: {selector: {matchLabels: {app: web}}, template: {metadata: {labels: ${labels}}, spec: {containers: []}}}}`;

test('another value and a missing label are found', () => {
  expect(messagesOf(rule, deployment('Deployment', '{app: x}'))).toEqual(['spec.selector.matchLabels.app: the selector wants app=web, and the pods have app=x']);
  expect(messagesOf(rule, deployment('StatefulSet', '{}'))).toEqual(['spec.selector.matchLabels.app: the selector wants app=web, and the pods have no label app']);
});

test('expressions that are not true are found', () => {
  const yaml = (expression: string): string => deployment('Deployment', '{app: web}').replace('{matchLabels: {app: web}}', `{matchExpressions: [${expression}]}`);
  expect(messagesOf(rule, yaml('{key: app, operator: In, values: [api, shop]}'))).toEqual([
    'spec.selector.matchExpressions.0: the selector wants app In api shop, which is not true for the labels of the pods',
  ]);
  expect(messagesOf(rule, yaml('{key: tier, operator: Exists}'))).toHaveLength(1);
  expect(messagesOf(rule, yaml('{key: app, operator: In, values: [web]}, {key: tier, operator: DoesNotExist}'))).toEqual([]);
});

test('the other place is that of the labels', () => {
  const related = (yaml: string): unknown[] => findingsOf([rule], yaml).map((finding) => finding.related.map(({ path }) => path.join('.')));
  const expression = (labels: string): string => deployment('Deployment', labels).replace('{matchLabels: {app: web}}', '{matchExpressions: [{key: tier, operator: Exists}]}');
  expect(related(deployment('Deployment', '{app: x}'))).toEqual([['spec.template.metadata.labels.app']]);
  expect(related(deployment('Deployment', '{tier: x}'))).toEqual([['spec.template.metadata']]);
  expect(related(expression('{app: x}'))).toEqual([['spec.template.metadata.labels']]);
  expect(related(expression('{}').replace('labels: {}', ''))).toEqual([['spec.template.metadata']]);
});

test('expressions of a patch are left alone', () => {
  const patch = deployment('Deployment', '{app: x}').replace('{matchLabels: {app: web}}', '{matchExpressions: [{key: tier, operator: Exists}]}').replace('containers: []', 'containers: [{name: web, $patch: replace}]');
  expect(messagesOf(rule, patch)).toEqual([]);
});

test('labels that a patch leaves out stand elsewhere', () => {
  const patch = deployment('Deployment', '{tier: x}').replace('containers: []', 'containers: [{name: web, $patch: replace}]');
  expect(messagesOf(rule, patch)).toEqual([]);
  expect(messagesOf(rule, patch.replace('tier: x', 'app: x'))).toHaveLength(1);
});

test('more labels than selected, and a Job, which makes its own, are left alone', () => {
  expect(messagesOf(rule, deployment('Deployment', '{app: web, tier: x}'))).toEqual([]);
  expect(messagesOf(rule, deployment('Job', '{}').replace('apps/v1', 'batch/v1'))).toEqual([]);
});

test('a workload without a selector is found, and a patch, which has none, is left alone', () => {
  const whole = "{apiVersion: apps/v1, kind: Deployment, spec: {template: {metadata: {labels: {app: web}}, spec: {containers: [{name: web, image: 'web:1'}]}}}}";
  expect(messagesOf(rule, whole)).toEqual(['spec.selector: this Deployment has no selector']);
  expect(messagesOf(rule, whole.replace("image: 'web:1'", 'tty: true'))).toEqual([]);
  expect(messagesOf(rule, whole.replace('apps/v1', 'apps/v1beta2'))).toEqual([]);
  expect(messagesOf(rule, whole.replace(/containers: .*\]/, 'containers: []'))).toEqual([]);
  expect(messagesOf(rule, whole.replace('apps/v1, kind: Deployment', 'batch/v1, kind: Job'))).toEqual([]);
  expect(messagesOf(rule, whole.replace('{labels: {app: web}}', '{}'))).toEqual([]);
  expect(messagesOf(rule, [whole, '{apiVersion: kustomize.config.k8s.io/v1beta1, kind: Kustomization, labels: [{pairs: {app: web}, includeSelectors: true}]}'])).toEqual([]);
});
