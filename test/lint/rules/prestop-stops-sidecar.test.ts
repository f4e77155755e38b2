import { prestopStopsSidecar as rule } from '../../../src/lint/rules/prestop-stops-sidecar';
import { messagesOf } from '../support/findings';

const pod = (preStop: string, list = 'initContainers', restartPolicy = 'Always') => `{apiVersion: v1, kind: Pod, spec: {
  ${list}: [{name: s, restartPolicy: ${restartPolicy}, lifecycle: {preStop: ${preStop}}}]}}`;

test.each([
  '{httpGet: {path: /quitquitquit, port: 15020}}', '{exec: {command: [sh, -c, "kill -TERM 1"]}}', '{exec: {command: [pkill, envoy]}}', '{exec: {command: [sh, -c, "kill 1"]}}',
  '{exec: {command: [sh, -c, "date; /usr/sbin/nginx -s quit"]}}', '{exec: {command: [/bin/bash, -c, "stop() { killall -q envoy; }; stop"]}}', '{exec: {command: [curl, -X, POST, "http://localhost:15000/quitquitquit"]}}',
])('%s is found', (preStop) => {
  expect(messagesOf(rule, pod(preStop))).toEqual([
    "spec.initContainers.0.lifecycle.preStop: preStop stops native sidecar 's' when the pod is deleted, while the app still runs",
  ]);
});

test.each([
  ['a hook that waits for the app', pod('{exec: {command: [sh, -c, "while nc -z localhost 80; do sleep 1; done; kill 1"]}}')],
  ['what is printed', pod('{exec: {command: [sh, -c, "echo kill 1"]}}')],
  ['a comment', pod('{exec: {command: [sh, -c, "true # nginx -s quit"]}}')],
  ['another process', pod('{exec: {command: [sh, -c, "kill 11"]}}')],
  ['a signal to drain', pod('{exec: {command: [killall, -USR2, kuma-dp]}}')],
  ['a reload', pod('{exec: {command: [sh, -c, "kill -HUP 1"]}}')],
  ['a sleep', pod('{sleep: {seconds: 5}}')],
  ['draining without stopping', pod('{exec: {command: [sh, -c, "wget --post-data= localhost:9901/drain_listeners?graceful"]}}')],
  ['a regular container', pod('{exec: {command: [nginx, -s, quit]}}', 'containers', 'Never')],
])('%s is left alone', (_, yaml) => {
  expect(messagesOf(rule, yaml)).toEqual([]);
});

test('the soft stop of HAProxy is found', () => {
  expect(messagesOf(rule, pod('{exec: {command: [kill, -USR1, "1"]}}').replace('{name: s,', '{name: s, image: "haproxy:3.0",'))).toHaveLength(1);
});
