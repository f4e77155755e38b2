import { podResourcesBelowContainers as rule } from '../../../src/lint/rules/pod-resources-below-containers';
import { messagesOf } from '../support/findings';

test('native sidecars count', () => {
  expect(messagesOf(rule, rule.example)).toEqual(['spec.resources.requests.memory: the pod requests 512Mi of memory, and its containers request 576Mi']);
});

test.each(['1x', '576Mi', '1Gi'])('a request of %s is left alone', (memory) => {
  expect(messagesOf(rule, rule.example.replace('512Mi', memory))).toEqual([]);
});

test('containers without figures, and pods without, are left alone', () => {
  expect(messagesOf(rule, '{apiVersion: v1, kind: Pod, spec: {resources: {requests: {cpu: 1}}, containers: [{name: a}]}}')).toEqual([]);
  expect(messagesOf(rule, '{apiVersion: v1, kind: Pod, spec: {containers: [{resources: {requests: {cpu: 1}}}]}}')).toEqual([]);
});
