import { invalidQuantity as rule } from '../../../src/lint/rules/invalid-quantity';
import { messagesOf } from '../support/findings';

const pod = (memory: string) => `{apiVersion: v1, kind: Pod, spec: {initContainers: [{resources: {requests: {memory: ${memory}}}}], containers: []}}`;

test.each([['512MB', '"512MB"'], ['64mi', '"64mi"'], ['-1', '-1'], ['-1Mi', '"-1Mi"'], ['true', 'true'], ['"1 Gi"', '"1 Gi"']])('%s is found', (memory, shown) => {
  expect(messagesOf(rule, pod(memory))).toEqual([`spec.initContainers.0.resources.requests.memory: memory is ${shown}, which is not a quantity`]);
});

test.each(['64Mi', '0.5', '1e9', '128974848', '0', '"0"', 'null'])('%s is left alone', (memory) => {
  expect(messagesOf(rule, pod(memory))).toEqual([]);
});

const parts = (spec: string) => `{apiVersion: v1, kind: Pod, spec: {${spec}}}`;

test.each([
  ['volumes.1.emptyDir.sizeLimit', parts('volumes: [{emptyDir: {}}, {emptyDir: {sizeLimit: 1GB}}], containers: []')],
  ['overhead.cpu', parts('overhead: {cpu: 1GB}, containers: []')],
  ['resources.limits.cpu', parts('resources: {limits: {cpu: 1GB}}, containers: []')],
  ['containers.0.resources.limits.cpu', parts('containers: [{resources: {limits: {cpu: 1GB}}}]')],
])('%s is found', (path, yaml) => {
  expect(messagesOf(rule, yaml)).toEqual([expect.stringContaining(`spec.${path}: `)]);
});

test.each([
  parts('containers: [null, {resources: none}, {resources: {limits: 1GB, requests: [1GB]}}], volumes: [null, {emptyDir: null}, {emptyDir: {sizeLimit: 1Gi}}]'),
  parts('containers: 1GB, volumes: {a: {emptyDir: {sizeLimit: 1GB}}}'),
])('%s has none', (yaml) => {
  expect(messagesOf(rule, yaml)).toEqual([]);
});
