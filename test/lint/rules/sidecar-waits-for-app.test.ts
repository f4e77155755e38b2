import { sidecarWaitsForApp as rule } from '../../../src/lint/rules/sidecar-waits-for-app';
import { messagesOf } from '../support/findings';

const pod = (sidecar: string) => `{apiVersion: v1, kind: Pod, spec: {
  initContainers: [{name: s, restartPolicy: Always, ports: [{containerPort: 81}], ${sidecar}}], containers: [{name: a, ports: [{containerPort: 80}]}]}}`;

test.each([
  ['startupProbe', '{tcpSocket: {port: 80}}'],
  ['startupProbe', '{grpc: {port: 80}}'],
  ['startupProbe', '{exec: {command: [sh, -c, "wget -qO- http://localhost:80/"]}}'],
])('%s: %s is found', (field, probe) => {
  expect(messagesOf(rule, pod(`${field}: ${probe}`))).toEqual([
    "spec.initContainers.0.startupProbe: native sidecar 's' waits for 'a', which starts only after it",
  ]);
});

test('a postStart hook that waits is found', () => {
  expect(messagesOf(rule, pod('lifecycle: {postStart: {exec: {command: [curl, "http://127.0.0.1:80"]}}}'))).toHaveLength(1);
});

test.each(['startupProbe: {tcpSocket: {port: 81}}', 'readinessProbe: {tcpSocket: {port: 80}}', 'startupProbe: {tcpSocket: {port: 9901}}'])('%s is left alone', (probe) => {
  expect(messagesOf(rule, pod(probe))).toEqual([]);
});

test('a script that waits before it listens is found', () => {
  const script = (text: string): string => pod(`startupProbe: {tcpSocket: {port: 81}}, command: [sh, -c, "${text}"]`);
  expect(messagesOf(rule, script('until nc -z localhost 80; do sleep 1; done; exec proxy'))).toEqual([
    "spec.initContainers.0.command.2: native sidecar 's' waits for 'a', which starts only after it",
  ]);
  const others = ['proxy & until nc -z localhost 80; do sleep 1; done; wait', 'until nc -z db 80; do sleep 1; done; exec proxy', 'proxy -daemon; while sleep 5; do curl localhost:80; done'];
  expect(others.flatMap((text) => messagesOf(rule, script(text)))).toEqual([]);
});

test.each([
  ['without a startup probe holds nobody', 'command: [sh, -c, "until nc -z localhost 80; do sleep 1; done; exec proxy"]'],
  ['with a probe of a file holds nobody by its ports', 'startupProbe: {exec: {command: [cat, /ready]}}, command: [sh, -c, "until nc -z localhost 80; do sleep 1; done; exec proxy"]'],
])('a script that waits %s', (_, sidecar) => {
  expect(messagesOf(rule, pod(sidecar))).toEqual([]);
});

test('a hook of an init container that ends is left alone', () => {
  expect(messagesOf(rule, pod('lifecycle: {postStart: {httpGet: {port: 80}}}').replace('restartPolicy: Always, ', ''))).toEqual([]);
});

test('a postStart hook of a regular container is found', () => {
  const yaml = (first: string): string => `{apiVersion: v1, kind: Pod, spec: {containers: [{name: s, ${first}}, {name: a, ports: [{containerPort: 80}]}]}}`;
  expect(messagesOf(rule, yaml('lifecycle: {postStart: {httpGet: {port: 80}}}'))).toEqual([
    "spec.containers.0.lifecycle.postStart: postStart of container 's' waits for 'a', which starts only after it",
  ]);
  expect(messagesOf(rule, yaml('startupProbe: {httpGet: {port: 80}}'))).toEqual([]);
});
