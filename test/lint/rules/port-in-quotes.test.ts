import { portInQuotes as rule } from '../../../src/lint/rules/port-in-quotes';
import { messagesOf } from '../support/findings';

const service = (port: string) => `{apiVersion: v1, kind: Service, metadata: {name: s}, spec: {ports: [{port: 80, targetPort: ${port}}]}}`;
const pod = (container: string) => `{apiVersion: v1, kind: Pod, metadata: {name: p}, spec: {initContainers: [{name: a, restartPolicy: Always, ${container}}]}}`;

test.each([
  [service('"8080"'), 'spec.ports.0.targetPort: targetPort'],
  [pod('livenessProbe: {httpGet: {port: "8080"}}'), 'spec.initContainers.0.livenessProbe.httpGet.port: port'],
  [pod('lifecycle: {preStop: {httpGet: {port: "8080"}}}'), 'spec.initContainers.0.lifecycle.preStop.httpGet.port: port'],
])('%s is found', (yaml, what) => {
  expect(messagesOf(rule, yaml)).toEqual([`${what} is the text '8080', which is neither a number nor the name of a port`]);
});

test.each([service('8080'), service('http'), service('"${PORT}"'), service('p80'), service('80p'), service('"8080"').replace('Service', 'Widget'), pod('livenessProbe: {tcpSocket: {port: 80}}'), pod('env: [{name: port, value: "8080"}]')])('%s is left alone', (yaml) => {
  expect(messagesOf(rule, yaml)).toEqual([]);
});
