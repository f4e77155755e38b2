import { configNotGiven as rule } from '../../../src/lint/rules/config-not-given';
import { messagesOf } from '../support/findings';

const pod = (spec: string) => `{apiVersion: v1, kind: Pod, metadata: {name: p}, spec: {${spec}}}`;

test('each is named once, with what was looked at', () => {
  expect(messagesOf(rule, pod('containers: [{envFrom: [{secretRef: {name: s}}, {secretRef: {name: s}}]}], volumes: [{projected: {sources: [{configMap: {name: c}}]}}]'))).toEqual([
    "spec.containers.0.envFrom.0.secretRef.name: Secret 's' is not among the objects in the file given",
    "spec.volumes.0.projected.sources.0.configMap.name: ConfigMap 'c' is not among the objects in the file given",
  ]);
});

test('what each namespace has, and what a test expects to find in the cluster, are left alone', () => {
  expect(messagesOf(rule, pod('volumes: [{configMap: {name: kube-root-ca.crt}}, {configMap: {name: openshift-service-ca.crt}}, {configMap: {name: istio-ca-root-cert}}]'))).toEqual([]);
  expect(messagesOf(rule, { '14-assert.yaml': pod('volumes: [{configMap: {name: c}}]') })).toEqual([]);
});

test('optional ones are left alone', () => {
  expect(messagesOf(rule, pod('volumes: [{configMap: {name: c, optional: true}}], containers: [{envFrom: [{secretRef: {name: s, optional: true}}]}]'))).toEqual([]);
});

test.each([
  ['an ExternalSecret', 'apiVersion: external-secrets.io/v1, kind: ExternalSecret, metadata: {name: x}, spec: {target: {name: s}}'],
  ['an ExternalSecret of its name', 'apiVersion: external-secrets.io/v1, kind: ExternalSecret, metadata: {name: s}, spec: {refreshInterval: 1h}'],
  ['a SealedSecret', 'apiVersion: bitnami.com/v1alpha1, kind: SealedSecret, metadata: {name: s}, spec: {encryptedData: {a: b}}'],
  ['a Certificate', 'apiVersion: cert-manager.io/v1, kind: Certificate, metadata: {name: x}, spec: {secretName: s}'],
  ['a SecretProviderClass', 'apiVersion: secrets-store.csi.x-k8s.io/v1, kind: SecretProviderClass, metadata: {name: x}, spec: {secretObjects: [{secretName: a}, {secretName: s}]}'],
])('a Secret that a controller makes from %s is left alone', (_, source) => {
  const workload = pod('containers: [{envFrom: [{secretRef: {name: s}}]}]');
  expect(messagesOf(rule, [workload, `{${source}}`])).toEqual([]);
  expect(messagesOf(rule, [workload, `{${source.replace(': s}', ': t}')}}`])).toHaveLength(1);
  expect(messagesOf(rule, [workload.replace('secretRef', 'configMapRef'), `{${source}}`])).toHaveLength(1);
});

test('the token of a service account, in what a cluster has returned, is left alone', () => {
  const workload = (name: string): string => pod(`volumes: [{secret: {secretName: ${name}}}]`);
  expect(messagesOf(rule, workload('default-token-9k2xv'))).toEqual([]);
  expect(messagesOf(rule, workload('default-token'))).toHaveLength(1);
});
