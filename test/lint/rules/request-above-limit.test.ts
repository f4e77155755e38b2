import { requestAboveLimit as rule } from '../../../src/lint/rules/request-above-limit';
import { messagesOf } from '../support/findings';

const pod = (request: string, limit: string) => `{apiVersion: v1, kind: Pod, spec: {containers: [{resources: {requests: {cpu: ${request}}, limits: {cpu: ${limit}}}}]}}`;

test('a larger request is found, in another notation too', () => {
  expect(messagesOf(rule, pod('1100m', '1'))).toEqual(['spec.containers.0.resources.requests.cpu: the request of cpu, 1100m, is above the limit, 1']);
});

test.each([['1', '1000m'], ['100m', '0.1'], ['1x', '0.5'], ['1', 'null']])('%s with a limit of %s is left alone', (request, limit) => {
  expect(messagesOf(rule, pod(request, limit))).toEqual([]);
});
