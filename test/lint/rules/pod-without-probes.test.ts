import { podWithoutProbes as rule } from '../../../src/lint/rules/pod-without-probes';
import { messagesOf } from '../support/findings';

const pod = (spec: string, metadata = '') => `{apiVersion: v1, kind: Pod, metadata: {${metadata}}, spec: {${spec}}}`;

test('is found, with native sidecars too', () => {
  expect(messagesOf(rule, pod('initContainers: [{restartPolicy: Always}], containers: [{name: a}]'))).toEqual([
    'spec.containers.0: none of the 2 containers of this pod has a probe',
  ]);
});

test.each([
  ['one probe', pod('containers: [{name: a}, {name: b, startupProbe: {}}]')],
  ['an init container, which may have none', pod('initContainers: [{name: i}], containers: [{name: a}]')],
  ['a test of a Helm chart', pod('containers: [{name: a}, {name: b}]', 'annotations: {helm.sh/hook: test}')],
  ['a Job', '{apiVersion: batch/v1, kind: Job, spec: {template: {spec: {containers: [{name: a}, {name: b}]}}}}'],
])('%s is left alone', (_, yaml) => {
  expect(messagesOf(rule, yaml)).toEqual([]);
});
