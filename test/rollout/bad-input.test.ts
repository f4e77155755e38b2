import { Chart, Duration } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { AppContainer, SafeRollout, SafeRolloutProps } from '../../src';
import { KINDS, newChart } from '../support/workloads';
import { absolute, addApp, app, objects, percent } from './support/objects';

describe('fails when', () => {
  const other = () => {
    const chart = newChart('other');
    return new AppContainer(KINDS.Deployment(chart), 'Elsewhere', app()).container;
  };
  test.each<[string, SafeRolloutProps, string]>([
    ['no pod could ever be replaced', { maxSurge: percent(0), maxUnavailable: absolute(0) }, 'maxSurge and maxUnavailable of \'shop/Web/Rollout\' are both zero'],
    ['maxUnavailable alone is given and leaves nothing', { maxSurge: absolute(0) }, 'are both zero'],
    ['a number of pods is not valid', { maxSurge: absolute(1.5) }, 'maxSurge 1.5 of \'shop/Web/Rollout\' is not valid'],
    ['a percentage is not valid', { maxUnavailable: percent(101) }, 'maxUnavailable 101% of'],
    ['no eviction is allowed', { disruptionBudget: { maxUnavailable: absolute(0) } }, 'with maxUnavailable 0 never allows an eviction of its 2 pods'],
    ['all pods must stay', { disruptionBudget: { minAvailable: absolute(2) } }, 'with minAvailable 2 never allows an eviction of its 2 pods'],
    ['a percentage of pods means all of them', { disruptionBudget: { minAvailable: percent(51) } }, 'with minAvailable 51% never allows'],
    ['all pods of the smallest scale must stay', { disruptionBudget: { minAvailable: absolute(3) }, scaling: { minReplicas: 3, maxReplicas: 9 } }, 'of its 3 pods'],
    ['a budget has both limits', { disruptionBudget: { minAvailable: absolute(1), maxUnavailable: absolute(1) } }, 'has both maxUnavailable and minAvailable'],
    ['the deadline is shorter than what a pod may take', { progressDeadline: Duration.seconds(10) }, 'is 10 s, but a healthy pod may take 10 s (minReady 10 s)'],
    ['drain times are for nobody', { drainTimes: { sidecar: Duration.seconds(1) } }, "drain time of 'sidecar'"],
    ['the autoscaler looks at a container of another workload', { scaling: { maxReplicas: 9, container: other() } }, "container 'elsewhere' of 'shop/Web/Rollout' does not run in 'shop/Web'"],
    ['the app is a container of another workload', { container: other() }, "container 'elsewhere' of 'shop/Web/Rollout' does not run in 'shop/Web'"],
    ['there are more pods at least than at most', { scaling: { maxReplicas: 1 } }, 'minReplicas 2 of \'shop/Web/Rollout\' is above maxReplicas 1'],
    ['a share of CPU is not valid', { scaling: { maxReplicas: 3, cpuPercent: 0 } }, 'cpuPercent 0 in scaling of'],
    ['a budget is not valid', { sidecarBudget: { cpuPercent: -1 } }, 'sidecarBudget.cpuPercent -1 of'],
    ['minReady is a number', { minReady: 10 as any }, "minReady in 'shop/Web/Rollout' is not a duration, but 10"],
    ['a timeout is a number', { initTimeouts: { setup: 10 as any } }, "time of container 'setup' in 'shop/Web/Rollout' is not a duration"],
    ['a drain time is zero', { drainTimes: { app: Duration.seconds(0) } }, "time of container 'app' in 'shop/Web/Rollout' is zero"],
    ['a label of alerts is not valid', { alerts: { alertLabels: { 'a b': 'c' } } }, "label 'a b: c'"],
  ])('%s', (_, props, message) => {
    expect(() => objects(props)).toThrow(message);
  });

  test.each(['Pod', 'DaemonSet', 'Job', 'CronJob'])('the workload is a %s', (kind) => {
    expect(() => objects({}, addApp, kind)).toThrow(`${kind} 'shop/Web' is not rolled out pod by pod`);
  });

  test('the grace period that its user insists on is too short', () => {
    const chart = newChart();
    const pod = KINDS.Deployment(chart, { terminationGracePeriod: Duration.seconds(20) });
    addApp(pod);
    expect(() => new SafeRollout(pod, 'Rollout', { drainTimes: { app: Duration.seconds(21) } }))
      .toThrow("grace period of 'shop/Web' is 20 seconds, but 'shop/Web/Rollout' needs 21");
  });

  test('the workload has replicas of its own beside an autoscaler', () => {
    const pod = new kplus.Deployment(newChart(), 'Web', { replicas: 3 });
    addApp(pod);
    expect(() => new SafeRollout(pod, 'Rollout', { scaling: { maxReplicas: 9 } })).toThrow("'shop/Web' has 3 replicas, so each time the manifest is applied, it would undo what the autoscaler of 'shop/Web/Rollout' has set: leave 'replicas' out, and set");
  });

  test.each<[string, (chart: Chart) => kplus.AbstractPod]>([
    ['Recreate', (chart) => new kplus.Deployment(chart, 'Web', { strategy: kplus.DeploymentStrategy.recreate() })],
    ['OnDelete', (chart) => new kplus.StatefulSet(chart, 'Web', {
      strategy: kplus.StatefulSetUpdateStrategy.onDelete(), service: new kplus.Service(chart, 'Peers', { clusterIP: 'None', ports: [{ port: 80 }] }),
    })],
  ])('pods are not replaced one after the other: %s', (strategy, make) => {
    const pod = make(newChart());
    addApp(pod);
    expect(() => new SafeRollout(pod, 'Rollout')).toThrow(`the workload has the strategy ${strategy}: leave one of them out`);
  });

  test('a workload has two of them', () => {
    expect(() => objects({}, (pod) => {
      addApp(pod);
      new SafeRollout(pod, 'First');
    })).toThrow("'shop/Web' already has a SafeRollout: leave 'shop/Web/Rollout' out");
  });

  test('there is nothing that the autoscaler could look at', () => {
    expect(() => objects({ scaling: { maxReplicas: 9 } }, () => {})).toThrow('has no container to measure');
    expect(() => objects({ scaling: { maxReplicas: 9 } }, (pod) => new AppContainer(pod, 'App', app(undefined, { resources: {} }))))
      .toThrow("container 'app' requests no cpu");
  });
});
