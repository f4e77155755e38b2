import { monitorPortUnknown as rule } from '../../../src/lint/rules/monitor-port-unknown';
import { findingsOf, messagesOf } from '../support/findings';

test('the example is found', () => {
  expect(messagesOf(rule, rule.example)).toEqual(["spec.podMetricsEndpoints.0.port: PodMonitor 'web' names port 'metrics', which none of its pods has"]);
});

test('it leads to three of its pods, and names the ports that they have', () => {
  const [pod, monitor] = rule.example.split(/^---$/m);
  const pods = ['a', 'b', 'c', 'd'].map((name) => pod.replace('name: web', `name: ${name}`)).join('---');
  const [{ related, help }] = findingsOf([rule], `${pods}---${monitor}`);
  expect(related.map(({ path }) => path)).toEqual(Array(3).fill(['spec', 'containers']));
  expect(help).toMatch(/^name the port in a container, or use one of '[\w-]+'$/);
});

test.each([
  ['pods that are not given', rule.example.replace('    app: web\nspec', '    app: other\nspec')],
  ['pods of other namespaces', rule.example.replace('  podMetricsEndpoints', '  namespaceSelector: {any: true}\n  podMetricsEndpoints')],
  ['a monitor of all pods, of which others may be elsewhere', rule.example.replace(/selector:\n +matchLabels:\n +app: web\n  podMetrics/, 'selector: {}\n  podMetrics')],
  ['an endpoint by number', rule.example.replace('- port: metrics', '- portNumber: 9102')],
])('%s is left alone', (_, yaml) => {
  expect(messagesOf(rule, yaml)).toEqual([]);
});
