import { servicePortNameUnknown as rule } from '../../../src/lint/rules/service-port-name-unknown';
import { findingsOf, messagesOf } from '../support/findings';

const set = (target: string, containers: string) => `{apiVersion: v1, kind: Service, metadata: {name: web}, spec: {selector: {app: web}, ports: [{port: 80, targetPort: ${target}}]}}
---
{apiVersion: v1, kind: Pod, metadata: {name: web, labels: {app: web}}, spec: {${containers}}}`;

test('a name that no container has is found', () => {
  expect(messagesOf(rule, set('http', 'containers: [{name: a, ports: [{name: metrics, containerPort: 80}]}]'))).toEqual([
    "spec.ports.0.targetPort: Service 'web' names port 'http', which none of its pods has",
  ]);
});

test('it leads to three of the pods', () => {
  const [service, pod] = set('http', 'containers: [{name: a}]').split('---\n');
  const pods = ['a', 'b', 'c', 'd'].map((name) => pod.replace('name: web', `name: ${name}`));
  expect(findingsOf([rule], [service, ...pods])[0].related.map(({ path }) => path.join('.'))).toEqual(Array(3).fill('spec.containers'));
});

test('a port of another protocol is another port', () => {
  const udp = (protocol: string) => set('dns, protocol: UDP', `containers: [{name: a, ports: [{name: dns, containerPort: 53${protocol}}]}]`);
  expect(messagesOf(rule, udp(''))).toEqual(["spec.ports.0.targetPort: Service 'web' names UDP port 'dns', which none of its pods has"]);
  expect(messagesOf(rule, udp(', protocol: UDP'))).toEqual([]);
});

test('a port of a sidecar that OpenKruise injects is left alone', () => {
  const sidecars = '{apiVersion: apps.kruise.io/v1beta1, kind: SidecarSet, metadata: {name: s}, spec: {containers: [{name: s, ports: [{name: http}]}]}}';
  expect(messagesOf(rule, `${set('http', 'containers: [{name: a}]')}\n---\n${sidecars}`)).toEqual([]);
});

test('a headless Service is left alone, as its clients choose ports themselves', () => {
  const headless = set('http', 'containers: [{name: a}]').replace('selector', 'clusterIP: None, selector');
  expect(messagesOf(rule, headless)).toEqual([]);
  expect(messagesOf(rule, headless.replace('None', '10.0.0.1'))).toHaveLength(1);
});

test('names of native sidecars, numbers, and Services whose pods are elsewhere are left alone', () => {
  expect(messagesOf(rule, set('http', 'initContainers: [{name: s, restartPolicy: Always, ports: [{name: http}]}], containers: [{name: a}]'))).toEqual([]);
  expect(messagesOf(rule, set('8080', 'containers: [{name: a}]'))).toEqual([]);
  expect(messagesOf(rule, set('http', 'containers: [{name: a}]').replace('labels: {app: web}', 'labels: {app: other}'))).toEqual([]);
});
