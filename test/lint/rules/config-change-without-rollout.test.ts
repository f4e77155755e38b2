import { configChangeWithoutRollout as rule } from '../../../src/lint/rules/config-change-without-rollout';
import { messagesOf } from '../support/findings';

test('the example is found', () => {
  expect(messagesOf(rule, rule.example)).toEqual(["spec.template.spec.containers.0.envFrom.0.configMapRef.name: a change of ConfigMap 'web' does not reach running pods"]);
});

test.each([
  ['of the workload: Reloader watches it', rule.example.replace('kind: Deployment\nmetadata:\n', 'kind: Deployment\nmetadata:\n  annotations: {reloader.stakater.com/auto: "true"}\n')],
  ['of the workload: Wave watches it', rule.example.replace('kind: Deployment\nmetadata:\n', 'kind: Deployment\nmetadata:\n  annotations: {wave.pusher.com/update-on-config-change: "true"}\n')],
  ['of the ConfigMap: kustomize appends a hash', rule.example.replace('metadata:\n', 'metadata:\n  annotations: {kustomize.config.k8s.io/needs-hash: "true"}\n')],
  ['of the ConfigMap: kapp appends a version', rule.example.replace('metadata:\n', 'metadata:\n  annotations: {kapp.k14s.io/versioned: ""}\n')],
])('an annotation %s', (_, yaml) => {
  expect(messagesOf(rule, yaml)).toEqual([]);
});

test.each([['ghcr.io/acme/web:1.4.2', 1], ['postgres:17', 0], ['docker.io/bitnami/mongodb:8', 0], ['quay.io/enterprisedb/postgresql', 0], ['registry.redhat.io/rhel8/postgresql-10:latest', 0], ['osixia/openldap:1', 0], ['rabbitmq:4', 0], ['acme/postgres-exporter:1', 1]])('variables of %s', (image, count) => {
  expect(messagesOf(rule, rule.example.replace('ghcr.io/acme/web:1.4.2', image))).toHaveLength(count);
});

test.each([
  ['an operator that owns the workload', rule.example.replace('kind: Deployment\nmetadata:\n', 'kind: Deployment\nmetadata:\n  ownerReferences: [{apiVersion: acme.example/v1, kind: Shop, name: web, uid: "1", controller: true}]\n')],
  ['Flagger', `${rule.example}---\n{apiVersion: flagger.app/v1beta1, kind: Canary, metadata: {name: web}, spec: {targetRef: {apiVersion: apps/v1, kind: Deployment, name: web}}}`],
  ['a database by the name of its container', rule.example.replace('name: web\n          image: ghcr.io/acme/web:1.4.2', `name: postgres\n          image: ${'${IMAGE}'}`)],
])('%s is left alone', (_, yaml) => {
  expect(messagesOf(rule, yaml)).toEqual([]);
});

test('a checksum of the pods, and a ConfigMap that nobody gave, are left alone', () => {
  expect(messagesOf(rule, rule.example.replace('    metadata:\n      labels', "    metadata:\n      annotations: {checksum/config: 'abc'}\n      labels"))).toEqual([]);
  expect(messagesOf(rule, rule.example.slice(rule.example.indexOf('---')))).toEqual([]);
});
