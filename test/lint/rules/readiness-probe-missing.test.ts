import { readinessProbeMissing as rule } from '../../../src/lint/rules/readiness-probe-missing';
import { messagesOf } from '../support/findings';

test('a sidecar that serves traffic is found, whatever probes the app has', () => {
  expect(messagesOf(rule, rule.example)).toEqual([
    "spec.template.spec.containers.1.readinessProbe: Service 'web' sends traffic to port 8443 of container 'proxy', which has no readinessProbe",
  ]);
});

test.each([
  ['a Service that wants unready pods', rule.example.replace('  selector:\n    app: web\n  ports', '  publishNotReadyAddresses: true\n  selector:\n    app: web\n  ports')],
  ['a port that no Service leads to', rule.example.replace('targetPort: 8443', 'targetPort: 8080')],
  ['a pod of one container', rule.example.replace(/ {8}- name: web\n[\s\S]*?(?= {8}- name: proxy)/, '')],
])('%s is left alone', (_, yaml) => {
  expect(messagesOf(rule, yaml)).toEqual([]);
});
