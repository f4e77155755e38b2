import { commandNotSplit as rule } from '../../../src/lint/rules/command-not-split';
import { messagesOf } from '../support/findings';

const pod = (container: object, object: object = { apiVersion: 'v1', kind: 'Pod' }) => JSON.stringify({ ...object, spec: { containers: [{ name: 'a', image: 'busybox', ...container }] } });

test.each<[string, object, string]>([
  ['a command', { command: ['sleep infinity'] }, "spec.containers.0.command.0: container 'a' calls a program named 'sleep infinity', but no program has such a name"],
  ['a shell with its option', { command: ['/bin/sh -c', 'echo a'] }, "spec.containers.0.command.0: container 'a' calls a program named '/bin/sh -c'"],
  ['a script of several lines', { command: ['set -e\n./run\n'] }, "container 'a' calls a program named 'set -e…'"],
  ['a program with a space in front of it', { command: [' sleep', '5'] }, 'spec.containers.0.command.0'],
  ['a program with a space behind it', { command: ['sleep ', '5'] }, 'spec.containers.0.command.0'],
  ['a probe', { command: ['sh'], livenessProbe: { exec: { command: ['cat /tmp/ready'] } } },
    "spec.containers.0.livenessProbe.exec.command.0: the livenessProbe of container 'a' calls a program named 'cat /tmp/ready'"],
  ['a hook', { lifecycle: { preStop: { exec: { command: ['sleep 5'] } } } }, "the preStop hook of container 'a' calls"],
])('fails when %s is not split', (_, container, message) => {
  expect(messagesOf(rule, pod(container))).toEqual([expect.stringContaining(message)]);
});

test.each<[string, object]>([
  ['words', { command: ['sleep', 'infinity'] }],
  ['a script of a shell', { command: ['sh', '-c', 'sleep 5; echo a'] }],
  ['arguments with spaces of the program in the image', { args: ['--title=a b'] }],
  ['a path of Windows', { command: ['C:\\Program Files\\app\\run.exe'] }],
  ['a program of Windows', { command: ['C:/Program Files/app/run.EXE'] }],
  ['a folder of Windows', { command: ['C:\\Program Files\\app\\run'] }],
  ['what a template puts in', { command: ['{{ .Values.program }}'] }],
  ['a number', { command: [5] }],
])('does not fail on %s', (_, container) => {
  expect(messagesOf(rule, pod(container))).toEqual([]);
});

test('does not fail on the containers of KubeRay, which runs them by a shell', () => {
  const template = { spec: { containers: [{ name: 'a', image: 'rayproject/ray:2.46.0', command: ['echo 123'] }] } };
  expect(messagesOf(rule, JSON.stringify({ apiVersion: 'ray.io/v1', kind: 'RayCluster', spec: { headGroupSpec: { template } } }))).toEqual([]);
});
