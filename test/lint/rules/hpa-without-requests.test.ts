import { hpaWithoutRequests as rule } from '../../../src/lint/rules/hpa-without-requests';
import { messagesOf } from '../support/findings';

test('a sidecar without a request is found', () => {
  expect(messagesOf(rule, rule.example)).toEqual([
    "spec.metrics.0.resource.target.averageUtilization: 'web' compares the cpu with its request, and container 'logs' of Deployment web requests none",
  ]);
});

test.each([
  ['a pod with resources of its own', rule.example.replace('      containers:', '      resources: {requests: {cpu: 100m}}\n      containers:')],
  ['a container whose limit is its request', rule.example.replace('resources: {limits: {memory: 64Mi}}', 'resources: {limits: {cpu: 100m}}')],
  ['an absolute target', rule.example.replace('averageUtilization: 70', 'averageValue: 100m')],
  ['a container that has one', rule.example.replace('type: Resource\n      resource:', 'type: ContainerResource\n      containerResource:\n        container: web')],
  ['a patch of the workload', `${rule.example.replace('resources: {limits: {memory: 64Mi}}', 'resources: {requests: {cpu: 1m}}')}---
{apiVersion: apps/v1, kind: Deployment, metadata: {name: web}, spec: {template: {spec: {containers: [{name: web, image: web}]}}}}`],
  ['one of several workloads of that name', `${rule.example}---${rule.example.split('---')[0].replace('resources: {limits: {memory: 64Mi}}', 'resources: {requests: {cpu: 1m}}')}`],
  ['a LimitRange', `${rule.example}---\n{apiVersion: v1, kind: LimitRange, metadata: {name: l}, spec: {}}`],
])('%s is left alone', (_, yaml) => {
  expect(messagesOf(rule, yaml)).toEqual([]);
});
