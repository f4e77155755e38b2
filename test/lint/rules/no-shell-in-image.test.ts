import { noShellInImage as rule } from '../../../src/lint/rules/no-shell-in-image';
import { messagesOf } from '../support/findings';

const pod = (image: string, program = 'sh') => `{apiVersion: v1, kind: Pod, spec: {containers: [{name: a, image: "${image}", livenessProbe: {exec: {command: ["${program}", -c, "true"]}}}]}}`;

test.each(['gcr.io/distroless/static-debian12', 'cr.fluentbit.io/fluent/fluent-bit:5.1.1', 'envoyproxy/envoy:distroless-v1.39.1'])('a probe in %s is found', (image) => {
  expect(messagesOf(rule, pod(image))).toEqual([expect.stringMatching(/^spec.containers.0.livenessProbe.exec.command: container 'a' calls sh, which is not in image/)]);
});

test.each(['otel/opentelemetry-collector-contrib:1', 'gcr.io/cloud-sql-connectors/cloud-sql-proxy:2', 'registry.k8s.io/pause:3', 'coredns/coredns:1', 'registry.k8s.io/kube-state-metrics/kube-state-metrics:v2', 'hashicorp/http-echo:1'])('a probe in %s is found', (image) => {
  expect(messagesOf(rule, pod(image))).toHaveLength(1);
});

test.each(['/bin/sh', '/usr/bin/cat', 'bash', 'ash', 'ls', 'test', 'sleep', 'echo', 'wget', 'curl', 'nc', 'grep', 'ps', 'pgrep', 'true', 'kill'])('%s is not in an image without a shell', (program) => {
  expect(messagesOf(rule, pod('gcr.io/distroless/static', program))).toHaveLength(1);
});

test.each(['/app/sh', 'show', 'finish', '/app/bin/sh', 'cat2'])('%s may be in it', (program) => {
  expect(messagesOf(rule, pod('gcr.io/distroless/static', program))).toEqual([]);
});

test.each(['busybox', 'gcr.io/distroless/base:debug', 'fluent/fluent-bit:5.1.1-debug', 'envoyproxy/envoy:v1.39.1', 'ghcr.io/acme/web:1'])('%s may have a shell', (image) => {
  expect(messagesOf(rule, pod(image))).toEqual([]);
});
