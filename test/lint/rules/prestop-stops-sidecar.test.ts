import { prestopStopsSidecar as rule } from '../../../src/lint/rules/prestop-stops-sidecar';
import { messagesOf } from '../support/findings';

const pod = (preStop: string, list = 'initContainers', restartPolicy = 'Always') => `{apiVersion: v1, kind: Pod, spec: {
  ${list}: [{name: s, restartPolicy: ${restartPolicy}, lifecycle: {preStop: ${preStop}}}]}}`;

test.each([
  '{httpGet: {path: /quitquitquit, port: 15020}}', '{exec: {command: [sh, -c, "kill -TERM 1"]}}', '{exec: {command: [pkill, envoy]}}', '{exec: {command: [sh, -c, "kill 1"]}}',
])('%s is found', (preStop) => {
  expect(messagesOf(rule, pod(preStop))).toEqual([
    "spec.initContainers.0.lifecycle.preStop: preStop stops native sidecar 's' when the pod is deleted, while the app still runs",
  ]);
});

test.each([
  ['a hook that waits for the app', pod('{exec: {command: [sh, -c, "while nc -z localhost 80; do sleep 1; done; kill 1"]}}')],
  ['a sleep', pod('{sleep: {seconds: 5}}')],
  ['draining without stopping', pod('{exec: {command: [sh, -c, "wget --post-data= localhost:9901/drain_listeners?graceful"]}}')],
  ['a regular container', pod('{exec: {command: [nginx, -s, quit]}}', 'containers', 'Never')],
])('%s is left alone', (_, yaml) => {
  expect(messagesOf(rule, yaml)).toEqual([]);
});
