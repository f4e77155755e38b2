import { servicePortUndeclared as rule } from '../../../src/lint/rules/service-port-undeclared';
import { messagesOf } from '../support/findings';

const set = (port: string, containers: string) => `{apiVersion: v1, kind: Service, metadata: {name: web}, spec: {selector: {app: web}, ports: [${port}]}}
---
{apiVersion: v1, kind: Pod, metadata: {name: web, labels: {app: web}}, spec: {containers: [${containers}]}}`;

test('a wrong number is found', () => {
  expect(messagesOf(rule, set('{port: 80, targetPort: "8081"}', '{ports: [{containerPort: 8080}]}'))).toEqual([
    "spec.ports.0.targetPort: Service 'web' leads to port 8081, which no container of its pods declares",
  ]);
});

test('a headless Service is left alone, as its clients choose ports themselves', () => {
  expect(messagesOf(rule, set('{port: 7}', '{ports: [{containerPort: 8080}]}').replace('selector', 'clusterIP: None, selector'))).toEqual([]);
});

test.each([
  ['a declared port', '{port: 8080}', '{ports: [{containerPort: 8080}]}'],
  ['a container that declares nothing and may listen', '{port: 80}', '{ports: [{containerPort: 8080}]}, {name: proxy}'],
  ['a target of zero, which means the port', '{port: 8080, targetPort: 0}', '{ports: [{containerPort: 8080}]}'],
  ['a name', '{port: 80, targetPort: http}', '{ports: [{containerPort: 8080}]}'],
])('%s is left alone', (_, port, containers) => {
  expect(messagesOf(rule, set(port, containers))).toEqual([]);
});
