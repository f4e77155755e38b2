import { progressDeadlineMissing as rule } from '../../../src/lint/rules/progress-deadline-missing';
import { messagesOf } from '../support/findings';

const deployment = (spec: string, probe = 'readinessProbe: {tcpSocket: {port: 1}}') => `{apiVersion: apps/v1, kind: Deployment, metadata: {name: d},
  spec: {${spec} template: {spec: {containers: [{name: a, image: a:1}, {name: b, image: b:1, ${probe}}]}}}}`;
const ZERO = 'strategy: {rollingUpdate: {maxUnavailable: 0}},';

test.each([[ZERO, 'after 600 s'], [`${ZERO} progressDeadlineSeconds: 2147483647,`, 'never']])('%s is found', (spec, when) => {
  expect(messagesOf(rule, deployment(spec))).toEqual([expect.stringContaining(`a rollout that a sidecar stops is reported ${when}`)]);
});

test.each([
  ['a deadline', deployment(`${ZERO} progressDeadlineSeconds: 120,`)],
  ['a rollout that may lose pods', deployment('')],
  ['a sidecar without a readiness probe', deployment(ZERO, '')],
])('%s is left alone', (_, yaml) => {
  expect(messagesOf(rule, yaml)).toEqual([]);
});
