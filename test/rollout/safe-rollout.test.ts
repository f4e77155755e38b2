import { ApiObject, App, Chart, Duration, Testing, Yaml } from 'cdk8s';
import { KubernetesVersion, RolloutAlerts, SafeRollout, SafeRolloutProps, Sidecar, SidecarMode } from '../../src';
import { KINDS, newChart } from '../support/workloads';
import { absolute, addApp, app, objects, percent } from './support/objects';

describe('a Deployment', () => {
  test('keeps its replicas until new pods have been ready for ten seconds', () => {
    expect(objects().Deployment.spec).toMatchObject({
      minReadySeconds: 10, strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } },
    });
  });

  test('takes other figures', () => {
    expect(objects({ maxSurge: percent(25), maxUnavailable: absolute(1), minReady: Duration.seconds(0) }).Deployment.spec).toMatchObject({
      minReadySeconds: 0, strategy: { rollingUpdate: { maxSurge: '25%', maxUnavailable: 1 } },
    });
  });

  test('spreads the pods of a revision over nodes and zones', () => {
    const { spec } = objects().Deployment;
    expect(Yaml.stringify(spec)).not.toContain('&'); // an alias
    expect(spec.template.spec.topologySpreadConstraints).toEqual(['kubernetes.io/hostname', 'topology.kubernetes.io/zone'].map((topologyKey) => ({
      topologyKey, maxSkew: 1, whenUnsatisfiable: 'ScheduleAnyway', labelSelector: spec.selector, matchLabelKeys: ['pod-template-hash'],
    })));
  });

  test('keeps the spread that its user has patched in', () => {
    const mine = [{ maxSkew: 2, topologyKey: 'rack', whenUnsatisfiable: 'DoNotSchedule' }];
    const { Deployment } = objects({}, (pod) => {
      addApp(pod);
      const workload = ApiObject.of(pod);
      const render = workload.toJson;
      workload.toJson = () => {
        const manifest = render.call(workload);
        manifest.spec.template.spec.topologySpreadConstraints = mine;
        return manifest;
      };
    });
    expect(Deployment.spec.template.spec.topologySpreadConstraints).toEqual(mine);
  });
});

describe('a StatefulSet', () => {
  test('gets what it has', () => {
    const { StatefulSet: { spec } } = objects({}, addApp, 'StatefulSet');
    expect(spec).toMatchObject({ minReadySeconds: 10, template: { spec: { topologySpreadConstraints: [{ matchLabelKeys: ['controller-revision-hash'] }, {}] } } });
    expect(Object.keys(spec)).not.toContain('progressDeadlineSeconds');
    expect(Object.keys(spec)).not.toContain('strategy');
  });

  test.each(['maxSurge', 'maxUnavailable'])('fails when %s is set, which it does not have', (name) => {
    expect(() => objects({ [name]: absolute(1) }, addApp, 'StatefulSet')).toThrow(`${name} of 'shop/Web/Rollout' is for Deployments`);
  });
});

describe('the disruption budget', () => {
  test('lets one pod go, and pods that crash always', () => {
    const { PodDisruptionBudget, Deployment } = objects();
    expect(PodDisruptionBudget.spec).toEqual({ maxUnavailable: 1, selector: Deployment.spec.selector, unhealthyPodEvictionPolicy: 'AlwaysAllow' });
  });

  test.each<[SafeRolloutProps['disruptionBudget'], object]>([
    [{ minAvailable: percent(50) }, { minAvailable: '50%' }],
    [{ maxUnavailable: percent(1) }, { maxUnavailable: '1%' }],
    [{ minAvailable: absolute(1) }, { minAvailable: 1 }],
  ])('can be %j', (disruptionBudget, spec) => {
    expect(objects({ disruptionBudget }).PodDisruptionBudget.spec).toMatchObject(spec);
  });

  test('leaves out what a cluster of 1.26 does not know', () => {
    const { PodDisruptionBudget, Deployment } = objects({}, (pod) => {
      KubernetesVersion.of('1.26').applyTo(pod);
      addApp(pod);
    });
    expect(Object.keys(PodDisruptionBudget.spec)).toEqual(['maxUnavailable', 'selector']);
    expect(Deployment.spec.template.spec.topologySpreadConstraints[0]).not.toHaveProperty('matchLabelKeys');
  });
});

