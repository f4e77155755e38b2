import { fieldNewerThanVersion as rule } from '../../../src/lint/rules/field-newer-than-version';
import { findingsOf, messagesOf } from '../support/findings';

const pod = (spec: string): string => `{apiVersion: v1, kind: Pod, spec: {${spec}}}`;
const container = (fields: string): string => pod(`containers: [{name: web, ${fields}}]`);

test.each([
  [35, 'spec.volumes.0.image', pod('containers: [{name: web}], volumes: [{name: pages, image: {reference: ghcr.io/acme/pages:1}}]')],
  [34, 'spec.resources', pod('containers: [{name: web}], resources: {limits: {memory: 1Gi}}')],
  [33, 'spec.hostUsers', pod('containers: [{name: web}], hostUsers: false')],
  [33, 'spec.securityContext.supplementalGroupsPolicy', pod('containers: [{name: web}], securityContext: {supplementalGroupsPolicy: Strict}')],
  [37, 'spec.containers.0.lifecycle.stopSignal', container('lifecycle: {stopSignal: SIGQUIT}')],
  [35, 'spec.containers.0.env.0.valueFrom.fileKeyRef', container('env: [{name: A, valueFrom: {fileKeyRef: {volumeName: v, path: env, key: A}}}]')],
  [35, 'spec.containers.0.restartPolicyRules', container('restartPolicyRules: [{action: Restart}]')],
  [35, 'spec.containers.0.restartPolicy', container('restartPolicy: Never')],
  [35, 'spec.containers.0.restartPolicy', container('restartPolicy: OnFailure')],
  [33, 'spec.containers.0.resizePolicy', container('resizePolicy: [{resourceName: cpu, restartPolicy: NotRequired}]')],
  [33, 'spec.containers.0.lifecycle.preStop.sleep.seconds', container('lifecycle: {preStop: {sleep: {seconds: 0}}}')],
  [31, 'spec.containers.0.volumeMounts.0.recursiveReadOnly', container('volumeMounts: [{name: v, mountPath: /v, recursiveReadOnly: Enabled}]')],
  [30, 'spec.containers.0.lifecycle.postStart.sleep', container('lifecycle: {postStart: {sleep: {seconds: 5}}}')],
  [27, 'spec.metrics.0.containerResource', '{apiVersion: autoscaling/v2, kind: HorizontalPodAutoscaler, spec: {metrics: [{type: ContainerResource, containerResource: {name: cpu}}]}}'],
  [27, 'spec.unhealthyPodEvictionPolicy', '{apiVersion: policy/v1, kind: PodDisruptionBudget, spec: {unhealthyPodEvictionPolicy: AlwaysAllow}}'],
])('before 1.%i, %s is found', (from, place, yaml) => {
  expect(messagesOf(rule, yaml, { minor: from - 1 })).toContainEqual(expect.stringMatching(`^${place}: .* from Kubernetes 1.${from} on: `));
  expect(messagesOf(rule, yaml, { minor: from })).toEqual([]);
});

test('fields that every version has are left alone', () => {
  const yaml = pod('hostUsers: true, containers: [{name: web, image: acme/web:1, resources: {limits: {memory: 1Gi}}, lifecycle: {preStop: {exec: {command: [sleep, "5"]}}}}]');
  expect(messagesOf(rule, yaml, { minor: 26 })).toEqual([]);
});

test('several versions are compared: the finding is one, and says for which of them it is true', () => {
  expect(findingsOf([rule], rule.example, { minors: [33, 34, 35] }).map(({ minors }) => minors)).toEqual([[33, 34]]);
});
