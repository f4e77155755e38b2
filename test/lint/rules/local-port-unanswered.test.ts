import { localPortUnanswered as rule } from '../../../src/lint/rules/local-port-unanswered';
import { messagesOf } from '../support/findings';

const pod = (app: string, ambassador: string) => `{apiVersion: v1, kind: Pod, metadata: {name: p}, spec: {volumes: [{name: s, configMap: {name: s}}], containers: [
  {name: a, image: acme/a:1, ${app}}, {name: b, volumeMounts: [{name: s, mountPath: /s}], ${ambassador}}]}}`;
const CONFIG = "{apiVersion: v1, kind: ConfigMap, metadata: {name: s}, data: {run.sh: 'while true; do echo forwarding; sleep 5; done'}}";
const CLIENT = 'args: ["--redis=127.0.0.1:6379"]';
const PRINTS = 'image: busybox, command: [sh, -c, "while true; do echo nginx is up; sleep 5; done"]';
const FOUND = ["spec.containers.0.name: container 'a' connects to port 6379 on 127.0.0.1, and no container of this pod listens there"];

test.each([
  ['by an argument', [pod(CLIENT, PRINTS)]],
  ['by variables', [pod('env: [{name: REDIS_HOST, value: localhost}, {name: REDIS_PORT, value: "6379"}]', PRINTS)]],
  ['with a script in a ConfigMap', [pod(CLIENT, 'image: busybox, command: [/bin/sh, /s/run.sh]'), CONFIG]],
])('a connection %s is found', (_, yaml) => {
  expect(messagesOf(rule, yaml)).toEqual(FOUND);
});

test.each([
  ['a port that is declared', pod(CLIENT, `${PRINTS}, ports: [{containerPort: 6379}]`)],
  ['a script that starts a server', pod(CLIENT, 'image: busybox, command: [sh, -c, "nc -lk -p 6379 -e proxy"]')],
  ['an image that may listen', pod(CLIENT, 'image: haproxy:3.2')],
  ['a container alone', pod(CLIENT, PRINTS).replace(/, \{name: b.*\}\]/, ']')],
  ['a pod on the network of its node, whose other programs may listen', pod(CLIENT, PRINTS).replace('spec: {', 'spec: {hostNetwork: true, ')],
  ['a script that is not known', pod(CLIENT, 'image: busybox, command: [sh, /other/run.sh]')],
])('%s is left alone', (_, yaml) => {
  expect(messagesOf(rule, yaml)).toEqual([]);
});
