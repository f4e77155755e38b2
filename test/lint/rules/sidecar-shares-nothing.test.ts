import { sidecarSharesNothing as rule } from '../../../src/lint/rules/sidecar-shares-nothing';
import { messagesOf } from '../support/findings';

const pod = (script: string, sidecar = '', spec = '') => `{apiVersion: v1, kind: Pod, spec: {${spec} volumes: [{name: v, emptyDir: {}}, {name: c, configMap: {name: c}}],
  containers: [{name: a, volumeMounts: [{name: v, mountPath: /v}]}, {name: s, command: [sh, -c, "${script}"], ${sidecar}}]}}`;

test('a script that only prints is found', () => {
  expect(messagesOf(rule, pod('while true; do date; sleep 5; done'))).toEqual([
    "spec.containers.1.volumeMounts: sidecar 's' shares no volume with the other containers, and connects to none",
  ]);
});

test.each([
  ['a shared volume', pod('ls /v', 'volumeMounts: [{name: v, mountPath: /v}]')],
  ['a file of a ConfigMap, which may be a script', pod('. /c/run.sh', 'volumeMounts: [{name: c, mountPath: /c}]')],
  ['a connection', pod('while true; do curl -s localhost:80; sleep 5; done')],
  ['a port', pod('serve', 'ports: [{containerPort: 80}]')],
  ['shared processes', pod('pgrep app', '', 'shareProcessNamespace: true,')],
  ['an image that is only pulled', pod('sleep infinity').replace('name: s,', 'name: pre-pull-image,')],
  ['a program that nobody knows', '{apiVersion: v1, kind: Pod, spec: {containers: [{name: a}, {name: b, image: acme/agent}]}}'],
])('%s is left alone', (_, yaml) => {
  expect(messagesOf(rule, yaml)).toEqual([]);
});
