import { gracePeriodTooShort as rule } from '../../../src/lint/rules/grace-period-too-short';
import { messagesOf } from '../support/findings';

test('sidecars that have no turn are found', () => {
  expect(messagesOf(rule, rule.example)).toEqual([
    'spec.terminationGracePeriodSeconds: the grace period is 16 s, and hooks and containers need 18 s at least, one after the other',
  ]);
});

test('a grace period that is just enough, sidecars without hooks, and a hook that is too long by itself, are left alone', () => {
  expect(messagesOf(rule, rule.example.replace('terminationGracePeriodSeconds: 16', 'terminationGracePeriodSeconds: 18'))).toEqual([]);
  const pod = (grace: number, hook = ''): string => `{apiVersion: v1, kind: Pod, spec: {terminationGracePeriodSeconds: ${grace}, initContainers: [{name: s, restartPolicy: Always}], containers: [{name: b${hook}}]}}`;
  expect(messagesOf(rule, pod(1))).toEqual([]);
  expect(messagesOf(rule, pod(10, ', lifecycle: {preStop: {sleep: {seconds: 10}}}'))).toEqual([]);
  expect(messagesOf(rule, pod(10, ', lifecycle: {preStop: {sleep: {seconds: 9}}}'))).toHaveLength(1);
});

test('classic sidecars, which stop together, and pods without hooks are left alone', () => {
  const sleep = '{lifecycle: {preStop: {sleep: {seconds: 28}}}}';
  expect(messagesOf(rule, `{apiVersion: v1, kind: Pod, spec: {containers: [{name: b}, ${sleep}, ${sleep}]}}`)).toEqual([]);
  expect(messagesOf(rule, '{apiVersion: v1, kind: Pod, spec: {terminationGracePeriodSeconds: 0, containers: [{name: b}]}}')).toEqual([]);
});

const zero = (sidecar: string, grace = 0) => `{apiVersion: v1, kind: Pod, spec: {terminationGracePeriodSeconds: ${grace}, containers: [{name: app}, {name: s, ${sidecar}}]}}`;

test.each(['image: "fluent/fluent-bit:3.1"', 'command: [sh, -c, "tail -F /logs/a.log & wait"]'])('a log shipper with a grace period of zero is found: %s', (sidecar) => {
  expect(messagesOf(rule, zero(sidecar))).toEqual([
    "spec.terminationGracePeriodSeconds: the grace period is 0 s, so log shipper 's' has two seconds at most to send the last lines of the app",
  ]);
  expect(messagesOf(rule, zero(sidecar, 1))).toEqual([]);
});

test.each(['image: "redis:7.2"', 'command: [tail, -f, /dev/null]'])('with a grace period of zero, a sidecar that ships no logs is left alone: %s', (sidecar) => {
  expect(messagesOf(rule, zero(sidecar))).toEqual([]);
});
