import { shipperWithoutConfig as rule } from '../../../src/lint/rules/shipper-without-config';
import { messagesOf } from '../support/findings';

const pod = (sidecar: string) => `{apiVersion: v1, kind: Pod, spec: {containers: [{name: a}, {name: s, ${sidecar}}]}}`;

test.each(['fluent/fluent-bit', 'docker.elastic.co/beats/filebeat-wolfi:9.5.2', 'fluent/fluentd:v1.19-debian'])('%s is found', (image) => {
  expect(messagesOf(rule, pod(`image: "${image}"`))).toEqual(["spec.containers.1.volumeMounts: log shipper 's' gets no configuration and no log file"]);
});

test.each(['command: [fluent-bit, -i, tcp]', 'env: [{name: A, value: b}]', 'envFrom: [{configMapRef: {name: c}}]'])('a shipper with %s is left alone', (given) => {
  expect(messagesOf(rule, pod(`image: fluent/fluent-bit, ${given}`))).toEqual([]);
});

test('a shipper alone, and an init container that ends, are left alone', () => {
  expect(messagesOf(rule, '{apiVersion: v1, kind: Pod, spec: {containers: [{name: s, image: fluent/fluent-bit}]}}')).toEqual([]);
  expect(messagesOf(rule, '{apiVersion: v1, kind: Pod, spec: {initContainers: [{name: s, image: fluent/fluent-bit}], containers: [{name: a}]}}')).toEqual([]);
});

test.each(['image: fluent/fluent-bit, args: [-i, tcp]', 'image: fluent/fluent-bit, volumeMounts: [{name: v}]', 'image: acme/shipper'])('%s is left alone', (sidecar) => {
  expect(messagesOf(rule, pod(sidecar))).toEqual([]);
});
