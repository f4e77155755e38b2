import { unknownDefaultContainer as rule } from '../../../src/lint/rules/unknown-default-container';
import { messagesOf } from '../support/findings';

const pod = (name: string) => `{apiVersion: v1, kind: Pod, metadata: {annotations: {kubectl.kubernetes.io/default-container: ${name}}},
  spec: {initContainers: [{name: s, restartPolicy: Always}], containers: [{name: a}]}}`;

test('the name of a container that is not there is found', () => {
  expect(messagesOf(rule, pod('manager'))).toEqual(["metadata.annotations.kubectl.kubernetes.io/default-container: 'manager' is not a container of this pod"]);
});

test.each(['a', 's'])('%s, which is there, is left alone', (name) => {
  expect(messagesOf(rule, pod(name))).toEqual([]);
});

test('a patch, whose containers stand elsewhere, is left alone', () => {
  expect(messagesOf(rule, `{apiVersion: apps/v1, kind: Deployment, spec: {template: {metadata: {annotations: {kubectl.kubernetes.io/default-container: web}},
    spec: {containers: [{name: logs, image: x}]}}}}`)).toEqual([]);
});
