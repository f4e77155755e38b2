import { findingsOf } from './support/findings';
import { PodTemplates } from '../../src/lint/model/pod-templates';
import { objectsIn } from '../../src/lint/objects';
import { duplicateContainerName } from '../../src/lint/rules/duplicate-container-name';

const SPEC = '{initContainers: [{name: a}], containers: [{name: a}]}';
const template = (apiVersion: string, kind: string): string => `{apiVersion: ${apiVersion}, kind: ${kind}, spec: {template: {spec: ${SPEC}}}}`;
const paths = (yaml: string, options = {}): string[] => findingsOf([duplicateContainerName], yaml, options).map(({ place }) => (
  [...place.origin.prefix ?? [], ...place.path].join('.')));

test.each([
  ['Pod', `{apiVersion: v1, kind: Pod, spec: ${SPEC}}`, 'spec.containers.0.name'],
  ['PodTemplate', `{apiVersion: v1, kind: PodTemplate, template: {spec: ${SPEC}}}`, 'template.spec.containers.0.name'],
  ['ReplicationController', template('v1', 'ReplicationController'), 'spec.template.spec.containers.0.name'],
  ['Deployment', template('apps/v1', 'Deployment'), 'spec.template.spec.containers.0.name'],
  ['StatefulSet', template('apps/v1', 'StatefulSet'), 'spec.template.spec.containers.0.name'],
  ['DaemonSet', template('apps/v1', 'DaemonSet'), 'spec.template.spec.containers.0.name'],
  ['ReplicaSet', template('apps/v1', 'ReplicaSet'), 'spec.template.spec.containers.0.name'],
  ['Job', template('batch/v1', 'Job'), 'spec.template.spec.containers.0.name'],
  ['CronJob', `{apiVersion: batch/v1, kind: CronJob, spec: {jobTemplate: {spec: {template: {spec: ${SPEC}}}}}}`,
    'spec.jobTemplate.spec.template.spec.containers.0.name'],
  ['Rollout of Argo', template('argoproj.io/v1alpha1', 'Rollout'), 'spec.template.spec.containers.0.name'],
  ['objects of a List', `{apiVersion: v1, kind: List, items: [{apiVersion: v1, kind: Pod}, {apiVersion: v1, kind: Pod, spec: ${SPEC}}]}`,
    'items.1.spec.containers.0.name'],
  ['objects of a DeploymentList', `{apiVersion: apps/v1, kind: DeploymentList, items: [${template('apps/v1', 'Deployment')}]}`,
    'items.0.spec.template.spec.containers.0.name'],
  ['objects of a PodList as a server answers', `{apiVersion: v1, kind: PodList, items: [{metadata: {name: a}}, {spec: ${SPEC}}]}`, 'items.1.spec.containers.0.name'],
  ['objects of a template of OpenShift', `{apiVersion: template.openshift.io/v1, kind: Template, objects: [${template('apps.openshift.io/v1', 'DeploymentConfig')}], parameters: [{name: TAG}]}`,
    'objects.0.spec.template.spec.containers.0.name'],
])('the pod of a %s is looked at', (_, yaml, path) => {
  expect(paths(yaml)).toEqual([path]);
});

test('the pod of a custom resource is looked at where its path is named', () => {
  const yaml = `{apiVersion: example.com/v1, kind: Worker, spec: {pods: [{spec: ${SPEC}}]}}`;
  expect(paths(yaml)).toEqual([]);
  const templates = [{ group: 'example.com', kind: 'Worker', path: ['spec', 'pods', 0] }];
  expect(paths(yaml, { templates })).toEqual(['spec.pods.0.spec.containers.0.name']);
});

test('a kind of the same name in another group is another kind', () => {
  expect(paths(template('example.com/v1', 'Deployment'))).toEqual([]);
});

test.each([null, 5, 'text', [], [{ kind: 'Pod' }], {}, { kind: 'Pod' }, { kind: 5, apiVersion: 'v1' },
  { kind: 'List', apiVersion: 'v1', items: [{}] }])('%j holds no objects', (document) => {
  expect(objectsIn(document, new PodTemplates())).toEqual([]);
});
