import { probePortUndeclared as rule } from '../../../src/lint/rules/probe-port-undeclared';
import { messagesOf } from '../support/findings';

const pod = (port: string | number, ports = '{containerPort: 8080}') => `{apiVersion: v1, kind: Pod, spec: {containers: [
  {name: a, ports: [${ports}], readinessProbe: {tcpSocket: {port: ${port}}}}, {name: b, ports: [{containerPort: 9102}]}]}}`;

test.each([[9999, 'no container declares'], [9102, "'b' declares"]])('port %i is found', (port, whose) => {
  expect(messagesOf(rule, pod(port))).toEqual([`spec.containers.0.readinessProbe.tcpSocket.port: readinessProbe of container 'a' asks port ${port}, which ${whose}`]);
});

test.each([
  ['a declared port', pod(8080)],
  ['the name of a port', pod('http')],
  ['a container that declares none', pod(9999, '')],
  ['a port of the arguments', pod(9999).replace('{name: a,', '{name: a, args: ["--health-probe-bind-address=:9999"],')],
])('%s is left alone', (_, yaml) => {
  expect(messagesOf(rule, yaml)).toEqual([]);
});
