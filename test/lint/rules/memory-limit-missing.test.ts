import { memoryLimitMissing as rule } from '../../../src/lint/rules/memory-limit-missing';
import { messagesOf } from '../support/findings';

const LIMIT = '{resources: {limits: {memory: 64Mi}}}';
const pod = (spec: string) => `{apiVersion: v1, kind: Pod, spec: {${spec}}}`;

test('a native sidecar without one is found', () => {
  expect(messagesOf(rule, rule.example)).toEqual(["spec.initContainers.0.resources.limits.memory: container 'logs' has no memory limit"]);
});

test('a patch, whose limits may stand elsewhere, is left alone', () => {
  expect(messagesOf(rule, `{apiVersion: apps/v1, kind: Deployment, spec: {template: ${pod('containers: [{name: a}, {name: b}]')}}}`)).toEqual([]);
});

test('a limit of zero is none', () => {
  expect(messagesOf(rule, pod(`containers: [${LIMIT}, {name: b, resources: {limits: {memory: 0}}}]`))).toHaveLength(1);
});

test.each([
  ['a limit of the pod', 'resources: {limits: {memory: 1Gi}}, containers: [{name: a}, {name: b}]'],
  ['an init container, which ends', `initContainers: [{name: i}], containers: [${LIMIT}, ${LIMIT}]`],
  ['a pod of one container', 'containers: [{name: a}]'],
])('%s is left alone', (_, spec) => {
  expect(messagesOf(rule, pod(spec))).toEqual([]);
});
