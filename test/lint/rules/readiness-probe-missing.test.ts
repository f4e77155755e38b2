import { readinessProbeMissing as rule } from '../../../src/lint/rules/readiness-probe-missing';
import { findingsOf, messagesOf } from '../support/findings';

test('a sidecar that serves traffic is found, whatever probes the app has', () => {
  expect(messagesOf(rule, rule.example)).toEqual([
    "spec.template.spec.containers.1.readinessProbe: Service 'web' sends traffic to port 8443 of container 'proxy', which has no readinessProbe",
  ]);
});

test('the other place is the ports of the Service', () => {
  expect(findingsOf([rule], rule.example)[0].related.map(({ path }) => path)).toEqual([['spec', 'ports']]);
});

test.each([
  ['a pod that ends', rule.example.replace('apps/v1', 'batch/v1').replace('kind: Deployment', 'kind: Job')],
  ['a Service that wants unready pods', rule.example.replace('  selector:\n    app: web\n  ports', '  publishNotReadyAddresses: true\n  selector:\n    app: web\n  ports')],
  ['a port that no Service leads to', rule.example.replace('targetPort: 8443', 'targetPort: 8080')],
  ['a pod of one container', rule.example.replace(/ {8}- name: web\n[\s\S]*?(?= {8}- name: proxy)/, '')],
])('%s is left alone', (_, yaml) => {
  expect(messagesOf(rule, yaml)).toEqual([]);
});

test('a container that several Services lead to is one finding, which names them all', () => {
  const [deployment, service] = [rule.example.slice(0, rule.example.indexOf('---')), rule.example.slice(rule.example.indexOf('---'))]
    .sort((one) => one.includes('kind: Deployment') ? -1 : 1);
  const other = service.replace('name: web', 'name: web-headless');
  const findings = findingsOf([rule], [deployment, service, other, service]);
  expect(findings.map(({ related }) => related.map(({ place, object }: any) => object ?? place.object))).toEqual([['Service web', 'Service web-headless', 'Service web']]);
});
