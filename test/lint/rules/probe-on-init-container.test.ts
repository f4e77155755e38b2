import { probeOnInitContainer as rule } from '../../../src/lint/rules/probe-on-init-container';
import { messagesOf } from '../support/findings';

test.each([['livenessProbe', 'a livenessProbe'], ['lifecycle', 'lifecycle hooks']])('%s is found', (field, what) => {
  expect(messagesOf(rule, `{apiVersion: v1, kind: Pod, spec: {initContainers: [{name: i, ${field}: {}}]}}`)).toEqual([
    `spec.initContainers.0.${field}: init container 'i' has ${what}, which init containers may not have`,
  ]);
});

test('native sidecars may have all of them', () => {
  expect(messagesOf(rule, `{apiVersion: v1, kind: Pod, spec: {initContainers: [
    {name: s, restartPolicy: Always, lifecycle: {}, livenessProbe: {}, readinessProbe: {}, startupProbe: {}}]}}`)).toEqual([]);
});
