import { portNameRepeated as rule } from '../../../src/lint/rules/port-name-repeated';
import { messagesOf } from '../support/findings';

const pod = (kind: string, one: string, other: string) => `{apiVersion: v1, kind: Pod, metadata: {name: p}, spec: {${kind}: [{name: a, ports: [{${one}}, {${other}}]}]}}`;

test.each(['containers', 'initContainers'])('a name that is there twice is found in %s', (kind) => {
  expect(messagesOf(rule, pod(kind, 'name: http, containerPort: 1', 'name: http, containerPort: 1, protocol: UDP'))).toEqual([
    `spec.${kind}.0.ports.1.name: port name 'http' is taken twice in container 'a'`,
  ]);
});

test.each([
  ['two names', pod('containers', 'name: a', 'name: b')],
  ['no names', pod('containers', 'containerPort: 1', 'containerPort: 2')],
  ['two containers', '{apiVersion: v1, kind: Pod, metadata: {name: p}, spec: {containers: [{name: a, ports: [{name: x}]}, {name: b, ports: [{name: x}]}]}}'],
])('%s are left alone', (_, yaml) => {
  expect(messagesOf(rule, yaml)).toEqual([]);
});
