import { serviceSelectsNothing as rule } from '../../../src/lint/rules/service-selects-nothing';
import { messagesOf } from '../support/findings';

const set = (selector: string, labels: string, name = 'web') => `{apiVersion: v1, kind: Service, metadata: {name: web}, spec: {selector: ${selector}}}
---
{apiVersion: v1, kind: Pod, metadata: {name: ${name}, labels: ${labels}}, spec: {containers: [{name: a}]}}`;

test('one wrong label of several is found, and a wrong label of a pod of the same name', () => {
  expect(messagesOf(rule, set('{app: a, tier: b}', '{app: a, tier: c}', 'other'))).toEqual([
    "spec.selector.tier: Service 'web' selects no pod among the objects in the file given: tier is 'b'",
  ]);
  expect(messagesOf(rule, set('{app: webb}', '{app: web}'))).toHaveLength(1);
});

test('a typing error in one of several labels is found in another file too', () => {
  expect(messagesOf(rule, ['{apiVersion: v1, kind: Service, metadata: {name: web}, spec: {selector: {app: shop, tier: frontend}}}', '{apiVersion: v1, kind: Pod, metadata: {name: shop, labels: {app: shop, tier: frontedn}}, spec: {containers: [{name: a}]}}'])).toHaveLength(1);
});

test('a typing error is looked for in the same application', () => {
  const service = '{apiVersion: v1, kind: Service, metadata: {name: web}, spec: {selector: {app: shop, tier: frontend}}}';
  const pod = '{apiVersion: v1, kind: Pod, metadata: {name: shop, labels: {app: shop, tier: frontedn}}, spec: {containers: [{name: a}]}}';
  expect(messagesOf(rule, { 'web/service.yaml': service, 'web/pods/pod.yaml': pod })).toHaveLength(1);
  expect(messagesOf(rule, { 'tests/config/service.yaml': service, 'apps/of/others/pod.yaml': pod })).toEqual([]);
});

test('a part of the same application is no typing error', () => {
  expect(messagesOf(rule, ['{apiVersion: v1, kind: Service, metadata: {name: web}, spec: {selector: {app: shop, part: web}}}', '{apiVersion: v1, kind: Pod, metadata: {name: cache, labels: {app: shop, part: web-cache}}, spec: {containers: [{name: a}]}}'])).toEqual([]);
});

test('a Service of the same name and one label is looked at in one folder only', () => {
  const [service, pod] = set('{app: web}', '{app: shop}').split('---\n');
  expect(messagesOf(rule, { 'web/service.yaml': service, 'web/pod.yaml': pod })).toHaveLength(1);
  expect(messagesOf(rule, { 'config/service.yaml': service, 'apps/pod.yaml': pod })).toEqual([]);
});

test.each([
  ['a Service that selects its pods', set('{app: web}', '{app: web, tier: c}')],
  ['a Service that selects its pods, beside others that are nearly the same', `${set('{app: a, tier: b}', '{app: a, tier: b}')}\n---\n{apiVersion: v1, kind: Pod, metadata: {name: web-2, labels: {app: a, tier: bb}}, spec: {containers: [{name: a}]}}`],
  ...['apps.openshift.io/v1 DeploymentConfig', 'leaderworkerset.x-k8s.io/v1 LeaderWorkerSet', 'ray.io/v1 RayCluster', 'ray.io/v1 RayService', 'ray.io/v1 RayJob'].map((id): [string, string] => {
    const [apiVersion, kind] = id.split(' ');
    const template = '{metadata: {labels: {app: web}}, spec: {containers: [{name: a}]}}';
    const head = `{headGroupSpec: {template: ${template}}}`;
    const spec: { readonly [kind: string]: string } = { DeploymentConfig: `{template: ${template}}`, LeaderWorkerSet: `{leaderWorkerTemplate: {workerTemplate: ${template}}}`, RayCluster: head, RayService: `{rayClusterConfig: ${head}}`, RayJob: `{rayClusterSpec: ${head}}` };
    return [`a label that the controller of a ${kind} gives`, set('{app: webb}', '{app: web}').replace(/\{apiVersion: v1, kind: Pod.*/, `{apiVersion: ${apiVersion}, kind: ${kind}, metadata: {name: web}, spec: ${spec[kind]}}`)];
  }),
  ['one for pods that are elsewhere', set('{app: database}', '{app: web}', 'other')],
  ['a label that a controller gives', set('{app: web, statefulset.kubernetes.io/pod-name: web-0}', '{app: web}')],
  ['a label that a step of a Rollout gives', set('{app: preview}', '{app: web}').replace(/apiVersion: v1, kind: Pod.*/, 'apiVersion: argoproj.io/v1alpha1, kind: Rollout, metadata: {name: web}, spec: {template: {metadata: {labels: {app: web}}, spec: {containers: [{name: a}]}}}}')],
  ['a label that a kustomization sets', [set('{app: web, env: prod}', '{app: web, env: base}'), '{apiVersion: kustomize.config.k8s.io/v1beta1, kind: Kustomization, labels: [{includeSelectors: true, pairs: {env: prod}}]}']],
  ['a label that a kustomization of older versions sets', [set('{app: web, env: prod}', '{app: web, env: base}'), '{apiVersion: kustomize.config.k8s.io/v1beta1, kind: Kustomization, commonLabels: {env: prod}}']],
  ['pods of a neighbour that share a label with many', ['{apiVersion: v1, kind: Service, metadata: {name: web}, spec: {selector: {app: shop, tier: web}}}', '{apiVersion: v1, kind: Pod, metadata: {name: jobs, labels: {app: shop, tier: jobs}}, spec: {containers: [{name: a}]}}']],
  ['another version', ['{apiVersion: v1, kind: Service, metadata: {name: web-v10}, spec: {selector: {app: web, version: v10}}}', '{apiVersion: v1, kind: Pod, metadata: {name: web-v11, labels: {app: web, version: v11}}, spec: {containers: [{name: a}]}}']],
  ['one without a selector', set('{}', '{app: web}')],
])('%s is left alone', (_, yaml) => {
  expect(messagesOf(rule, yaml)).toEqual([]);
});
