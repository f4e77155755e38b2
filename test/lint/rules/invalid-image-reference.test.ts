import { invalidImageReference as rule } from '../../../src/lint/rules/invalid-image-reference';
import { memoryLimitMissing } from '../../../src/lint/rules/memory-limit-missing';
import { messagesOf } from '../support/findings';

const DIGITS = '0123456789abcdef'.repeat(4);
const pod = (...images: readonly string[]) => JSON.stringify({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'web' }, spec: { containers: images.map((image, index) => ({ name: `c${index}`, image })) } });
const custom = (apiVersion: string, kind: string, image: string) => JSON.stringify({ apiVersion, kind, metadata: { name: 'web' }, spec: { selector: {}, template: { spec: { containers: [{ name: 'c', image }] } } } });

test.each([
  ['', 'is empty'],
  ['nginx :1', 'has whitespace in it'],
  ['nginx: 1', 'has whitespace in it'],
  [' nginx:1', 'has whitespace in it'],
  ['nginx latest', 'has whitespace in it'],
  ['https://ghcr.io/acme/web:1', 'starts with the scheme of a URL'],
  ['docker://nginx', 'starts with the scheme of a URL'],
  ['nginx@sha256:abc', 'has a digest without 64 lowercase hexadecimal digits'],
  [`nginx@sha256:${DIGITS}0`, 'has a digest without 64 lowercase hexadecimal digits'],
  ['nginx:', 'has an empty tag or digest'],
  ['nginx@', 'has an empty tag or digest'],
  ['Nginx:1', 'has uppercase letters in the repository'],
  ['NGINX', 'has uppercase letters in the repository'],
  ['ghcr.io/Acme/web:1', 'has uppercase letters in the repository'],
  ['localhost:5000/acme/Web', 'has uppercase letters in the repository'],
  ['a/b:ü', "has a tag with other characters than A to Z, digits, '_', '.' and '-'"],
  ['a/b:1,2', "has a tag with other characters than A to Z, digits, '_', '.' and '-'"],
  ['a/b:1.4.2+build.7', "has a tag with other characters than A to Z, digits, '_', '.' and '-'"],
  ['Müller/web:1', 'has uppercase letters in the repository'],
  ['müller/web:1', 'does not have the form registry/repository:tag'],
  ['nginx:1:2', 'does not have the form registry/repository:tag'],
  ['ghcr.io//web', 'does not have the form registry/repository:tag'],
  ['/web:1', 'does not have the form registry/repository:tag'],
  ['acme/-web', 'does not have the form registry/repository:tag'],
  ['acme/web/', 'does not have the form registry/repository:tag'],
  ['nginx:-1', 'does not have the form registry/repository:tag'],
  [`nginx:${'1'.repeat(129)}`, 'does not have the form registry/repository:tag'],
])('%p is found', (image, fault) => {
  expect(messagesOf(rule, pod(image))).toEqual([`spec.containers.0.image: image '${image}' ${fault}`]);
});

test('a line break at the end is found, as a block of YAML has it', () => {
  expect(messagesOf(rule, 'apiVersion: v1\nkind: Pod\nspec:\n  containers:\n    - name: web\n      image: |\n        nginx:1\n'))
    .toEqual(["spec.containers.0.image: image 'nginx:1\\n' has whitespace in it"]);
});

test('a container without an image is found beside others that have one', () => {
  const spec = (second: string, name = 'b') => `{apiVersion: v1, kind: Pod, metadata: {name: web}, spec: {initContainers: [{name: ${name}}], containers: [{name: a${second}}]}}`;
  expect(messagesOf(rule, spec(', image: nginx'))).toEqual(["spec.initContainers.0.image: container 'b' has no image"]);
  expect(messagesOf(rule, spec(''))).toEqual([]);
  expect(messagesOf(rule, spec(', image: nginx', '<YOUR-APP>'))).toEqual([]);
  expect(messagesOf(rule, { '00-assert.yaml': spec(', image: nginx') })).toEqual([]);
  expect(messagesOf(rule, custom('serving.knative.dev/v1', 'Service', 'nginx').replace('[{', '[{"name":"b"},{'))).toEqual([]);
});

