import { rootUserRefused as rule } from '../../../src/lint/rules/root-user-refused';
import { messagesOf } from '../support/findings';

const pod = (image: string, context: string, ofPod = '') => `{apiVersion: v1, kind: Pod, spec: {securityContext: {${ofPod}}, containers: [{name: a, image: "${image}", securityContext: {${context}}}]}}`;

test('user 0 of the pod is found, and an image of root', () => {
  expect(messagesOf(rule, pod('acme/web', 'runAsNonRoot: true', 'runAsUser: 0'))).toEqual([
    "spec.securityContext.runAsUser: container 'a' runs as user 0, which runAsNonRoot forbids",
  ]);
  expect(messagesOf(rule, pod('docker.io/library/nginx:1.29', '', 'runAsNonRoot: true'))).toEqual([
    "spec.containers.0.securityContext.runAsUser: image 'nginx' of container 'a' names no numeric user, and runAsNonRoot needs one",
  ]);
});

test.each([
  'busybox', 'alpine', 'debian:13', 'ubuntu', 'nginx', 'httpd', 'node:24', 'python', 'golang', 'ruby', 'php', 'redis', 'postgres', 'mysql', 'mariadb', 'mongo', 'rabbitmq', 'memcached', 'haproxy', 'traefik',
  'curlimages/curl', 'fluent/fluentd', 'fluent/fluent-bit', 'cr.fluentbit.io/fluent/fluent-bit',
])('the image %s is found where no number of a user is given', (image) => {
  expect(messagesOf(rule, pod(image, 'runAsNonRoot: true'))).toHaveLength(1);
});

test('the user of a container goes before that of the pod', () => {
  expect(messagesOf(rule, pod('acme/web', 'runAsNonRoot: true, runAsUser: 0', 'runAsUser: 1000'))).toEqual([expect.stringContaining('spec.containers.0.securityContext.runAsUser')]);
  expect(messagesOf(rule, pod('acme/web', 'runAsNonRoot: true, runAsUser: 1000', 'runAsUser: 0'))).toEqual([]);
});

test.each([
  ['a container of Windows', pod('nginx', 'windowsOptions: {runAsUserName: ContainerUser}', 'runAsNonRoot: true')],
  ['a tag for a user that is not root', pod('nginx:1.29-unprivileged', 'runAsNonRoot: true')],
  ['another program', pod('acme/fluent-bit-tools', 'runAsNonRoot: true')],
  ['a user', pod('nginx', 'runAsUser: 101', 'runAsNonRoot: true')],
  ['an image that nobody knows', pod('acme/web', 'runAsNonRoot: true')],
  ['a container that may be root', pod('nginx', 'runAsNonRoot: false', 'runAsNonRoot: true')],
  ['another publisher', pod('nginxinc/nginx-unprivileged', 'runAsNonRoot: true')],
])('%s is left alone', (_, yaml) => {
  expect(messagesOf(rule, yaml)).toEqual([]);
});

test.each([
  ['{apiVersion: v1, kind: Route, metadata: {name: web}}'], ['{apiVersion: route.openshift.io/v1, kind: Route, metadata: {name: web}}'], ['{apiVersion: security.openshift.io/v1, kind: SecurityContextConstraints, metadata: {name: web}}'],
])('on OpenShift, told by %s, an image needs no number, but user 0 is found', (other) => {
  expect(messagesOf(rule, [pod('nginx', 'runAsNonRoot: true'), other])).toEqual([]);
  expect(messagesOf(rule, [pod('nginx', 'runAsNonRoot: true, runAsUser: 0'), other])).toHaveLength(1);
});

test('a Route of Knative tells of no OpenShift', () => {
  expect(messagesOf(rule, [pod('nginx', 'runAsNonRoot: true'), '{apiVersion: serving.knative.dev/v1, kind: Route, metadata: {name: web}}'])).toHaveLength(1);
});
