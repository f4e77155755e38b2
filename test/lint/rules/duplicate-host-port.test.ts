import { duplicateHostPort as rule } from '../../../src/lint/rules/duplicate-host-port';
import { messagesOf } from '../support/findings';

const pod = (...ports: string[]) => `{apiVersion: v1, kind: Pod, spec: {containers: [${ports.map((port, index) => `{name: c${index}, ports: [${port}]}`).join()}]}}`;

test.each(['{hostPort: 80}', '{hostPort: 80, hostIP: 127.0.0.1}', '{hostPort: 80, hostIP: 0.0.0.0}', '{hostPort: 80, protocol: TCP}'])('host port 80 beside %s is found', (port) => {
  expect(messagesOf(rule, pod('{hostPort: 80}', port))).toEqual(["spec.containers.1.ports.0.hostPort: host port 80 is taken by 'c0' and by 'c1'"]);
});

test('the same host port of one address is found', () => {
  expect(messagesOf(rule, pod('{hostPort: 80, hostIP: 10.0.0.1}', '{hostPort: 80, hostIP: 10.0.0.1}'))).toHaveLength(1);
});

test('other protocols, addresses and numbers are left alone', () => {
  expect(messagesOf(rule, pod('{hostPort: 80, hostIP: 10.0.0.1}', '{hostPort: 80, hostIP: 10.0.0.2}', '{hostPort: 80, protocol: UDP}', '{hostPort: 81}', '{containerPort: 80}'))).toEqual([]);
});
