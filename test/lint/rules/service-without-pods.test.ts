import { serviceWithoutPods as rule } from '../../../src/lint/rules/service-without-pods';
import { messagesOf } from '../support/findings';

const POD = '{apiVersion: v1, kind: Pod, metadata: {name: p, labels: {app: web}}, spec: {containers: [{name: a, image: a:1}]}}';
const service = (selector: string) => `{apiVersion: v1, kind: Service, metadata: {name: s}, spec: {${selector}}}`;

test('a selector that matches nothing is found', () => {
  expect(messagesOf(rule, [POD, service('selector: {tier: x}')])).toEqual(["spec.selector: Service 's' selects no pod among the objects in the 2 files given"]);
});

test.each([
  ['a Service with pods', [POD, service('selector: {app: web}')]],
  ['a Service without a selector', [POD, service('')]],
  ['a Service of one pod of a StatefulSet', [POD, service('selector: {statefulset.kubernetes.io/pod-name: web-0}')]],
  ['a Service among no pods', [service('selector: {app: web}')]],
])('%s is left alone', (_, yaml) => {
  expect(messagesOf(rule, yaml)).toEqual([]);
});
