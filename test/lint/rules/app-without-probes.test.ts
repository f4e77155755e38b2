import { appWithoutProbes as rule } from '../../../src/lint/rules/app-without-probes';
import { messagesOf } from '../support/findings';

const PROBED = '{name: b, livenessProbe: {tcpSocket: {port: 1}}}';
const pod = (app: string, more = '', rest = PROBED) => `{apiVersion: v1, kind: Pod, spec: {${more} containers: [{name: a, ${app}}, ${rest}]}}`;

test('an app with a port beside a classic and a native sidecar is found', () => {
  expect(messagesOf(rule, pod('ports: [{containerPort: 80}]'))).toEqual(["spec.containers.0: container 'a' serves and has no probe, and 'b' beside it has one"]);
  expect(messagesOf(rule, pod('ports: [{containerPort: 80}]', 'initContainers: [{name: s, restartPolicy: Always, startupProbe: {}}],', '{name: c}'))).toHaveLength(1);
});

test('an image that serves is found without a port, unless it runs another program', () => {
  expect(messagesOf(rule, pod('image: "nginx:1.29"'))).toHaveLength(1);
  expect(messagesOf(rule, pod('image: "nginx:1.29", command: [nginx, -t]'))).toEqual([]);
});

test.each([
  ['a probe of an init container, which ends', pod('ports: [{containerPort: 80}]', 'initContainers: [{name: i, livenessProbe: {}}],', '{name: c}')],
  ['an app alone', pod('ports: [{containerPort: 80}]').replace(`, ${PROBED}`, '')],
  ['a patch', `{apiVersion: apps/v1, kind: Deployment, spec: {template: ${pod('ports: [{containerPort: 80}]')}}}`],
  ['an app with a probe', pod('ports: [{containerPort: 80}], livenessProbe: {}')],
  ['a worker that serves nothing', pod('')],
  ['an app that only the sidecar can reach', pod('ports: [{containerPort: 80}], args: [--listen=127.0.0.1:80]')],
  ['an app whose port the probe of the other asks', pod('ports: [{containerPort: 80}]', '', '{name: b, livenessProbe: {httpGet: {port: 80}}}')],
  ['a pod that ends', pod('ports: [{containerPort: 80}]', 'restartPolicy: Never,')],
  ['a pod without any probe, which is another rule\'s', pod('ports: [{containerPort: 80}]', '', '{name: b}')],
])('%s is left alone', (_, yaml) => {
  expect(messagesOf(rule, yaml)).toEqual([]);
});

test.each(['proxy', 'web-proxy', 'sidecar', 'statsd-exporter'])('a first container called %s is left alone, as the app is another one', (name) => {
  expect(messagesOf(rule, pod('ports: [{containerPort: 80}]').replace('name: a', `name: ${name}`))).toEqual([]);
});
