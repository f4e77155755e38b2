import { classicSidecarInJob as rule } from '../../../src/lint/rules/classic-sidecar-in-job';
import { messagesOf } from '../support/findings';

const job = (containers: string, spec = '') => `{apiVersion: batch/v1, kind: Job, spec: {template: {spec: {${spec} containers: [${containers}]}}}}`;
const PROXY = '{name: proxy, image: "cloudsql-docker/gce-proxy:1.33"}';

test.each([
  '{name: proxy, image: fluent/fluent-bit:5}',
  '{name: proxy, command: [sh, -c, "while true; do date; sleep 5; done"]}',
  '{name: proxy, command: [sh, -c, "exec tail -n +1 -F /logs/a.log"]}',
  '{name: proxy, image: "nginx:1"}',
  '{name: proxy, image: "nginx:1", args: [-g, "daemon off;"]}',
  '{name: proxy, command: [sleep, infinity]}',
])('%s is found in a CronJob', (sidecar) => {
  expect(messagesOf(rule, `{apiVersion: batch/v1, kind: CronJob, spec: {jobTemplate: {spec: {template: {spec: {containers: [{name: a}, ${sidecar}]}}}}}}`)).toEqual([
    "spec.jobTemplate.spec.template.spec.containers.1.name: container 'proxy' does not end by itself, so this CronJob never completes",
  ]);
});

test.each([
  ['a native sidecar', job('{name: a}', 'initContainers: [{name: s, restartPolicy: Always, image: fluent/fluent-bit}],')],
  ['a sidecar that the job stops', job(`{name: a, command: [sh, -c, "run; wget -qO- localhost:9091/quitquitquit"]}, ${PROXY}`)],
  ...['/quitquitquit', '/shutdown', 'pkill proxy', 'kill 1', 'killall proxy', 'scuttle'].map((text): [string, string] => (
    [`a sidecar that '${text}' ends`, job(`{name: a, command: [sh, -c, "run; ${text}"]}, ${PROXY}`)])),
  ['a sidecar among processes that see one another', job(`{name: a}, ${PROXY}`, 'shareProcessNamespace: true,')],
  ['a loop that is left', job('{name: a}, {name: b, command: [sh, -c, "while true; do test -f /done && break; sleep 1; done"]}')],
  ['a server with another program', job('{name: a}, {name: b, image: "nginx:1", command: [nginx, -t]}')],
  ['a server with another program behind its entry point', job('{name: a}, {name: b, image: "nginx:1", args: [nginx, -t]}')],
  ['a deadline that ends it', job(`{name: a}, ${PROXY}`, 'activeDeadlineSeconds: 60,')],
  ['a loop with an end', job('{name: a}, {name: b, command: [sh, -c, "while true; do [ -f /done ] && exit 0; sleep 1; done"]}')],
  ['two containers that end', job('{name: a}, {name: b}')],
  ['a job that is a proxy', job(PROXY)],
  ['a Deployment', `{apiVersion: apps/v1, kind: Deployment, spec: {template: {spec: {containers: [{name: a}, ${PROXY}]}}}}`],
])('%s is left alone', (_, yaml) => {
  expect(messagesOf(rule, yaml)).toEqual([]);
});

test.each([
  '[python, -c, "while True: push()"]', '[/usr/bin/python3.12, -u, -c, "import time\\nwhile 1:\\n  push()"]',
  "[node, -e, 'setInterval(push, 1000)']", "[bun, --eval, 'while (true) await push()']",
])('the endless program %s is found', (command) => {
  expect(messagesOf(rule, job(`{name: a}, {name: b, command: ${command}}`))).toHaveLength(1);
  expect(messagesOf(rule, job(`{name: a}, {name: b, command: ${command.replace('push', 'exit')}}`))).toEqual([]);
});

test('the role of a training job that decides about its end is looked at', () => {
  const training = (roles: string): string => `{apiVersion: kubeflow.org/v1, kind: PyTorchJob, spec: {pytorchReplicaSpecs: {${roles}}}}`;
  const role = `{template: {spec: {containers: [{name: a}, ${PROXY}]}}}`;
  expect(messagesOf(rule, training(`Worker: ${role}`))).toHaveLength(1);
  expect(messagesOf(rule, training(`Launcher: ${role}, Worker: {template: {spec: {containers: [{name: a}]}}}`))).toHaveLength(1);
  expect(messagesOf(rule, training(`Chief: ${role}, Master: ${role}, Worker: ${role}`))).toHaveLength(1);
  expect(messagesOf(rule, training(`Scheduler: ${role}, Server: ${role}, Worker: ${role}`))).toHaveLength(1);
  expect(messagesOf(rule, training(`Master: {template: {spec: {containers: [{name: a}]}}}, Worker: ${role}`))).toEqual([]);
});
