import { ephemeralContainerInManifest as rule } from '../../../src/lint/rules/ephemeral-container-in-manifest';
import { messagesOf } from '../support/findings';

const SPEC = '{containers: [{name: a}], ephemeralContainers: [{name: debug, image: "busybox:1.37"}]}';

test('they are found in a Pod and in a pod template', () => {
  expect(messagesOf(rule, `{apiVersion: v1, kind: Pod, spec: ${SPEC}}`)).toEqual(['spec.ephemeralContainers: the API server creates no pod with ephemeral containers']);
  expect(messagesOf(rule, `{apiVersion: apps/v1, kind: Deployment, spec: {template: {spec: ${SPEC}}}}`)).toHaveLength(1);
});

test('a pod that a cluster has returned, and an empty list, are left alone', () => {
  expect(messagesOf(rule, `{apiVersion: v1, kind: Pod, spec: ${SPEC}, status: {phase: Running}}`)).toEqual([]);
  expect(messagesOf(rule, '{apiVersion: v1, kind: Pod, spec: {containers: [{name: a}], ephemeralContainers: []}}')).toEqual([]);
});
