import { wrongType as rule } from '../../../src/lint/rules/wrong-type';
import { findingsOf, messagesOf } from '../support/findings';

const pod = (container: string, spec = '') => `{apiVersion: v1, kind: Pod, metadata: {name: web}, spec: {${spec}containers: [{name: web, ${container}}]}}`;
const deployment = (spec: string) => `{apiVersion: apps/v1, kind: Deployment, metadata: {name: web}, spec: {${spec}}}`;

test('text, numbers and booleans in place of one another are found', () => {
  expect(messagesOf(rule, rule.example).sort()).toEqual([
    "spec.replicas: replicas is the text '3', and must be a whole number",
    'spec.template.metadata.annotations.prometheus.io/scrape: prometheus.io/scrape is the boolean true, and must be text',
    'spec.template.spec.containers.0.env.0.value: value is the number 8080, and must be text',
  ]);
});

test.each([
  [pod('tty: true', 'terminationGracePeriodSeconds: "5", '), "terminationGracePeriodSeconds is the text '5', and must be a whole number"],
  [pod('ports: [{containerPort: "80"}]'), "containerPort is the text '80', and must be a whole number"],
  [pod('ports: [{containerPort: true}]'), 'containerPort is the boolean true, and must be a whole number'],
  [pod('workingDir: [a]'), 'workingDir is a list, and must be text'],
  [pod('workingDir: [A_B, C_D]'), 'workingDir is a list, and must be text'],
  [pod('tty: aA_B'), "tty is the text 'aA_B', and must be true or false"],
  [pod('tty: A_Bb'), "tty is the text 'A_Bb', and must be true or false"],
  [pod(`tty: ${'x'.repeat(40)}`), `tty is the text '${'x'.repeat(40)}', and must be true or false`],
  [pod(`tty: ${'x'.repeat(41)}`), `tty is the text '${'x'.repeat(40)}…', and must be true or false`],
  [pod('ports: {containerPort: 80}'), 'ports is an object, and must be a list'],
  [pod('command: sleep 5'), "command is the text 'sleep 5', and must be a list"],
  [pod('args: [--port, 80]'), 'element 2 of args is the number 80, and must be text'],
  [pod('livenessProbe: {periodSeconds: 1.5, httpGet: {port: 80}}'), 'periodSeconds is the number 1.5, and must be a whole number'],
  [pod('livenessProbe: {httpGet: {port: true}}'), 'port is the boolean true, and must be a whole number or text'],
  [pod('securityContext: {runAsNonRoot: "true"}'), "runAsNonRoot is the text 'true', and must be true or false"],
  [pod('resources: none'), "resources is the text 'none', and must be an object"],
  [pod('tty: true').replace('{name: web, tty: true}', 'null'), 'element 1 of containers is empty, and must be an object'],
  [deployment('strategy: {rollingUpdate: {maxSurge: 0.5}}'), 'maxSurge is the number 0.5, and must be a whole number or text'],
  ['{apiVersion: v1, kind: ConfigMap, metadata: {name: web}, data: {PORT: 80}}', 'PORT is the number 80, and must be text'],
  ['{apiVersion: acme.example/v1, kind: Widget, metadata: {name: 123}}', 'name is the number 123, and must be text'],
])('%s is found', (yaml, message) => {
  expect(findingsOf([rule], yaml).map((finding) => finding.message)).toEqual([message]);
});

test.each([
  pod('ports: [{containerPort: 010}], livenessProbe: {httpGet: {port: http}}, resources: {limits: {cpu: 1, memory: 64Mi}}, env: null, command: [], args: [null]'),
  deployment('replicas: null, strategy: {rollingUpdate: {maxSurge: 25%, maxUnavailable: 0}}'),
  deployment('replicas: "${REPLICAS}"'),
  deployment('replicas: NUM_PODS'),
  pod('image: [IMAGE_URL]'),
  `{$patch: merge, ${pod('tty: "true"').slice(1)}`,
  '{apiVersion: acme.example/v1, kind: Widget, metadata: {name: web}, spec: {replicas: "3"}, data: {a: 1}}',
  '{apiVersion: v1, kind: Secret, metadata: {name: __proto__, labels: {constructor: a, __proto__: b}}, data: {toString: YQ==}}',
  '{apiVersion: projectcalico.org/v3, kind: BGPPeer, metadata: {name: peer, labels: {global-peer: true}}}',
  `{$patch: merge, ${deployment('replicas: "3"').slice(1)}`,
])('%s is left alone', (yaml) => {
  expect(messagesOf(rule, yaml)).toEqual([]);
});

test.each([
  ['tty: "false"', 'tty', 'write it without quotes', false],
  ['stdin: "yes"', 'stdin', 'write true or false', undefined],
  ['tty: "1"', 'tty', 'write true or false', undefined],
  ['ports: [{containerPort: "true"}]', 'containerPort', 'write a whole number', undefined],
  ['ports: [{containerPort: "0"}]', 'containerPort', 'write it without quotes', 0],
  ['ports: [{containerPort: "-1"}]', 'containerPort', 'write it without quotes', -1],
  ['ports: [{containerPort: "08"}]', 'containerPort', 'write a whole number', undefined],
  ['ports: [{containerPort: 8.5}]', 'containerPort', 'write a whole number', undefined],
  ['workingDir: [a]', 'workingDir', 'write text', undefined],
  ['workingDir: 1', 'workingDir', 'put it in quotes', 'quoted'],
  ['workingDir: yes', 'workingDir', 'put it in quotes', 'quoted'],
  ['workingDir: true', 'workingDir', 'put it in quotes', 'quoted'],
])('%s: what to do about %s', (container, name, help, to) => {
  const [found] = findingsOf([rule], pod(container)).filter(({ message }) => message.startsWith(name));
  const change = found?.fix?.changes[0];
  expect([found?.help, change?.isQuoted ? 'quoted' : change?.to]).toEqual([help, to]);
});

test('the labels of a pod that is an object of its own are told once', () => {
  expect(messagesOf(rule, pod('tty: true').replace('name: web}', 'name: web, labels: {a: 1}}'))).toHaveLength(1);
});

test('text in quotes is fixed where it has one meaning, and what needs quotes gets them', () => {
  const yaml = pod('tty: "true", stdin: "yes", ports: [{containerPort: "80", hostPort: "0x50"}], env: [{name: A, value: 010}]');
  expect(findingsOf([rule], yaml).map(({ message, fix }) => [message.split(' ')[0], fix?.changes[0].isQuoted ? 'quoted' : fix?.changes[0].to])).toEqual([
    ['tty', true], ['stdin', undefined], ['containerPort', 80], ['hostPort', undefined], ['value', 'quoted'],
  ]);
});
