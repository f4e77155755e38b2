import { livenessEqualsReadiness as rule } from '../../../src/lint/rules/liveness-equals-readiness';
import { messagesOf } from '../support/findings';

const pod = (liveness: string, readiness: string) => `{apiVersion: v1, kind: Pod, spec: {containers: [{name: a, livenessProbe: ${liveness}, readinessProbe: ${readiness}}]}}`;

test('equal probes are found', () => {
  expect(messagesOf(rule, pod('{tcpSocket: {port: 80}, periodSeconds: 5}', '{tcpSocket: {port: 80}}'))).toEqual([
    "spec.containers.0.livenessProbe: livenessProbe of container 'a' checks the same as its readinessProbe and gives up after 15 s, no later",
  ]);
});

test.each([
  ['{tcpSocket: {port: 80}, periodSeconds: 20}', '{tcpSocket: {port: 80}}'],
  ['{httpGet: {port: 80, path: /live}}', '{httpGet: {port: 80, path: /ready}}'],
])('a more patient or another probe is left alone', (liveness, readiness) => {
  expect(messagesOf(rule, pod(liveness, readiness))).toEqual([]);
});

test('the same in other words is found', () => {
  const yaml = pod('{httpGet: {port: http, path: /health}}', '{httpGet: {scheme: HTTP, path: /health, port: 8080}}').replace('{name: a,', '{name: a, ports: [{name: http, containerPort: 8080}],');
  expect(messagesOf(rule, yaml)).toHaveLength(1);
  expect(messagesOf(rule, yaml.replace('8080}]', '8081}]'))).toEqual([]);
  expect(messagesOf(rule, pod('{httpGet: {port: 80}}', '{httpGet: {port: 80, path: /}}'))).toHaveLength(1);
});

test('probes of a patch, without what they ask, are left alone', () => {
  expect(messagesOf(rule, pod('{periodSeconds: 5}', '{periodSeconds: 5}'))).toEqual([]);
});
