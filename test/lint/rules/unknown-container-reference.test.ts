import { unknownContainerReference as rule } from '../../../src/lint/rules/unknown-container-reference';
import { messagesOf } from '../support/findings';

const pod = (containerName: string) => `{apiVersion: v1, kind: Pod, spec: {initContainers: [{name: s, restartPolicy: Always}],
  volumes: [{name: v, downwardAPI: {items: [{resourceFieldRef: {containerName: ${containerName}}}]}}],
  containers: [{name: a, env: [{name: A, valueFrom: {resourceFieldRef: {containerName: ${containerName}}}}]}]}}`;

test('variables and volumes are found', () => {
  expect(messagesOf(rule, pod('b'))).toEqual([
    "spec.volumes.0.downwardAPI.items.0.resourceFieldRef.containerName: 'b' is not a container of this pod",
    "spec.containers.0.env.0.valueFrom.resourceFieldRef.containerName: 'b' is not a container of this pod",
  ]);
});

test('a native sidecar is a container, and without a name it is the own one', () => {
  expect(messagesOf(rule, pod('s'))).toEqual([]);
  expect(messagesOf(rule, pod('null'))).toEqual([]);
});
