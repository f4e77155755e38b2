import { rolloutCannotProceed as rule } from '../../../src/lint/rules/rollout-cannot-proceed';
import { messagesOf } from '../support/findings';

const workload = (kind: string, spec: string) => `{apiVersion: apps/v1, kind: ${kind}, spec: {${spec}}}`;

test.each([
  workload('Deployment', 'strategy: {rollingUpdate: {maxSurge: 0%, maxUnavailable: 0}}'),
  workload('DaemonSet', 'updateStrategy: {rollingUpdate: {maxUnavailable: 0}}'),
  workload('DaemonSet', 'updateStrategy: {rollingUpdate: {maxUnavailable: 0, maxSurge: 0}}'),
])('%s is found', (yaml) => {
  expect(messagesOf(rule, yaml)).toEqual([expect.stringContaining('maxSurge and maxUnavailable are both zero')]);
});

test('a deadline that is over too early is found', () => {
  expect(messagesOf(rule, workload('Deployment', 'minReadySeconds: 600'))).toEqual([
    'spec.progressDeadlineSeconds: progressDeadlineSeconds is 600, and a pod counts as available after minReadySeconds, 600',
  ]);
});

test('a deadline that is given and over too early is found', () => {
  expect(messagesOf(rule, workload('Deployment', 'minReadySeconds: 30, progressDeadlineSeconds: 30'))).toEqual([
    'spec.progressDeadlineSeconds: progressDeadlineSeconds is 30, and a pod counts as available after minReadySeconds, 30',
  ]);
  expect(messagesOf(rule, workload('Deployment', 'progressDeadlineSeconds: 0'))).toHaveLength(1);
});

test.each([
  workload('Deployment', 'strategy: {rollingUpdate: {maxSurge: 10%, maxUnavailable: 0}}'),
  workload('Deployment', 'strategy: {rollingUpdate: {maxSurge: 05, maxUnavailable: 0}}'),
  workload('DaemonSet', 'updateStrategy: {rollingUpdate: {maxUnavailable: 1, maxSurge: 0}}'),
  workload('DaemonSet', 'minReadySeconds: 3000'),
  workload('Deployment', 'progressDeadlineSeconds: 1'),
  workload('Deployment', 'strategy: {rollingUpdate: {maxUnavailable: 0}}'),
  workload('Deployment', 'strategy: {rollingUpdate: {maxSurge: 0}}'),
  workload('DaemonSet', 'updateStrategy: {rollingUpdate: {maxUnavailable: 0, maxSurge: 1}}'),
  workload('Deployment', 'minReadySeconds: 30, progressDeadlineSeconds: 60'),
  workload('StatefulSet', 'minReadySeconds: 3000'),
])('%s is left alone', (yaml) => {
  expect(messagesOf(rule, yaml)).toEqual([]);
});
