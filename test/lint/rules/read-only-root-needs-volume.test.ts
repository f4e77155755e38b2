import { readOnlyRootNeedsVolume as rule } from '../../../src/lint/rules/read-only-root-needs-volume';
import { messagesOf } from '../support/findings';

const pod = (container: string) => `{apiVersion: v1, kind: Pod, spec: {containers: [{name: a, securityContext: {readOnlyRootFilesystem: true}, ${container}}]}}`;

test('folders of nginx, and a script that writes to /tmp, are found', () => {
  expect(messagesOf(rule, pod('image: nginx, volumeMounts: [{mountPath: /var/cache/nginx}]'))).toEqual([
    "spec.containers.0.securityContext.readOnlyRootFilesystem: container 'a' has a read-only root file system and writes to /run",
  ]);
  expect(messagesOf(rule, pod('command: [sh, -c, "date > /tmp/started; exec run"]'))).toEqual([expect.stringContaining('writes to /tmp')]);
});

test.each([
  ['mounted folders', 'image: nginx, volumeMounts: [{mountPath: /var/cache/nginx}, {mountPath: /var/run}]'],
  ['a configuration of its own', 'image: nginx, volumeMounts: [{mountPath: /etc/nginx/nginx.conf}]'],
  ['a mounted /tmp', 'command: [sh, -c, "date > /tmp/x"], volumeMounts: [{mountPath: /tmp}]'],
  ['a folder of its own in /tmp', 'command: [sh, -c, "date > /tmp/run/x"], volumeMounts: [{mountPath: /tmp/run}]'],
  ['a script that only reads', 'command: [sh, -c, "cat /tmp/x 2>/dev/null"]'],
  ['a folder that the image declares as a volume', 'image: mongo, volumeMounts: [{mountPath: /tmp}]'],
  ['an image that nobody knows', 'image: acme/web'],
  ['an image with the name of a method', 'image: constructor'],
])('%s is left alone', (_, container) => {
  expect(messagesOf(rule, pod(container))).toEqual([]);
});
