import { wrongRestartPolicy as rule } from '../../../src/lint/rules/wrong-restart-policy';
import { messagesOf } from '../support/findings';

const workload = (kind: string, spec: string) => `{apiVersion: ${kind === 'Job' ? 'batch' : 'apps'}/v1, kind: ${kind}, spec: {template: {spec: {${spec}}}}}`;

test.each([
  [workload('Job', 'containers: []'), "spec.template.spec.restartPolicy: a Job needs a restartPolicy, because the default is 'Always'"],
  [workload('Job', 'restartPolicy: Always'), "spec.template.spec.restartPolicy: restartPolicy 'Always' is not allowed in a Job"],
  ...['DaemonSet', 'ReplicaSet', 'ReplicationController', 'StatefulSet', 'DeploymentConfig'].map((kind): [string, string] => (
    [workload(kind, 'restartPolicy: Never').replace('apps/v1, kind: ReplicationController', 'v1, kind: ReplicationController').replace('apps/v1, kind: DeploymentConfig', 'apps.openshift.io/v1, kind: DeploymentConfig'), `spec.template.spec.restartPolicy: restartPolicy 'Never' is not allowed in a ${kind}`])),
  ['{apiVersion: batch/v1, kind: CronJob, spec: {jobTemplate: {spec: {template: {spec: {containers: [{name: a}]}}}}}}', "spec.jobTemplate.spec.template.spec.restartPolicy: a CronJob needs a restartPolicy, because the default is 'Always'"],
  [workload('Deployment', 'restartPolicy: OnFailure'), "spec.template.spec.restartPolicy: restartPolicy 'OnFailure' is not allowed in a Deployment"],
  ['{apiVersion: v1, kind: Pod, spec: {restartPolicy: never}}', "spec.restartPolicy: restartPolicy 'never' is not allowed in a Pod"],
  ['{apiVersion: v1, kind: Pod, spec: {initContainers: [{name: s, restartPolicy: always}]}}', "spec.initContainers.0.restartPolicy: restartPolicy 'always' of container 's' is not valid"],
])('%s is found', (yaml, message) => {
  expect(messagesOf(rule, yaml)).toEqual([message]);
});

test.each([
  workload('Job', 'restartPolicy: OnFailure'), workload('Deployment', 'containers: []'), workload('StatefulSet', 'restartPolicy: Always'),
  '{apiVersion: v1, kind: Pod, spec: {restartPolicy: Never, initContainers: [{name: s, restartPolicy: Always}]}}', '{apiVersion: v1, kind: Pod, spec: {containers: []}}',
])('%s is left alone', (yaml) => {
  expect(messagesOf(rule, yaml)).toEqual([]);
});

test('a Job of another group has the rules of its operator', () => {
  const job = '{apiVersion: batch.volcano.sh/v1alpha1, kind: Job, spec: {template: {spec: {containers: [{name: a}]}}}}';
  expect(messagesOf(rule, job, { templates: [{ group: 'batch.volcano.sh', kind: 'Job', path: ['spec', 'template'] }] })).toEqual([]);
});
