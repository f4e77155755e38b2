import { duplicateMountPath as rule } from '../../../src/lint/rules/duplicate-mount-path';
import { messagesOf } from '../support/findings';

const pod = (...paths: string[]) => JSON.stringify({
  apiVersion: 'v1', kind: 'Pod', spec: { containers: [{ name: 'a', volumeMounts: paths.map((mountPath) => ({ name: 'v', mountPath })) }] },
});

test.each(['/x', '/x/', '//x', '/x/.', '/./x', '/x/y/../'])('/x and %s are the same place', (path) => {
  expect(messagesOf(rule, pod('/x', path))).toEqual(["spec.containers.0.volumeMounts.1.mountPath: container 'a' mounts two volumes at /x"]);
});

test('a mount below another one is fine, and so is the same path in another container', () => {
  expect(messagesOf(rule, pod('/x', '/x/y', '/xy'))).toEqual([]);
  expect(messagesOf(rule, '{apiVersion: v1, kind: Pod, spec: {containers: [{volumeMounts: [{mountPath: /x}]}, {volumeMounts: [{mountPath: /x}]}]}}')).toEqual([]);
});
