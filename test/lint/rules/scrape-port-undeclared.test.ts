import { scrapePortUndeclared as rule } from '../../../src/lint/rules/scrape-port-undeclared';
import { messagesOf } from '../support/findings';

const pod = (port: string, ports = '{containerPort: 8080}') => `{apiVersion: v1, kind: Pod, metadata: {name: p, annotations: {prometheus.io/port: "${port}"}},
  spec: {containers: [{name: a, image: a:1, ports: [${ports}]}]}}`;

test('a port that no container declares is found', () => {
  expect(messagesOf(rule, pod('9090'))).toEqual(['metadata.annotations.prometheus.io/port: the annotation tells Prometheus to scrape port 9090, which no container of this pod declares']);
});

test.each([
  ['a declared one', pod('8080')],
  ['a container that declares none', pod('9090', '')],
  ['what is put in later', pod('${PORT}')],
])('%s is left alone', (_, yaml) => {
  expect(messagesOf(rule, yaml)).toEqual([]);
});
