import { Testing } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { AppContainer, SafeRollout, SafeRolloutProps } from '../../../src';
import { IMAGE, KINDS, newChart } from '../../support/workloads';

export const { absolute, percent } = kplus.PercentOrAbsolute;

/** What a rollout on a Deployment, or another kind, gives. */
export function objects(props: SafeRolloutProps = {}, build: (pod: kplus.AbstractPod) => void = addApp, kind = 'Deployment'): { [kind: string]: any } {
  const chart = newChart();
  const pod = KINDS[kind](chart);
  build(pod);
  new SafeRollout(pod, 'Rollout', props);
  return Object.fromEntries(Testing.synth(chart).map((object) => [object.kind, object]));
}

export const app = (readiness?: kplus.Probe, more: object = {}) => ({ image: IMAGE, readiness, ...more });

export function addApp(pod: kplus.AbstractPod): void {
  new AppContainer(pod, 'App', app());
}
