import { servicePortNameOnSidecar as rule } from '../../../src/lint/rules/service-port-name-on-sidecar';
import { findingsOf, messagesOf } from '../support/findings';

test('is found before 1.33 only', () => {
  expect(messagesOf(rule, rule.example, { minor: 32 })).toEqual([
    "spec.ports.0.targetPort: Service 'web' names port 'https' of a native sidecar, which Kubernetes finds from 1.33 on only",
  ]);
  expect(messagesOf(rule, rule.example, { minor: 33 })).toEqual([]);
});

test('where versions are compared, it is true of those before 1.33', () => {
  expect(findingsOf([rule], rule.example, { minors: [31, 32, 33, 34] }).map(({ minors, related }) => [minors, related[0].path.at(-1)])).toEqual([[[31, 32], 'name']]);
});

test('a number, and a name of a regular container, are left alone', () => {
  expect(messagesOf(rule, rule.instead, { minor: 28 })).toEqual([]);
  expect(messagesOf(rule, rule.example.replace('- name: web', '- name: web\n      ports: [{name: https, containerPort: 443}]'), { minor: 28 })).toEqual([]);
});
