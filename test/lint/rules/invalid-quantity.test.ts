import { invalidQuantity as rule } from '../../../src/lint/rules/invalid-quantity';
import { messagesOf } from '../support/findings';

const pod = (memory: string) => `{apiVersion: v1, kind: Pod, spec: {initContainers: [{resources: {requests: {memory: ${memory}}}}], containers: []}}`;

test.each([['512MB', '"512MB"'], ['64mi', '"64mi"'], ['-1', '-1'], ['true', 'true'], ['"1 Gi"', '"1 Gi"']])('%s is found', (memory, shown) => {
  expect(messagesOf(rule, pod(memory))).toEqual([`spec.initContainers.0.resources.requests.memory: memory is ${shown}, which is not a quantity`]);
});

test.each(['64Mi', '0.5', '1e9', '128974848', 'null'])('%s is left alone', (memory) => {
  expect(messagesOf(rule, pod(memory))).toEqual([]);
});
