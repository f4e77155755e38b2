import { hostPortDiffers as rule } from '../../../src/lint/rules/host-port-differs';
import { messagesOf } from '../support/findings';

const pod = (spec: string) => `{apiVersion: v1, kind: Pod, spec: {${spec}}}`;

test('a host port that differs is found on the network of the node, of init containers too', () => {
  expect(messagesOf(rule, pod(`hostNetwork: true, initContainers: [{name: proxy, restartPolicy: Always, ports: [{containerPort: 8443, hostPort: 443}]}],
    containers: [{name: web, ports: [{containerPort: 8080}, {containerPort: 9100, hostPort: 9101, protocol: UDP}]}]`))).toEqual([
    'spec.initContainers.0.ports.0.hostPort: host port 443 cannot lead to port 8443 with hostNetwork',
    'spec.containers.0.ports.1.hostPort: host port 9101 cannot lead to port 9100 with hostNetwork',
  ]);
});

test.each(['hostNetwork: false', 'hostPID: true'])('with %s, a host port may lead to any port', (network) => {
  expect(messagesOf(rule, pod(`${network}, containers: [{name: web, ports: [{containerPort: 8080, hostPort: 80}]}]`))).toEqual([]);
});

test.each(['containerPort: 80, hostPort: 80', 'containerPort: 80', 'containerPort: 80, hostPort: 0', 'hostPort: 80'])('ports of {%s} are left alone on the network of the node', (port) => {
  expect(messagesOf(rule, pod(`hostNetwork: true, containers: [{name: web, ports: [{${port}}]}]`))).toEqual([]);
});
