import { podWithoutProbes as rule } from '../../../src/lint/rules/pod-without-probes';
import { messagesOf } from '../support/findings';

const pod = (spec: string, metadata = '') => `{apiVersion: v1, kind: Pod, metadata: {${metadata}}, spec: {${spec}}}`;

test('is found, with native sidecars too', () => {
  expect(messagesOf(rule, pod('initContainers: [{restartPolicy: Always}], containers: [{name: a, ports: [{containerPort: 80}]}]'))).toEqual([
    'spec.containers.0: none of the 2 containers of this pod has a probe',
  ]);
});

test('a known server without a declared port is found', () => {
  expect(messagesOf(rule, pod('containers: [{name: a, image: nginx}, {name: b}]'))).toHaveLength(1);
});

test.each([
  ['scripts that serve nobody', pod('containers: [{name: a}, {name: b}]')],
  ['one probe', pod('containers: [{name: a}, {name: b, image: nginx, startupProbe: {}}]')],
  ['an init container, which may have none', pod('initContainers: [{name: i}], containers: [{name: a, image: nginx}]')],
  ['a test of a Helm chart', pod('containers: [{name: a, image: nginx}, {name: b}]', 'annotations: {helm.sh/hook: test}')],
  ['a Job', '{apiVersion: batch/v1, kind: Job, spec: {template: {spec: {containers: [{name: a, image: nginx}, {name: b}]}}}}'],
])('%s is left alone', (_, yaml) => {
  expect(messagesOf(rule, yaml)).toEqual([]);
});
