import { hookLongerThanGrace as rule } from '../../../src/lint/rules/hook-longer-than-grace';
import { findingsOf, messagesOf } from '../support/findings';

const pod = (preStop: string, more = '') => `{apiVersion: v1, kind: Pod, spec: {${more} containers: [{name: a, lifecycle: {preStop: ${preStop}}}]}}`;

test.each(['{sleep: {seconds: 30}}', '{exec: {command: [sh, -c, "sleep 30; nginx -s quit"]}}'])('%s is found with the default of 30 s', (preStop) => {
  expect(messagesOf(rule, pod(preStop))).toEqual([
    "spec.containers.0.lifecycle.preStop: preStop of container 'a' takes 30 s, and the grace period is 30 s",
  ]);
});

test('the other place is the grace period', () => {
  expect(findingsOf([rule], pod('{sleep: {seconds: 9}}', 'terminationGracePeriodSeconds: 9,'))[0].related.map(({ path }) => path)).toEqual([['spec', 'terminationGracePeriodSeconds']]);
});

test.each([['[sleep, 1m]', 60], ['[sh, -c, "sleep 45s"]', 45], ['[sh, -c, "sleep 1m && nginx -s quit"]', 60], ['[sh, -c, "echo bye; sleep 0.5h"]', 1800], ['[sh, -c, "nginx -s quit; sleep 30 && sleep 15"]', 45]])('units of sleep count: %s', (command, time) => {
  expect(messagesOf(rule, pod(`{exec: {command: ${command}}}`))).toEqual([expect.stringContaining(`takes ${time} s`)]);
});

test.each([
  ['no time at all in a pod that is killed at once', '{sleep: {seconds: 0}}', 'terminationGracePeriodSeconds: 0,'],
  ['a shorter sleep', '{sleep: {seconds: 29}}', ''],
  ['a longer grace period', '{sleep: {seconds: 40}}', 'terminationGracePeriodSeconds: 60,'],
  ['a hook whose time is unknown', '{exec: {command: [/drain]}}', ''],
  ['a quick hook, which has a second in spite of the grace period', '{exec: {command: [/drain]}}', 'terminationGracePeriodSeconds: 0,'],
])('%s is left alone', (_, preStop, more) => {
  expect(messagesOf(rule, pod(preStop, more))).toEqual([]);
});

test.each([
  ['[sh, -c, "for i in 1 2 3 4; do sleep 10; done"]', 40], ['[sh, -c, "for i in $(seq 2 21); do echo x; sleep 2; done"]', 40], ['[bash, -c, "for i in {1..8}; do sleep 5; done"]', 40],
  ['[sh, -c, "echo bye && sleep 40"]', 40], ['[sh, -c, "date; sleep 40; exit 0"]', 40], ['[/usr/bin/sleep, "40"]', 40], ['[python3, -c, "import time; time.sleep(40)"]', 40],
  ['[/usr/bin/python3.12, -u, -c, "import time; time.sleep(40.5)"]', 40.5], ['[bun, --eval, "setTimeout(() => {}, 40000)"]', 40],
  ['[cmd.exe, /c, "timeout /t 40"]', 40], ['[timeout.exe, /t, "40"]', 40], ['[pwsh, -c, "Start-Sleep -Seconds 40"]', 40], ['[powershell.exe, -c, "start-sleep 40"]', 40],
  ['[node, -e, "setTimeout(() => {}, 40000)"]', 40], ['[powershell, -Command, "Start-Sleep -Seconds 40"]', 40],
])('%s takes %i s', (command, time) => {
  expect(messagesOf(rule, pod(`{exec: {command: ${command}}}`))).toEqual([expect.stringContaining(`takes ${time} s`)]);
});

test.each(['[sh, -c, "for i in 1 2 3 4; do nc -z db 1 || break; sleep 10; done"]', '[sh, -c, "for i in $LIST a; do sleep 40; done"]', '[sh, -c, "test -e /x && sleep 40"]',
  '[echo, python3, -c, "time.sleep(40)"]', '[cpython3-tool, -c, "time.sleep(40)"]', '[deno, eval, -e, "setTimeout(f, 40000)"]', '[python3, drain.py, -c, "sleep(40)"]', '[python3, -c, "while busy(): time.sleep(40)"]',
  '[sh, -c, "date; exit 0; sleep 40"]', '[python3, -c, "if x: time.sleep(40)"]', '[node, -e, "setTimeout(f, 20000); setTimeout(g, 20000)"]'])('%s may end earlier', (command) => {
  expect(messagesOf(rule, pod(`{exec: {command: ${command}}}`))).toEqual([]);
});
