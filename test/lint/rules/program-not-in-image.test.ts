import { programNotInImage as rule } from '../../../src/lint/rules/program-not-in-image';
import { messagesOf } from '../support/findings';

const pod = (image: string, ...command: string[]) => JSON.stringify({ apiVersion: 'v1', kind: 'Pod', spec: { containers: [{ name: 'a', image, command }] } });
const script = (image: string, text: string) => pod(image, 'sh', '-c', text);

test.each([
  [pod('busybox:1.36', 'bash', '-c', 'date'), 'bash'],
  [pod('alpine:3.21', '/bin/bash', '/run.sh'), 'bash'],
  [script('busybox', 'while true; do curl -s http://localhost; sleep 5; done'), 'curl'],
  [script('alpine:3.21', 'tail -F /a | jq -r .level'), 'jq'],
  [script('debian:12', 'if ! nc -z db 5432; then exit 1; fi'), 'nc'],
  [script('busybox', 'now=$(python3 -c 1)'), 'python3'],
])('%s is found', (yaml, program) => {
  expect(messagesOf(rule, yaml)).toEqual([expect.stringContaining(`container 'a' calls ${program}, which is not in image`)]);
});

test.each([
  pod('busybox:1.36', 'sh', '-c', 'date'), pod('ghcr.io/acme/busybox-tools', 'bash'), pod('bash:5', 'bash'),
  script('ubuntu:22.04', 'chroot /host bash -c "\ncurl x\n"; curl x'), script('ubuntu', 'apt-get -o DPkg::Lock::Timeout=60 install -y curl && curl x'),
  script('alpine', 'apk add --no-cache curl && curl x'), script('busybox', 'echo "curl; jq"'), script('busybox', 'command -v curl || wget x; curl x'),
  script('busybox', 'cat <<EOF > /x\ncurl y\nEOF\ndate'), script('busybox', 'wget -q x'), script('debian', 'perl -e 1'), script('busybox', "awk '{ print; curl }' /x"),
])('%s is left alone', (yaml) => {
  expect(messagesOf(rule, yaml)).toEqual([]);
});

test('probes and hooks are looked at, and variants with Alpine', () => {
  const probe = (image: string, command: string): string => `{apiVersion: v1, kind: Pod, spec: {containers: [{name: a, image: "${image}", readinessProbe: {exec: {command: ${command}}}}]}}`;
  expect(messagesOf(rule, probe('nginx:1.27-alpine-slim', '[curl, localhost]'))).toHaveLength(1);
  expect(messagesOf(rule, probe('redis:7-alpine', '[bash, -c, "redis-cli ping"]'))).toHaveLength(1);
  expect(messagesOf(rule, probe('busybox:1.37', '[sh, -c, "curl localhost"]'))).toHaveLength(1);
  expect(messagesOf(rule, probe('nginx:1.27-alpine', '[curl, localhost]'))).toEqual([]);
  expect(messagesOf(rule, probe('redis:7', '[bash, -c, "redis-cli ping"]'))).toEqual([]);
});
