import { ApiObject, App, Chart, Duration, JsonPatch, Size, Testing } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import {
  AppContainer, ConfigFile, ConfigWriter, Database, InitMigrations, InitStep, KubernetesVersion, MigrationSource, MigrationTool, RolloutAlerts,
  SafeRollout, SafeRolloutProps, Sidecar, SidecarMode, WaitFor, WaitTarget,
} from '../../src';
import { IMAGE, KINDS, newChart } from '../support/workloads';

const { absolute, percent } = kplus.PercentOrAbsolute;

/** What a rollout on a Deployment, or another kind, gives. */
function objects(props: SafeRolloutProps = {}, build: (pod: kplus.AbstractPod) => void = addApp, kind = 'Deployment'): { [kind: string]: any } {
  const chart = newChart();
  const pod = KINDS[kind](chart);
  build(pod);
  new SafeRollout(pod, 'Rollout', props);
  return Object.fromEntries(Testing.synth(chart).map((object) => [object.kind, object]));
}

const app = (readiness?: kplus.Probe, more: object = {}) => ({ image: IMAGE, readiness, ...more });

function addApp(pod: kplus.AbstractPod): void {
  new AppContainer(pod, 'App', app());
}

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

describe('the progress deadline', () => {
  const probe = (period: number, failures: number, delay = 0) => kplus.Probe.fromTcpSocket({
    port: 80, periodSeconds: Duration.seconds(period), failureThreshold: failures, initialDelaySeconds: Duration.seconds(delay),
  });
  const deadline = (build: (pod: kplus.AbstractPod) => void, props?: SafeRolloutProps) => (
    objects(props, build).Deployment.spec.progressDeadlineSeconds);

  test.each<[string, number, (pod: kplus.AbstractPod) => void]>([
    ['two minutes and minReady', 0, addApp],
    ['the rounds in which the app may get ready', 5 + 30, (pod) => new AppContainer(pod, 'App', app(probe(10, 3, 5)))],
    ['the startup probe of the app', 300, (pod) => new AppContainer(pod, 'App', app(undefined, { startup: probe(10, 30) }))],
    ['the longest of several containers that start together', 300, (pod) => {
      new AppContainer(pod, 'App', app(undefined, { startup: probe(10, 30) }));
      new Sidecar(pod, 'Beside', app(undefined, { startup: probe(10, 6), sidecarMode: SidecarMode.CLASSIC }));
    }],
    ['native sidecars, which start one after the other', 60 + 20, (pod) => {
      new Sidecar(pod, 'One', app(undefined, { startup: probe(10, 6) }));
      new Sidecar(pod, 'Two', app(undefined, { startup: probe(10, 2) }));
      addApp(pod);
    }],
    ['the timeouts of all waits', 90 + 90, (pod) => {
      new WaitFor(pod, 'Needs', {
        timeout: Duration.seconds(90), targets: [WaitTarget.tcp({ host: 'queue', port: 5672 }), WaitTarget.http('http://other')],
      });
      addApp(pod);
    }],
    ['the lock of migrations, for which a pod may wait', 300, (pod) => {
      const password = { secret: kplus.Secret.fromSecretName(pod, 'Secret', 'orders'), key: 'password' };
      const database = Database.postgres({ host: 'orders', name: 'orders', user: 'app', password });
      new InitMigrations(pod, 'Migrations', { tool: MigrationTool.psql(), source: MigrationSource.inline({ '1_a.sql': 'SELECT 1;' }), database });
      addApp(pod);
    }],
    ['five tries to fetch a file, and the pauses between them', 5 * 20 + 15, (pod) => {
      const file = ConfigFile.fetched('a.txt', 'http://files/a.txt', { sha256: '0'.repeat(64) });
      new ConfigWriter(pod, 'Config', { files: [file], fetchTimeout: Duration.seconds(20) });
      addApp(pod);
    }],
    ['a minute for an init step that has no timeout', 60, (pod) => {
      new InitStep(pod, 'Setup', app());
      addApp(pod);
    }],
  ])('has room for %s', (_, seconds, build) => {
    expect(deadline(build)).toBe(120 + 10 + seconds);
  });

  test('takes what its user knows of an init step', () => {
    const build = (pod: kplus.AbstractPod) => {
      new InitStep(pod, 'Setup', app());
      addApp(pod);
    };
    expect(deadline(build, { initTimeouts: { setup: Duration.minutes(10) } })).toBe(120 + 10 + 600);
    expect(() => objects({ initTimeouts: { setup: Duration.minutes(10) }, progressDeadline: Duration.seconds(610) }, build))
      .toThrow("progressDeadline of 'shop/Web/Rollout' is 610 s, but a healthy pod may take 610 s (init container 'setup' 600 s, minReady 10 s)");
    expect(() => objects({ initTimeouts: { set: Duration.minutes(1) } }, build)).toThrow("names 'set', which is not an init container of 'shop/Web'");
  });

  test('counts what is added later', () => {
    const chart = newChart();
    const pod = KINDS.Deployment(chart);
    new SafeRollout(pod, 'Rollout', { progressDeadline: Duration.seconds(60) });
    new AppContainer(pod, 'App', app(undefined, { startup: probe(10, 30) }));
    expect(() => Testing.synth(chart)).toThrow(/progressDeadline of 'shop\/Web\/Rollout' is 60 s, but a healthy pod may take 310 s/);
  });
});

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

describe('sidecars', () => {
  const withSidecars = (pod: kplus.AbstractPod) => {
    const resources = (millis: number, mebibytes: number): kplus.ContainerResources => (
      { cpu: { request: kplus.Cpu.millis(millis) }, memory: { request: Size.mebibytes(mebibytes) } });
    new Sidecar(pod, 'One', app(undefined, { resources: resources(100, 32) }));
    new Sidecar(pod, 'Two', app(undefined, { resources: resources(50, 0.5), sidecarMode: SidecarMode.CLASSIC }));
    new InitStep(pod, 'Setup', app(undefined, { resources: resources(4000, 4000) }));
    new AppContainer(pod, 'App', app(undefined, { resources: resources(300, 128) }));
  };

  test('may request their share', () => {
    expect(() => objects({ sidecarBudget: { cpuPercent: 50, memoryPercent: 26 } }, withSidecars)).not.toThrow();
  });

  test('fail when they request more, with their names', () => {
    expect(() => objects({ sidecarBudget: { cpuPercent: 49 } }, withSidecars)).toThrow("sidecars of 'shop/Web/Rollout' request 50 % of the 300m of cpu that"
      + " 'app' requests, but sidecarBudget.cpuPercent is 49: 'one' 100m, 'two' 50m: make them smaller, give the app more, or raise the budget");
    expect(() => objects({ sidecarBudget: { memoryPercent: 25 } }, withSidecars)).toThrow("'one' 32Mi, 'two' 512Ki");
  });

  test('fail when the app requests nothing to measure them by', () => {
    expect(() => objects({ sidecarBudget: { cpuPercent: 49 } }, (pod) => new AppContainer(pod, 'App', app(undefined, { resources: {} }))))
      .toThrow("container 'app' requests no cpu: give it a request");
  });
});

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
