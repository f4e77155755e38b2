import { hookLongerThanGrace as rule } from '../../../src/lint/rules/hook-longer-than-grace';
import { messagesOf } from '../support/findings';

const pod = (preStop: string, more = '') => `{apiVersion: v1, kind: Pod, spec: {${more} containers: [{name: a, lifecycle: {preStop: ${preStop}}}]}}`;

test.each(['{sleep: {seconds: 30}}', '{exec: {command: [sh, -c, "sleep 30; nginx -s quit"]}}'])('%s is found with the default of 30 s', (preStop) => {
  expect(messagesOf(rule, pod(preStop))).toEqual([
    "spec.containers.0.lifecycle.preStop: preStop of container 'a' takes 30 s, and the grace period is 30 s",
  ]);
});

test.each([['[sleep, 1m]', 60], ['[sh, -c, "sleep 45s"]', 45], ['[sh, -c, "sleep 1m && nginx -s quit"]', 60], ['[sh, -c, "echo bye; sleep 0.5h"]', 1800]])('units of sleep count: %s', (command, time) => {
  expect(messagesOf(rule, pod(`{exec: {command: ${command}}}`))).toEqual([expect.stringContaining(`takes ${time} s`)]);
});

test.each([
  ['a shorter sleep', '{sleep: {seconds: 29}}', ''],
  ['a longer grace period', '{sleep: {seconds: 40}}', 'terminationGracePeriodSeconds: 60,'],
  ['a hook whose time is unknown', '{exec: {command: [/drain]}}', ''],
])('%s is left alone', (_, preStop, more) => {
  expect(messagesOf(rule, pod(preStop, more))).toEqual([]);
});