describe('the autoscaler', () => {
  test('looks at the CPU of the app alone, and its replicas are no longer set', () => {
    const { HorizontalPodAutoscaler: { spec }, Deployment } = objects({ scaling: { maxReplicas: 9 } }, (pod) => {
      addApp(pod);
      new Sidecar(pod, 'Beside', app(undefined, { sidecarMode: SidecarMode.CLASSIC }));
    });
    expect(spec).toMatchObject({ minReplicas: 2, maxReplicas: 9, scaleTargetRef: { kind: 'Deployment', name: Deployment.metadata.name } });
    expect(spec.metrics).toEqual([
      { type: 'ContainerResource', containerResource: { name: 'cpu', container: 'app', target: { type: 'Utilization', averageUtilization: 70 } } },
    ]);
    expect(Deployment.spec).not.toHaveProperty('replicas');
  });

  test('looks at memory, at both, and scales StatefulSets', () => {
    const names = (scaling: object) => objects({ scaling: { maxReplicas: 9, ...scaling } }, addApp, 'StatefulSet')
      .HorizontalPodAutoscaler.spec.metrics.map((metric: any) => metric.containerResource.name);
    expect(names({ memoryPercent: 80 })).toEqual(['memory']);
    expect(names({ memoryPercent: 80, cpuPercent: 50 })).toEqual(['cpu', 'memory']);
  });
});

describe('names', () => {
  test('of all objects can be given, and are in the runbook', () => {
    const names = { scaling: { maxReplicas: 9, name: 'hpa' }, disruptionBudget: { name: 'pdb' }, runbookName: 'book', alerts: { name: 'alerts' } };
    const all = objects(names);
    expect(['HorizontalPodAutoscaler', 'PodDisruptionBudget', 'ConfigMap', 'PrometheusRule'].map((kind) => all[kind].metadata.name))
      .toEqual(['hpa', 'pdb', 'book', 'alerts']);
    expect(all.Deployment.metadata.annotations).toEqual({ 'cdk8s-pod-patterns/runbook': 'configmap/book' });
    expect(all.ConfigMap.data['runbook.md']).toContain('kubectl get poddisruptionbudget pdb\n');
    expect(all.PrometheusRule.spec.groups[0].rules[0].annotations.runbook).toBe("kubectl get configmap book -o jsonpath='{.data.runbook\\.md}'");
  });

  test('of the place where the runbook is published are in the alerts and on the workload', () => {
    const runbookUrl = 'https://acme.example/runbooks/web';
    const { Deployment, PrometheusRule } = objects({ runbookUrl, alerts: { labels: { release: 'prometheus' }, alertLabels: { team: 'shop' } } });
    expect(Deployment.metadata.annotations).toEqual({ 'cdk8s-pod-patterns/runbook': runbookUrl });
    expect(PrometheusRule.metadata.labels).toEqual({ release: 'prometheus' });
    PrometheusRule.spec.groups[0].rules.forEach(({ annotations, labels }: any) => {
      expect(annotations).toMatchObject({ runbook_url: runbookUrl });
      expect(labels).toMatchObject({ team: 'shop', workload: Deployment.metadata.name });
    });
  });
});

test('alerts can be in a chart of their own', () => {
  const chart = newChart();
  const pod = KINDS.Deployment(chart);
  addApp(pod);
  const alerts = new Chart(new App(), 'alerts');
  new RolloutAlerts(alerts, 'Alerts', { rollout: new SafeRollout(pod, 'Rollout') });
  expect(Testing.synth(chart).map(({ kind }) => kind)).not.toContain('PrometheusRule');
  expect(Testing.synth(alerts).map(({ kind }) => kind)).toEqual(['PrometheusRule']);
});

test('the grace period is lengthened for what containers need to stop', () => {
  const { Deployment } = objects({ drainTimes: { app: Duration.seconds(40) } }, (pod) => {
    new Sidecar(pod, 'Beside', app());
    addApp(pod);
  });
  expect(Deployment.spec.template.spec.terminationGracePeriodSeconds).toBe(41);
});
