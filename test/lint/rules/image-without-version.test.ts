import { imageWithoutVersion as rule } from '../../../src/lint/rules/image-without-version';
import { messagesOf } from '../support/findings';

const pod = (image: string) => JSON.stringify({ apiVersion: 'v1', kind: 'Pod', spec: { initContainers: [{ name: 'i', image }] } });

test.each([['nginx', 'no tag'], ['localhost:5000/app', 'no tag'], ['nginx:latest', "the tag 'latest'"], ['ghcr.io/a/b/c:latest', "the tag 'latest'"]])('%s is found', (image, what) => {
  expect(messagesOf(rule, pod(image))).toEqual([`spec.initContainers.0.image: image '${image}' of container 'i' has ${what}`]);
});

test.each(['nginx:1.29', 'localhost:5000/app:1', 'nginx@sha256:abc', 'nginx:latest@sha256:abc', 'ko://github.com/acme/web', '${IMAGE}', '{{ .Values.image }}', 'frontend', 'controller:latest', 'ghcr.io/acme/web:', 'a/b:ü', 'a/b:1,2', 'acme/Web', ''])('%p is left alone', (image) => {
  expect(messagesOf(rule, pod(image))).toEqual([]);
});

test.each([
  ['gives it a tag', 'newTag: 1.4.2', 0],
  ['gives it the same one', 'newTag: latest', 1],
])('an image is found unless kustomize %s', (_, change, count) => {
  expect(messagesOf(rule, [pod('ghcr.io/acme/web:latest'), `{apiVersion: kustomize.config.k8s.io/v1beta1, kind: Kustomization, images: [{name: ghcr.io/acme/web, ${change}}]}`])).toHaveLength(count);
});

test('a patch, whose image another file may name, is left alone', () => {
  expect(messagesOf(rule, '{apiVersion: apps/v1, kind: Deployment, spec: {template: {spec: {containers: [{name: web, image: ghcr.io/acme/web}]}}}}')).toEqual([]);
});

test('an image that a transformer of kustomize replaces is left alone', () => {
  const transformer = '{apiVersion: builtin, kind: ImageTagTransformer, metadata: {name: web}, imageTag: {name: ghcr.io/acme/web, newTag: 1.4.2}}';
  expect(messagesOf(rule, [pod('ghcr.io/acme/web'), transformer])).toEqual([]);
});
