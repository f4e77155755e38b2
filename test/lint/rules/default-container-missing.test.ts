import { defaultContainerMissing as rule } from '../../../src/lint/rules/default-container-missing';
import { findingsOf, messagesOf } from '../support/findings';

test('is found in the template of a workload', () => {
  expect(messagesOf(rule, '{apiVersion: apps/v1, kind: Deployment, spec: {selector: {}, template: {spec: {containers: [{name: a}, {name: b}]}}}}')).toEqual([
    'spec.template.metadata.annotations.kubectl.kubernetes.io/default-container: this pod of 2 containers does not say which one is the app',
  ]);
});

test('one regular container beside native sidecars is the app', () => {
  expect(messagesOf(rule, '{apiVersion: v1, kind: Pod, spec: {initContainers: [{name: s, restartPolicy: Always}], containers: [{name: a}]}}')).toEqual([]);
});

test('an app without a name is found, and not fixed', () => {
  expect(findingsOf([rule], '{apiVersion: v1, kind: Pod, spec: {containers: [{name: 1}, {name: b}]}}')).toEqual([expect.not.objectContaining({ fix: expect.anything() })]);
});

test('a patch, whose annotations stand elsewhere, is left alone', () => {
  expect(messagesOf(rule, '{apiVersion: apps/v1, kind: Deployment, spec: {template: {spec: {containers: [{name: a}, {name: b}]}}}}')).toEqual([]);
});
