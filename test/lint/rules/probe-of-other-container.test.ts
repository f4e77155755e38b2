import { probeOfOtherContainer as rule } from '../../../src/lint/rules/probe-of-other-container';
import { messagesOf } from '../support/findings';

const pod = (probe: string) => `{apiVersion: v1, kind: Pod, spec: {containers: [
  {name: a, ports: [{containerPort: 80}]}, {name: b, ports: [{containerPort: 81}], ${probe}}]}}`;

test('a startup probe on another container is found', () => {
  expect(messagesOf(rule, pod('startupProbe: {tcpSocket: {port: 80}}'))).toEqual([
    "spec.containers.1.startupProbe.tcpSocket.port: startupProbe of container 'b' asks port 80, which is a port of 'a'",
  ]);
});

test.each(['livenessProbe: {tcpSocket: {port: 81}}', 'livenessProbe: {tcpSocket: {port: 8080}}', 'readinessProbe: {tcpSocket: {port: 80}}'])('%s is left alone', (probe) => {
  expect(messagesOf(rule, pod(probe))).toEqual([]);
});

test('a container whose purpose is to check others may answer for them', () => {
  expect(messagesOf(rule, pod('livenessProbe: {tcpSocket: {port: 80}}').replace('name: a,', 'name: a, image: registry.acme.example/exec-healthz:1.2,'))).toEqual([]);
});

test('a container that is named after another one may answer for it', () => {
  expect(messagesOf(rule, rule.example.replace('name: web\n      image', 'name: exporter-guard\n      image'))).toEqual([]);
});

test('a container that is named after the same one may answer for it, if there is that one', () => {
  const parts = (whole: string): string => `{apiVersion: v1, kind: Pod, spec: {containers: [{name: ${whole}}, {name: logs-guard, ports: [{containerPort: 80}]},
    {name: logs-reader, ports: [{containerPort: 81}], livenessProbe: {tcpSocket: {port: 80}}}]}}`;
  expect(messagesOf(rule, parts('logs'))).toEqual([]);
  expect(messagesOf(rule, parts('app'))).toHaveLength(1);
});
