import { probeHostIsNode as rule } from '../../../src/lint/rules/probe-host-is-node';
import { messagesOf } from '../support/findings';

test('localhost is found', () => {
  expect(messagesOf(rule, rule.example)).toEqual([
    "spec.containers.0.livenessProbe.httpGet.host: livenessProbe of container 'web' asks 127.0.0.1, which is the node and not this pod",
  ]);
});

test.each(['localhost', '"::1"'])('%s is found', (host) => {
  expect(messagesOf(rule, rule.example.replace('127.0.0.1', host))).toHaveLength(1);
});

test('a pod with the network of its node, and an external host, are left alone', () => {
  expect(messagesOf(rule, rule.example.replace('spec:', 'spec:\n  hostNetwork: true'))).toEqual([]);
  expect(messagesOf(rule, rule.example.replace('127.0.0.1', 'health.example.com'))).toEqual([]);
});
