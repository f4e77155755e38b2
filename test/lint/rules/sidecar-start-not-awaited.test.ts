import { sidecarStartNotAwaited as rule } from '../../../src/lint/rules/sidecar-start-not-awaited';
import { messagesOf } from '../support/findings';

const pod = (sidecar: string, app: string) => `{apiVersion: v1, kind: Pod, spec: {
  initContainers: [{name: s, restartPolicy: Always, ports: [{containerPort: 6379}], ${sidecar}}], containers: [{name: a, ${app}}]}}`;

test('an app that connects to it is found, and its readiness probe does not help', () => {
  expect(messagesOf(rule, pod('readinessProbe: {tcpSocket: {port: 6379}}', 'args: ["--redis=localhost:6379"]'))).toEqual([
    "spec.initContainers.0.startupProbe: 'a' connects to native sidecar 's', which has no startupProbe, so it may not listen yet",
  ]);
});

test('an app that connects by IPv6 is found', () => {
  expect(messagesOf(rule, pod('', 'args: ["--redis=[::1]:6379"]'))).toHaveLength(1);
});

test.each([
  ['a startup probe', 'startupProbe: {tcpSocket: {port: 6379}}', 'args: ["localhost:6379"]'],
  ['a postStart hook, which is awaited too', 'lifecycle: {postStart: {exec: {command: [wait]}}}', 'args: ["localhost:6379"]'],
  ['an app that connects elsewhere', '', 'args: ["redis:6379"]'],
])('%s is left alone', (_, sidecar, app) => {
  expect(messagesOf(rule, pod(sidecar, app))).toEqual([]);
});
