import { bashInSh as rule } from '../../../src/lint/rules/bash-in-sh';
import { messagesOf } from '../support/findings';

const pod = (script: string, shell = 'sh', image = 'busybox') => JSON.stringify({ apiVersion: 'v1', kind: 'Pod', spec: { containers: [{ name: 'a', image, command: [shell, '-c', script] }] } });

test.each([['a=(1 2); echo "${a[1]}"', 'an array'], ['cat <<< "$x"', '<<<'], ['diff <(ls /a) <(ls /b)', 'a process substitution']])('%s is found', (script, what) => {
  expect(messagesOf(rule, pod(script))).toEqual([`spec.containers.0.command.2: the script of container 'a' has ${what}, which sh cannot read`]);
});

test.each(['curlimages/curl', 'alpine', 'debian', 'ubuntu'])('an array for the sh of %s is found', (image) => {
  expect(messagesOf(rule, pod('a=(1 2)', 'sh', image))).toHaveLength(1);
});

test.each(['ash', 'dash'])('an array for %s is found', (shell) => {
  expect(messagesOf(rule, pod('a=(1 2)', shell, 'debian'))).toHaveLength(1);
});

test.each(['[[ -f /a ]]', 'function f { date; }'])('%s is found in the sh of Debian, and not in that of busybox', (script) => {
  expect(messagesOf(rule, pod(script, 'sh', 'debian:13'))).toHaveLength(1);
  expect(messagesOf(rule, pod(script, 'sh', 'ubuntu:24.04'))).toHaveLength(1);
  expect(messagesOf(rule, pod(script))).toEqual([]);
});

test.each(['#!/bin/sh', '#! /bin/dash', '#!/usr/bin/ash', '#!/bin/env sh', '#!/usr/bin/env dash'])('a file that begins with %s is found', (line) => {
  expect(messagesOf(rule, rule.example.replace('#!/bin/sh', line))).toHaveLength(1);
});

test.each(['#!/bin/zsh', 'echo "#!/bin/sh"', '#!/bin/shell'])('a file that begins with %s is left alone', (line) => {
  expect(messagesOf(rule, rule.example.replace('#!/bin/sh', line))).toEqual([]);
});

test('a file of a ConfigMap is found', () => {
  expect(messagesOf(rule, rule.example)).toEqual(['data.agent.sh: agent.sh has an array, which sh cannot read']);
  expect(messagesOf(rule, rule.example.replace('#!/bin/sh', '#!/bin/bash'))).toEqual([]);
});

test.each([
  ['bash', pod('a=(1 2)', 'bash')],
  ['an image whose sh may be bash', pod('a=(1 2)', 'sh', 'acme/web')],
  ...['bash', 'fedora', 'centos'].map((image): [string, string] => [`the image ${image} beside one without bash`, pod('a=(1 2)', 'sh', image).replace('[{', '[{"name":"b","image":"busybox"},{')]),
  ['arithmetic, subshells and awk', pod("i=$((i + 1)); (cd /x && ls); cat <<EOF\nx\nEOF\nawk '{ a[1]=(b) }'")],
])('%s is left alone', (_, yaml) => {
  expect(messagesOf(rule, yaml)).toEqual([]);
});
