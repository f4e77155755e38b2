import { hpaUnknownContainer as rule } from '../../../src/lint/rules/hpa-unknown-container';
import { messagesOf } from '../support/findings';

test('the example is found', () => {
  expect(messagesOf(rule, rule.example)).toEqual(["spec.metrics.0.containerResource.container: 'app' is not a container of Deployment web that runs"]);
});

test('a native sidecar may be looked at, and pods that are not given', () => {
  expect(messagesOf(rule, rule.example.replace('      containers:', '      initContainers: [{name: app, restartPolicy: Always}]\n      containers:'))).toEqual([]);
  expect(messagesOf(rule, rule.example.slice(rule.example.indexOf('---')))).toEqual([]);
});
