import { undefinedVariableReference as rule } from '../../../src/lint/rules/undefined-variable-reference';
import { messagesOf } from '../support/findings';

const pod = (container: object) => JSON.stringify({ apiVersion: 'v1', kind: 'Pod', spec: { containers: [{ name: 'a', ...container }] } });

test('a later variable and a missing one are found', () => {
  expect(messagesOf(rule, rule.example)).toEqual([
    "spec.containers.0.env.0.value: $(DATABASE_PASSWORD) stays as it is: container 'web' has DATABASE_PASSWORD only later",
  ]);
  expect(messagesOf(rule, pod({ args: ['--name=$(POD_NAME)'] }))).toEqual(["spec.containers.0.args.0: $(POD_NAME) stays as it is: container 'a' has no such variable"]);
});

test.each([
  ['a script', { command: ['sh', '-c', 'echo $(HOSTNAME)'] }],
  ['an escaped one', { args: ['$$(POD_NAME)'] }],
  ['a variable of a Service', { args: ['$(REDIS_SERVICE_HOST):$(REDIS_SERVICE_PORT)'] }],
  ['names that may come from a ConfigMap', { args: ['$(MODE)'], envFrom: [{ configMapRef: { name: 'web' } }] }],
  ['a variable that a device plugin adds', { args: ['$(VFIO_BDF0)'], resources: { limits: { 'dsa.intel.com/vfio': 1 } } }],
  ['a mark of kustomize', { env: [{ name: 'PREFIX', value: '$(WEB_PREFIX)' }] }],
  ['a known one', { args: ['$(MODE)'], env: [{ name: 'MODE', value: 'x' }] }],
])('%s is left alone', (_, container) => {
  expect(messagesOf(rule, pod(container))).toEqual([]);
});

test('a whole value of a variable that comes later is found', () => {
  expect(messagesOf(rule, pod({ env: [{ name: 'A', value: '$(B)' }, { name: 'B', value: 'x' }] }))).toEqual(["spec.containers.0.env.0.value: $(B) stays as it is: container 'a' has B only later"]);
});

test.each(['$(PORTS)', '$(MY_PORTAL)', '$(XSERVICE_HOST)', '$(PORT)'])('%s is found', (reference) => {
  expect(messagesOf(rule, pod({ args: [reference] }))).toHaveLength(1);
});

test.each(['$(REDIS_PORT)', '$(REDIS_PORT_6379_TCP_ADDR)', '$(REDIS_SERVICE_PORT_HTTP)', '$(date +%s)', '$(dateX)', '$(Xdate)', 'a$$$$(B)'])('%s is left alone', (reference) => {
  expect(messagesOf(rule, pod({ args: [reference] }))).toEqual([]);
});

test('a patch, and a resource whose operator gives its containers variables, are left alone', () => {
  const workload = pod({ args: ['$(MODE)'] });
  expect(messagesOf(rule, `{apiVersion: apps/v1, kind: Deployment, spec: {template: ${workload}}}`)).toEqual([]);
  expect(messagesOf(rule, `{apiVersion: batch.volcano.sh/v1alpha1, kind: Job, spec: {tasks: [{template: ${workload}}]}}`)).toEqual([]);
});

test('the index of a Job is there, and nowhere else', () => {
  const indexed = pod({ args: ['--part=$(JOB_COMPLETION_INDEX)'] });
  expect(messagesOf(rule, `{apiVersion: batch/v1, kind: Job, spec: {template: ${indexed}}}`)).toEqual([]);
  expect(messagesOf(rule, indexed)).toHaveLength(1);
});

test('a name that differs from a variable in case alone is found', () => {
  expect(messagesOf(rule, pod({ args: ['$(DB_URl)', '$(date)'], env: [{ name: 'DB_URL', value: 'x' }] }))).toEqual([expect.stringContaining('$(DB_URl) stays as it is')]);
});
