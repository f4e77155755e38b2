import { sidecarsLargerThanApp as rule } from '../../../src/lint/rules/sidecars-larger-than-app';
import { messagesOf } from '../support/findings';

const cpu = (name: string, amount: string) => `{name: ${name}, resources: {requests: {cpu: ${amount}}}}`;
const pod = (annotation: string, ...containers: string[]) => `{apiVersion: v1, kind: Pod, metadata: {annotations: {${annotation}}}, spec: {containers: [${containers.join()}]}}`;

test('classic sidecars count together', () => {
  expect(messagesOf(rule, pod('', cpu('a', '100m'), cpu('b', '60m'), cpu('c', '60m')))).toEqual([
    "spec.containers.0.resources.requests.cpu: sidecars request 120m of cpu, more than the app 'a' with 100m",
  ]);
});

test('the app is the container that the annotation names; an app without a request is not compared', () => {
  expect(messagesOf(rule, pod('kubectl.kubernetes.io/default-container: b', cpu('a', '100m'), cpu('b', '200m')))).toEqual([]);
  expect(messagesOf(rule, pod('', '{name: a}', cpu('b', '60m')))).toEqual([]);
});

test.each(['registry.k8s.io/sig-storage/csi-provisioner:v5', 'mcr.microsoft.com/oss/kubernetes-csi/livenessprobe:v2', 'envoyproxy/envoy:v1.31.0'])('%s is not the app, where it comes first', (image) => {
  const first = `{name: a, image: '${image}', resources: {requests: {cpu: 10m}}}`;
  expect(messagesOf(rule, pod('', first, cpu('b', '50m')))).toEqual([]);
  expect(messagesOf(rule, pod('', first, cpu('b', '5m')))).toEqual(["spec.containers.1.resources.requests.cpu: sidecars request 10m of cpu, more than the app 'b' with 5m"]);
  expect(messagesOf(rule, pod('', first, first.replace('name: a', 'name: b')))).toEqual([]);
});
