import { duplicateVolumeName as rule } from '../../../src/lint/rules/duplicate-volume-name';
import { messagesOf } from '../support/findings';

test('the second volume of a name is found', () => {
  expect(messagesOf(rule, rule.example)).toEqual(["spec.volumes.1.name: volume name 'config' is taken twice in this pod"]);
});

test('a volume mounted twice is one volume', () => {
  expect(messagesOf(rule, `{apiVersion: v1, kind: Pod, spec: {volumes: [{name: v}, {}, {}],
    containers: [{volumeMounts: [{name: v, mountPath: /a}, {name: v, mountPath: /b}]}]}}`)).toEqual([]);
});
