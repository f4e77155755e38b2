import { sidecarOnOldVersion as rule } from '../../../src/lint/rules/sidecar-on-old-version';
import { messagesOf } from '../support/findings';

test('is found before 1.29 only', () => {
  expect(messagesOf(rule, rule.example, { minor: 28 })).toEqual([
    "spec.initContainers.0.restartPolicy: container 'logs' is a native sidecar, which Kubernetes has from 1.29 on only",
  ]);
  expect(messagesOf(rule, rule.example, { minor: 29 })).toEqual([]);
});

test('plain init containers are left alone', () => {
  expect(messagesOf(rule, '{apiVersion: v1, kind: Pod, spec: {initContainers: [{name: i}], containers: [{name: a}]}}', { minor: 24 })).toEqual([]);
});
