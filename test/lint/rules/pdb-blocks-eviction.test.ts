import { pdbBlocksEviction as rule } from '../../../src/lint/rules/pdb-blocks-eviction';
import { findingsOf, messagesOf } from '../support/findings';

const set = (budget: string, replicas: string, more = '') => `{apiVersion: policy/v1, kind: PodDisruptionBudget, metadata: {name: b}, spec: {${budget}, selector: {matchLabels: {app: web}}}}
---
{apiVersion: apps/v1, kind: Deployment, metadata: {name: web}, spec: {${replicas}template: {metadata: {labels: {app: web}}, spec: {containers: []}}}}${more}`;
const hpa = (most: number) => `\n---\n{apiVersion: autoscaling/v2, kind: HorizontalPodAutoscaler, metadata: {name: h}, spec: {maxReplicas: ${most}, scaleTargetRef: {kind: Deployment, name: web}}}`;
const keda = (spec: string) => `\n---\n{apiVersion: keda.sh/v1alpha1, kind: ScaledObject, metadata: {name: s}, spec: {${spec}scaleTargetRef: {name: web}}}`;

test.each([
  [set('minAvailable: 1', ''), '1 of 1 replicas must be available'],
  [set('minAvailable: 3', 'replicas: 3, '), '3 of 3 replicas must be available'],
  [set('minAvailable: 3', 'replicas: 5, ', hpa(3)), '3 of 3 replicas must be available'],
  [set('minAvailable: 2', '', keda('maxReplicaCount: 2, ')), '2 of 2 replicas must be available'],
  [set('minAvailable: 1', '').replace('{matchLabels: {app: web}}}}', '{}}}'), '1 of 1 replicas must be available'],
  [set('maxUnavailable: 0', 'replicas: 3, '), 'maxUnavailable is 0'],
  [set('maxUnavailable: 0%', 'replicas: 3, '), 'maxUnavailable is 0%'],
  [set('minAvailable: 67%', 'replicas: 3, '), '67% of 3 replicas must be available'],
  [set('minAvailable: 100%', 'replicas: 3, '), 'minAvailable is 100%'],
])('%s is found', (yaml, what) => {
  expect(messagesOf(rule, yaml)).toEqual([expect.stringContaining(`PodDisruptionBudget 'b' never allows an eviction: ${what}`)]);
});

test('it leads to the replicas of three of the workloads', () => {
  const [budget, workload] = set('minAvailable: 4', '').split('\n---\n');
  const workloads = ['a', 'b', 'c', 'd'].map((name) => workload.replace('{name: web}', `{name: ${name}}`));
  expect(findingsOf([rule], [budget, ...workloads])[0].related.map(({ path }) => path)).toEqual(Array(3).fill(['spec', 'replicas']));
});

test.each([
  ['a workload that kustomize rescales', set('minAvailable: 1', '', '\n---\n{apiVersion: kustomize.config.k8s.io/v1beta1, kind: Kustomization, replicas: [{name: web, count: 3}]}')],
  ['a workload without replicas', set('minAvailable: 0', 'replicas: 0, ')],
  ['a budget of no text that is a number', set('minAvailable: x100%y', 'replicas: 3, ')],
  ['a tenth', set('maxUnavailable: 10%', 'replicas: 3, ')],
  ['a five', set('maxUnavailable: "05"', 'replicas: 3, ')],
  ['a third less', set('minAvailable: 66%', 'replicas: 3, ')],
  ['one that an autoscaler of another kind of that name does not scale', set('minAvailable: 2', 'replicas: 3, ', hpa(2).replace('kind: Deployment', 'kind: StatefulSet'))],
  ['one that allows some', set('minAvailable: 2', 'replicas: 3, ')],
  ['a percentage', set('minAvailable: 50%', 'replicas: 2, ')],
  ['replicas that an autoscaler adds', set('minAvailable: 2', 'replicas: 2, ', hpa(3))],
  ['replicas that KEDA adds', set('minAvailable: 2', 'replicas: 2, ', keda(''))],
  ['replicas that one of two autoscalers adds', set('minAvailable: 2', 'replicas: 2, ', `${hpa(2)}${hpa(3)}`)],
  ['replicas that an autoscaler of another namespace leaves alone', set('minAvailable: 2', 'replicas: 3, ', hpa(2).replace('name: h', 'name: h, namespace: other')).replace('name: web}', 'name: web, namespace: shop}')],
  ['a budget of more pods', set('minAvailable: 1', '', '\n---\n{apiVersion: apps/v1, kind: Deployment, metadata: {name: other}, spec: {template: {spec: {containers: []}}}}').replace('{matchLabels: {app: web}}}}', '{}}}')],
  ['pods that are not given', set('minAvailable: 2', '').replace('labels: {app: web}', 'labels: {app: x}')],
])('%s is left alone', (_, yaml) => {
  expect(messagesOf(rule, yaml)).toEqual([]);
});
