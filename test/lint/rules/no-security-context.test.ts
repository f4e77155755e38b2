import { noSecurityContext as rule } from '../../../src/lint/rules/no-security-context';
import { messagesOf } from '../support/findings';

const pod = (spec: string) => `{apiVersion: v1, kind: Pod, spec: {${spec}}}`;

test('empty ones are none', () => {
  expect(messagesOf(rule, pod('securityContext: {}, containers: [{name: a}, {name: b, securityContext: {}}]'))).toEqual([
    'spec.securityContext: no container of this pod has a security context, and neither has the pod',
  ]);
});

test.each([
  ['one of the pod', 'securityContext: {runAsUser: 1}, containers: [{}, {}]'],
  ['one of a container', 'containers: [{}, {securityContext: {runAsUser: 1}}]'],
  ['a pod of one container', 'initContainers: [{}], containers: [{}]'],
])('%s is left alone', (_, spec) => {
  expect(messagesOf(rule, pod(spec))).toEqual([]);
});
