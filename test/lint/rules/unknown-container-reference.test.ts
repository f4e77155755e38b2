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

test('parts of a projected volume are found', () => {
  const projected = pod('b').replace('downwardAPI: {items: [{resourceFieldRef: {containerName: b}}]}', 'projected: {sources: [{secret: {name: s}}, {downwardAPI: {items: [{resourceFieldRef: {containerName: b}}]}}]}');
  expect(messagesOf(rule, projected)[0]).toContain('spec.volumes.0.projected.sources.1.downwardAPI.items.0.');
});

test('a patch, whose containers may stand elsewhere, is left alone', () => {
  expect(messagesOf(rule, `{apiVersion: apps/v1, kind: Deployment, spec: {template: ${pod('b')}}}`)).toEqual([]);
});

test('a native sidecar is a container, and without a name it is the own one', () => {
  expect(messagesOf(rule, pod('s'))).toEqual([]);
  expect(messagesOf(rule, pod('null'))).toEqual([]);
});
