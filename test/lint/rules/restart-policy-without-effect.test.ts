import { restartPolicyWithoutEffect as rule } from '../../../src/lint/rules/restart-policy-without-effect';
import { messagesOf } from '../support/findings';

const pod = (spec: string) => `{apiVersion: v1, kind: Pod, spec: {${spec}}}`;

test('is found on a regular container', () => {
  expect(messagesOf(rule, pod('containers: [{name: a, restartPolicy: Always}]'))).toEqual([
    "spec.containers.0.restartPolicy: restartPolicy of container 'a' does not make it a native sidecar",
  ]);
});

test.each([
  pod('containers: [{name: a, restartPolicy: Always}]'), pod('restartPolicy: Always, containers: [{name: a, restartPolicy: Always}]'),
  `{apiVersion: batch/v1, kind: Job, spec: {template: ${pod('restartPolicy: Never, containers: [{name: a, restartPolicy: Always}]')}}}`,
  `{apiVersion: batch/v1, kind: CronJob, spec: {jobTemplate: {spec: {template: ${pod('restartPolicy: Never, containers: [{name: a, restartPolicy: Always}]')}}}}}`,
])('%s is found in versions that can restart a container alone, too', (yaml) => {
  expect(messagesOf(rule, yaml, { minor: 36 })).toHaveLength(1);
});

test('native sidecars, other policies, and a container restarted in a pod that is not are left alone', () => {
  expect(messagesOf(rule, pod('initContainers: [{name: s, restartPolicy: Always}], containers: [{name: a, restartPolicy: Never}]'))).toEqual([]);
  const never = pod('restartPolicy: Never, containers: [{name: a, restartPolicy: Always}]');
  expect(messagesOf(rule, never, { minor: 35 })).toEqual([]);
  expect(messagesOf(rule, never, { minor: 34 })).toHaveLength(1);
});
