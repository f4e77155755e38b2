import { ApiObject, Chart, Testing } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { AppContainer, SafeRollout, SafeRolloutProps } from '../../src';
import { newChart } from '../support/workloads';
import { app } from './support/objects';

const LABELS = { app: 'web' };

/** A rollout, and an object beside it that somebody else wrote. */
function synthesize(props: SafeRolloutProps, kind: string, spec: object, namespace?: string) {
  const chart = newChart();
  const web = new kplus.Deployment(chart, 'Web', { metadata: { name: 'web', namespace: 'shop' }, podMetadata: { labels: LABELS } });
  new AppContainer(web, 'App', app());
  new SafeRollout(web, 'Rollout', props);
  new ApiObject(new Chart(chart.node.root, 'other'), 'Other', { apiVersion: 'any/v1', kind, metadata: { namespace }, spec }); // none is the namespace that kubectl gives
  return Testing.synth(chart);
}

const target = (kind: string, name = 'web') => ({ scaleTargetRef: { apiVersion: 'apps/v1', kind, name } });
const scaling = { maxReplicas: 3 };

describe('fails when', () => {
  test.each<[string, SafeRolloutProps, string, object, string]>([
    ['another autoscaler scales the workload', { scaling }, 'HorizontalPodAutoscaler', target('Deployment'),
      "HorizontalPodAutoscaler 'other/Other' scales 'shop/Web' as well as 'shop/Web/Rollout', so that each undoes what the other does"],
    ['KEDA scales it, which takes Deployments for granted', { scaling }, 'ScaledObject', { scaleTargetRef: { name: 'web' } }, "ScaledObject 'other/Other' scales"],
    ['its pods are in another budget', {}, 'PodDisruptionBudget', { maxUnavailable: 1, selector: { matchLabels: LABELS } },
      "pods of 'shop/Web' are in PodDisruptionBudget 'other/Other' as well as in that of 'shop/Web/Rollout'"],
    ['another budget is for all pods', {}, 'PodDisruptionBudget', { maxUnavailable: 1, selector: {} }, "are in PodDisruptionBudget 'other/Other'"],
  ])('%s', (_, props, kind, spec, message) => {
    expect(() => synthesize(props, kind, spec)).toThrow(message);
  });
});

test.each<[string, SafeRolloutProps, string, object, string]>([
  ['an autoscaler of another workload', { scaling }, 'HorizontalPodAutoscaler', target('Deployment', 'api'), 'shop'],
  ['one of another kind', { scaling }, 'HorizontalPodAutoscaler', target('StatefulSet'), 'shop'],
  ['one in another namespace', { scaling }, 'HorizontalPodAutoscaler', target('Deployment'), 'elsewhere'],
  ['the only one there is', {}, 'HorizontalPodAutoscaler', target('Deployment'), 'shop'],
  ['a budget of other pods', {}, 'PodDisruptionBudget', { selector: { matchLabels: { app: 'api' } } }, 'shop'],
  ['a budget that picks by expressions', {}, 'PodDisruptionBudget', { selector: { matchExpressions: [{ key: 'app', operator: 'NotIn', values: ['web'] }] } }, 'shop'],
  ['a budget in another namespace', {}, 'PodDisruptionBudget', { selector: { matchLabels: LABELS } }, 'elsewhere'],
])('%s is none of its business', (_, props, kind, spec, namespace) => {
  expect(synthesize(props, kind, spec, namespace).length).toBeGreaterThan(2);
});
