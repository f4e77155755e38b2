import { noShellInImage as rule } from '../../../src/lint/rules/no-shell-in-image';
import { messagesOf } from '../support/findings';

const pod = (image: string) => `{apiVersion: v1, kind: Pod, spec: {containers: [{name: a, image: "${image}", livenessProbe: {exec: {command: [sh, -c, "true"]}}}]}}`;

test.each(['gcr.io/distroless/static-debian12', 'cr.fluentbit.io/fluent/fluent-bit:5.1.1', 'envoyproxy/envoy:distroless-v1.39.1'])('a probe in %s is found', (image) => {
  expect(messagesOf(rule, pod(image))).toEqual([expect.stringMatching(/^spec.containers.0.livenessProbe.exec.command: container 'a' calls sh, which is not in image/)]);
});

test.each(['busybox', 'gcr.io/distroless/base:debug', 'fluent/fluent-bit:5.1.1-debug', 'envoyproxy/envoy:v1.39.1', 'ghcr.io/acme/web:1'])('%s may have a shell', (image) => {
  expect(messagesOf(rule, pod(image))).toEqual([]);
});
