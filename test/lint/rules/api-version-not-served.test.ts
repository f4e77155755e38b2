import { apiVersionNotServed as rule } from '../../../src/lint/rules/api-version-not-served';
import { duplicateContainerName } from '../../../src/lint/rules/duplicate-container-name';
import { requestsMissing } from '../../../src/lint/rules/requests-missing';
import { findingsOf, messagesOf } from '../support/findings';

const minimal = (apiVersion: string, kind: string, spec = '{}'): string => `{apiVersion: ${apiVersion}, kind: ${kind}, metadata: {name: web}, spec: ${spec}}`;

test.each([
  ['extensions/v1beta1', 'Deployment', 15],
  ['extensions/v1beta1', 'DaemonSet', 15],
  ['extensions/v1beta1', 'ReplicaSet', 15],
  ['extensions/v1beta1', 'Ingress', 21],
  ['extensions/v1beta1', 'NetworkPolicy', 15],
  ['apps/v1beta1', 'StatefulSet', 15],
  ['apps/v1beta2', 'ReplicaSet', 15],
  ['apps/v1beta2', 'StatefulSet', 15],
  ['apps/v1beta2', 'DaemonSet', 15],
  ['batch/v2alpha1', 'CronJob', 20],
  ['batch/v1beta1', 'CronJob', 24],
  ['autoscaling/v2beta1', 'HorizontalPodAutoscaler', 24],
  ['autoscaling/v2beta2', 'HorizontalPodAutoscaler', 25],
  ['policy/v1beta1', 'PodDisruptionBudget', 24],
  ['policy/v1beta1', 'PodSecurityPolicy', 24],
  ['networking.k8s.io/v1beta1', 'Ingress', 21],
])('%s of %s is served up to 1.%s', (apiVersion, kind, last) => {
  const yaml = minimal(apiVersion, kind);
  expect(messagesOf(rule, yaml, { minor: last })).toEqual([]);
  expect(messagesOf(rule, yaml, { minor: last + 1 })).toEqual([`apiVersion: ${kind} of ${apiVersion} is served up to Kubernetes 1.${last} only`]);
});

test.each([
  ['batch/v1', 'CronJob', 21, 'batch/v1beta1'],
  ['autoscaling/v2', 'HorizontalPodAutoscaler', 23, 'autoscaling/v2beta2'],
  ['policy/v1', 'PodDisruptionBudget', 21, 'policy/v1beta1'],
  ['networking.k8s.io/v1', 'Ingress', 19, 'networking.k8s.io/v1beta1'],
])('%s of %s is served from 1.%s on', (apiVersion, kind, first, older) => {
  const yaml = minimal(apiVersion, kind);
  expect(messagesOf(rule, yaml, { minor: first })).toEqual([]);
  const [{ message, help, fix }] = findingsOf([rule], yaml, { minor: first - 1 });
  expect({ message, help, fix }).toEqual({
    message: `${kind} of ${apiVersion} is served from Kubernetes 1.${first} on only`,
    help: `use ${older}, or aim at Kubernetes 1.${first} or later`,
    fix: undefined,
  });
});

test.each([
  ['CronJob', 'batch/v1beta1', '{}'],
  ['HorizontalPodAutoscaler', 'autoscaling/v2beta2', '{}'],
  ['PodDisruptionBudget', 'policy/v1beta1', '{selector: {matchLabels: {app: web}}}'],
  ['Deployment', 'apps/v1beta2', '{selector: {matchLabels: {app: web}}}'],
])('%s of %s has a fix, because nothing else changes', (kind, apiVersion, spec) => {
  expect(findingsOf([rule], minimal(apiVersion, kind, spec))[0].fix).toBeDefined();
});

test.each([
  ['Deployment', 'apps/v1beta1', '{selector: {matchLabels: {app: web}}}', 'selector is required'],
  ['HorizontalPodAutoscaler', 'autoscaling/v2beta1', '{}', 'averageUtilization'],
  ['PodDisruptionBudget', 'policy/v1beta1', '{selector: {}}', 'an empty selector'],
  ['Ingress', 'networking.k8s.io/v1beta1', '{}', 'pathType'],
  ['PodSecurityPolicy', 'policy/v1beta1', '{}', 'Pod Security admission'],
])('%s of %s has none, and the help says what else changes', (kind, apiVersion, spec, change) => {
  const [finding] = findingsOf([rule], minimal(apiVersion, kind, spec));
  expect(finding.fix).toBeUndefined();
  expect(finding.help).toContain(change);
});

test('several versions are compared: the finding says for which of them it is true', () => {
  expect(findingsOf([rule], rule.example, { minors: [24, 25, 34] }).map(({ minors }) => minors)).toEqual([[25, 34]]);
});

test.each([
  minimal('batch/v1', 'CronJob'),
  minimal('apps/v1', 'Deployment'),
  minimal('example.com/v1beta1', 'Ingress'),
  minimal('autoscaling/v1', 'HorizontalPodAutoscaler'),
  minimal('batch/v1beta1', 'CronJob').replace('{', '{$patch: merge, '),
])('what is served is left alone: %s', (yaml) => {
  expect(messagesOf(rule, yaml)).toEqual([]);
});

test('the pods of workloads in versions that are gone are checked as whole ones, without a selector too', () => {
  const yaml = `{apiVersion: extensions/v1beta1, kind: Deployment, spec: {template: {metadata: {labels: {app: web}}, spec: {
    containers: [{name: web, image: acme/web:1}, {name: web, image: acme/logs:1}]}}}}`;
  expect(findingsOf([duplicateContainerName, requestsMissing], yaml).map(({ rule: id }) => id)).toEqual([
    'requests-missing', 'requests-missing', 'duplicate-container-name',
  ]);
});