test('init containers and volumes have images too', () => {
  const yaml = '{apiVersion: v1, kind: Pod, spec: {initContainers: [{name: a, image: "A b"}], containers: [{name: c, image: web}], volumes: [{name: v, image: {reference: "Model:1"}}]}}';
  expect(messagesOf(rule, yaml)).toHaveLength(2);
});

test.each([
  'nginx', 'nginx:1.29', 'library/nginx', 'ghcr.io/acme/web:1.4.2', 'localhost/web', 'localhost:5000/web', 'Registry.acme.example:5000/web', '[2001:db8::1]:5000/web', 'acme/a__b/c--d.e:V_1.0-RC',
  `nginx@sha256:${DIGITS}`, `nginx:1@sha256:${DIGITS}`, `nginx@sha512:${DIGITS}${DIGITS}`, 'auto',
])('%p is valid', (image) => {
  expect(messagesOf(rule, pod(image))).toEqual([]);
});

test.each([
  '{{ .Values.image }}', '$(IMAGE)', '${IMAGE}:1', '$IMAGE', '#{Image}', '{Image}', '{Organization name}/web', '<image>', '<CHANGE ME>', '[YOUR ALIAS]/web', '%IMAGE%', '@IMAGE@', '__IMAGE__',
  'REPLACE_ME', 'IMAGE', 'gcr.io/PROJECT_ID/web', 'docker.io/YOUR ID/web', 'FILLED BY THE OPERATOR', 'webImage', 'ko://github.com/acme/Web', 'registry.example.com/...', 'registry.example.com/…', '镜像:1', '-backup', ':1.4.2', ' ',
])('%p is left alone, because it is replaced', (image) => {
  expect(messagesOf(rule, pod(image))).toEqual([]);
});

test.each([
  ['of an operator, which may put one in', custom('serving.knative.dev/v1', 'Service', '')],
  ['of an object that an operator makes', '{apiVersion: apps/v1, kind: Deployment, metadata: {name: web, labels: {app.kubernetes.io/managed-by: shop-operator}}, spec: {selector: {}, template: {spec: {containers: [{name: c, image: ""}]}}}}'],
  ['of a pod whose images all are', pod('', '')],
  ['for which OpenShift puts one in', '{apiVersion: apps/v1, kind: Deployment, metadata: {name: web, annotations: {image.openshift.io/triggers: "[]"}}, spec: {selector: {}, template: {spec: {containers: [{name: c, image: ""}]}}}}'],
  ['of a patch', '{apiVersion: apps/v1, kind: Deployment, metadata: {name: web}, spec: {template: {spec: {containers: [{name: c, image: ""}]}}}}'],
])('an empty name %s is left alone', (_, yaml) => {
  expect(messagesOf(rule, yaml)).toEqual([]);
});

test('a name that kustomize replaces is left alone', () => {
  const kustomization = '{apiVersion: kustomize.config.k8s.io/v1beta1, kind: Kustomization, images: [{name: Web, newName: ghcr.io/acme/web, newTag: 1.4.2}]}';
  expect(messagesOf(rule, [pod('Web:dev'), kustomization])).toEqual([]);
});

test.each(['nginx :1', ''])('other rules speak about a pod with the image %p', (image) => {
  expect(messagesOf(memoryLimitMissing, pod(image, 'nginx:1'))).not.toEqual([]);
});

test.each(['a-', 'a::', './', ' '])('a name of very many %p is read at once', (part) => {
  expect(messagesOf(rule, pod(part.repeat(100_000)))).toHaveLength(part === ' ' ? 0 : 1);
});

test('a container of a pod template that Spark completes is left alone', () => {
  const yaml = '{apiVersion: v1, kind: Pod, spec: {containers: [{name: spark-kubernetes-driver}, {name: b, image: "acme/b:1"}]}}';
  expect(messagesOf(rule, yaml)).toEqual([]);
  expect(messagesOf(rule, yaml.replace('spark-kubernetes-driver', 'driver'))).toHaveLength(1);
});
