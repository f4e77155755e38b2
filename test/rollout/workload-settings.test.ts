import { ApiObject, Duration, JsonPatch, Testing } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { SafeRollout, SafeRolloutProps } from '../../src';
import { newChart } from '../support/workloads';
import { absolute, addApp, percent } from './support/objects';

describe('what the workload itself says', () => {
  const web = (props: kplus.DeploymentProps, rollout: SafeRolloutProps = {}, change: (workload: ApiObject) => void = () => {}) => {
    const chart = newChart();
    const pod = new kplus.Deployment(chart, 'Web', props);
    addApp(pod);
    change(ApiObject.of(pod));
    new SafeRollout(pod, 'Rollout', rollout);
    return Testing.synth(chart).find(({ kind }) => kind === 'Deployment').spec;
  };
  const rollingUpdate = (maxSurge: kplus.PercentOrAbsolute, maxUnavailable: kplus.PercentOrAbsolute) => (
    { strategy: kplus.DeploymentStrategy.rollingUpdate({ maxSurge, maxUnavailable }) });

  test('counts as if the rollout had said it', () => {
    const props = { minReady: Duration.seconds(30), progressDeadline: Duration.seconds(900), ...rollingUpdate(absolute(2), percent(25)) };
    expect(web(props)).toMatchObject({
      minReadySeconds: 30, progressDeadlineSeconds: 900, strategy: { rollingUpdate: { maxSurge: 2, maxUnavailable: '25%' } },
    });
    const patch = JsonPatch.add('/spec/minReadySeconds', 45);
    expect(web({}, {}, (workload) => workload.addJsonPatch(patch)).minReadySeconds).toBe(45);
  });

  test.each<[string, kplus.DeploymentProps, SafeRolloutProps, string]>([
    ['a shorter deadline than a pod may take', { progressDeadline: Duration.seconds(9) }, {}, 'is 9 s, but a healthy pod'],
    ['another surge', rollingUpdate(absolute(1), percent(0)), { maxSurge: absolute(0) }, 'maxSurge of \'shop/Web/Rollout\' is 0, but the workload has 1'],
    ['no surge, beside a rollout that lets no pod be missing', rollingUpdate(percent(0), percent(25)), { maxUnavailable: absolute(0) }, 'maxUnavailable of'],
    ['another deadline', { progressDeadline: Duration.seconds(900) }, { progressDeadline: Duration.seconds(800) }, 'is 800, but the workload has 900'],
    ['another time', { minReady: Duration.seconds(5) }, { minReady: Duration.seconds(6) }, 'minReady in seconds of'],
  ])('fails when it is %s', (_, props, rollout, message) => {
    expect(() => web(props, rollout)).toThrow(message);
  });

  test('fails when another name of the container that is scaled by is patched in', () => {
    const patch = JsonPatch.replace('/spec/template/spec/containers/0/name', 'web');
    expect(() => web({}, { scaling: { maxReplicas: 3 } }, (workload) => workload.addJsonPatch(patch))).toThrow("which has 'web' in its place");
  });

  test.each<[string, JsonPatch, string]>([
    ['a strategy that never replaces a pod', JsonPatch.replace('/spec/strategy/rollingUpdate', { maxSurge: { value: 0 }, maxUnavailable: { value: '0%' } }), 'are both zero'],
    ['a deadline', JsonPatch.replace('/spec/progressDeadlineSeconds', 5), 'is 5 s, but a healthy pod may take 10 s'],
    ['a grace period', JsonPatch.add('/spec/template/spec/terminationGracePeriodSeconds', 3), "grace period in the manifest of 'shop-web-"],
    ['all replicas away, beside a budget', JsonPatch.replace('/spec/replicas', 1), 'never allows an eviction of its 1 pod'],
  ])('fails when %s is patched in', (_, patch, message) => {
    const props = { disruptionBudget: { minAvailable: absolute(1) }, drainTimes: { app: Duration.seconds(20) } };
    expect(() => web({}, props, (workload) => workload.addJsonPatch(patch))).toThrow(message);
  });
});
