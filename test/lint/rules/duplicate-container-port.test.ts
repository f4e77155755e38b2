import { duplicateContainerPort as rule } from '../../../src/lint/rules/duplicate-container-port';
import { messagesOf } from '../support/findings';

const pod = (init: string, regular: string) => `{apiVersion: v1, kind: Pod, spec: {initContainers: [${init}], containers: [${regular}]}}`;

test('a native sidecar and a container with one port are found', () => {
  expect(messagesOf(rule, pod('{name: s, restartPolicy: Always, ports: [{containerPort: 80}]}', '{name: a, ports: [{containerPort: 80}]}'))).toEqual([
    "spec.containers.0.ports.0.containerPort: containers 's' and 'a' both declare port 80/TCP",
  ]);
});

test.each([
  ['another protocol', '', '{name: a, ports: [{containerPort: 53}]}, {name: b, ports: [{containerPort: 53, protocol: UDP}]}'],
  ['an init container that has ended', '{name: i, ports: [{containerPort: 80}]}', '{name: a, ports: [{containerPort: 80}]}'],
  ['ports that are no numbers', '', '{name: a, ports: [{containerPort: http}, {}]}, {name: b, ports: [{containerPort: http}, {}]}'],
  ['two names for one port of a container', '', '{name: a, ports: [{containerPort: 80, name: http}, {containerPort: 80, name: metrics}]}'],
])('%s is left alone', (_, init, regular) => {
  expect(messagesOf(rule, pod(init, regular))).toEqual([]);
});
