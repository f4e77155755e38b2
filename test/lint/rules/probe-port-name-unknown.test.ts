import { probePortNameUnknown as rule } from '../../../src/lint/rules/probe-port-name-unknown';
import { messagesOf } from '../support/findings';

const pod = (container: string) => `{apiVersion: v1, kind: Pod, spec: {containers: [${container}]}}`;

test('the port of another container is found', () => {
  expect(messagesOf(rule, rule.example)).toEqual([
    "spec.containers.0.readinessProbe.httpGet.port: readinessProbe of container 'web' names port 'health', which is a port of 'proxy'",
  ]);
});

test('a name that nobody has is found, in hooks too', () => {
  expect(messagesOf(rule, pod('{name: a, ports: [{name: http}], lifecycle: {preStop: {httpGet: {port: htpt}}}}'))).toEqual([
    "spec.containers.0.lifecycle.preStop.httpGet.port: preStop hook of container 'a' names port 'htpt', which no container has",
  ]);
});

test.each(['p8080', '8080p'])('the name %s is found', (port) => {
  expect(messagesOf(rule, pod(`{name: a, livenessProbe: {httpGet: {port: ${port}}}}`))).toHaveLength(1);
});

test('a patch, whose ports may stand elsewhere, is left alone', () => {
  const workload = `{apiVersion: apps/v1, kind: Deployment, spec: {template: ${pod('{name: a, livenessProbe: {httpGet: {port: http}}}')}}}`;
  expect(messagesOf(rule, workload)).toEqual([]);
});

test.each(['{httpGet: {port: http}}', '{httpGet: {port: 8080}}', '{httpGet: {port: "8080"}}', '{grpc: {port: 1}}', '{exec: {command: [a]}}'])('%s is left alone', (probe) => {
  expect(messagesOf(rule, pod(`{name: a, ports: [{name: http, containerPort: 80}], livenessProbe: ${probe}}`))).toEqual([]);
});
