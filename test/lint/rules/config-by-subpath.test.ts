import { configBySubpath as rule } from '../../../src/lint/rules/config-by-subpath';
import { messagesOf } from '../support/findings';

const pod = (volume: string, list = 'containers') => `{apiVersion: v1, kind: Pod, spec: {volumes: [{name: v, ${volume}}],
  ${list}: [{name: a, volumeMounts: [{name: v, mountPath: /a, subPath: a}]}]}}`;

test.each(['configMap: {name: c}', 'secret: {secretName: s}', 'projected: {sources: []}'])('%s is found', (volume) => {
  expect(messagesOf(rule, pod(volume))).toEqual(["spec.containers.0.volumeMounts.0.subPath: /a of container 'a' is never updated, because it is mounted by subPath"]);
});

test('a folder of a claim is left alone, and an init container that ends', () => {
  expect(messagesOf(rule, pod('persistentVolumeClaim: {claimName: c}'))).toEqual([]);
  expect(messagesOf(rule, pod('configMap: {name: c}', 'initContainers'))).toEqual([]);
});
