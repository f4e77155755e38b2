import { requestsMissing as rule } from '../../../src/lint/rules/requests-missing';
import { messagesOf } from '../support/findings';

const pod = (spec: string) => `{apiVersion: v1, kind: Pod, spec: {${spec}}}`;

test('storage alone does not count', () => {
  expect(messagesOf(rule, pod('containers: [{name: a, resources: {limits: {cpu: 1}}}, {name: b, resources: {requests: {ephemeral-storage: 1Gi}}}]'))).toEqual([
    "spec.containers.1.resources.requests: container 'b' requests neither CPU nor memory",
  ]);
});

test.each([
  ['a limit, which stands in for the request', 'containers: [{resources: {limits: {memory: 1Gi}}}, {resources: {requests: {cpu: 1}}}]'],
  ['resources of the pod', 'resources: {requests: {cpu: 1}}, containers: [{}, {}]'],
  ['a pod of one container', 'initContainers: [{}], containers: [{}]'],
])('%s is left alone', (_, spec) => {
  expect(messagesOf(rule, pod(spec))).toEqual([]);
});
