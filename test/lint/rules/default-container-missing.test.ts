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

test.each(['istio/proxyv2:1.23.0', 'cr.l5d.io/linkerd/proxy:edge-25.9.1', 'daprio/daprd:1.14.4', 'registry.k8s.io/sig-storage/livenessprobe:v2.14.0'])('%s is not taken for the app, also as the first one', (image) => {
  const yaml = `{apiVersion: v1, kind: Pod, spec: {containers: [{name: first, image: "${image}"}, {name: web, image: "ghcr.io/acme/web:1.4.2"}]}}`;
  expect(findingsOf([rule], yaml)[0].fix?.changes).toMatchObject([{ to: 'web' }]);
});
