import { configNotGiven as rule } from '../../../src/lint/rules/config-not-given';
import { messagesOf } from '../support/findings';

const pod = (spec: string) => `{apiVersion: v1, kind: Pod, metadata: {name: p}, spec: {${spec}}}`;

test('each is named once, with what was looked at', () => {
  expect(messagesOf(rule, pod('containers: [{envFrom: [{secretRef: {name: s}}, {secretRef: {name: s}}]}], volumes: [{projected: {sources: [{configMap: {name: c}}]}}]'))).toEqual([
    "spec.containers.0.envFrom.0.secretRef.name: Secret 's' is not among the objects in the file given",
    "spec.volumes.0.projected.sources.0.configMap.name: ConfigMap 'c' is not among the objects in the file given",
  ]);
});

test('optional ones are left alone', () => {
  expect(messagesOf(rule, pod('volumes: [{configMap: {name: c, optional: true}}], containers: [{envFrom: [{secretRef: {name: s, optional: true}}]}]'))).toEqual([]);
});
