import { App, Chart, JsonPatch, ApiObject, Testing } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import {
  AmbassadorProxy, ConfigFile, ConfigWriter, IInjectable, KubernetesVersion, LogShipper, LogSidecar, MetricsAdapter, MetricsExporter,
  ReverseProxy, Scraping, Sidecar, SidecarInjection, SidecarInjectionPolicy, SidecarInjectionPolicyProps, SidecarMode, TelemetryCollector,
  TelemetryExporter, TelemetryReceiver, Upstream, WaitFor, WaitTarget, WorkloadSelector,
} from '../../src';
import { addToStandIns, APP_GROUP, APP_NAME, APP_USER } from '../../src/injection/admission/stand-in';
import { IMAGE } from '../support/workloads';

const pattern = (patternId: string, addTo: IInjectable['addTo']): IInjectable => ({ patternId, addTo });
const logs = pattern('Logs', (workload, id) => new LogSidecar(workload, id, { logFiles: ['/var/log/app/*.log'] }));

function newChart(version = '1.36', namespace?: string): Chart {
  const chart = new Chart(new App(), 'platform', { namespace });
  KubernetesVersion.of(version).applyTo(chart);
  return chart;
}

function manifests(props: Partial<SidecarInjectionPolicyProps> = {}, chart = newChart()): any[] {
  new SidecarInjectionPolicy(chart, 'Injected', { patterns: [logs], namespaces: ['shop'], ...props });
  return Testing.synth(chart);
}

const policyIn = (all: any[]) => all.find(({ kind }) => kind === 'MutatingAdmissionPolicy');

describe('the same is added at admission and at synthesis', () => {
  const PATTERNS = [
    logs,
    pattern('Shipper', (workload, id) => new LogSidecar(workload, id, { logFiles: ['/var/log/app/*.log'], shipper: LogShipper.fluentBit() })),
    pattern('Metrics', (workload, id) => new MetricsAdapter(workload, id, { exporter: MetricsExporter.statsd(), scraping: Scraping.annotations() })),
    pattern('Orders', (workload, id) => {
      const { endpoint } = new AmbassadorProxy(workload, id, { upstreams: [Upstream.tcp({ host: 'orders', port: 5432 })] });
      endpoint.provideTo(workload.containers[0], { host: 'PGHOST', port: 'PGPORT' });
    }),
    pattern('Proxy', (workload, id) => new ReverseProxy(workload, id, { appPort: 8080, serviceElsewhere: true })),
    pattern('Telemetry', (workload, id) => new TelemetryCollector(workload, id, {
      receivers: [TelemetryReceiver.otlp()], exporters: [TelemetryExporter.otlp({ url: 'http://tempo:4317' })],
    }).provideTo(workload.containers[0], { serviceName: 'web' })),
    pattern('Needs', (workload, id) => new WaitFor(workload, id, { targets: [WaitTarget.tcp({ host: 'queue', port: 5672 })] })),
    pattern('Config', (workload, id) => new ConfigWriter(workload, id, { files: [ConfigFile.text('app.conf', 'a=1\n')] })),
  ];

  /** Names of ConfigMaps have the path of their construct in them, and a hash of their content, which counts. */
  const normal = (text: string) => text.replace(/"name":"p[-a-z0-9]*-([0-9a-f]{10})(-c8[0-9a-f]{6})?"/g, '"name":"$1"');
  const sorted = (list: any[] = []) => list.map((one) => JSON.parse(normal(JSON.stringify(one))));

  test.each(PATTERNS.flatMap((one) => (['native', 'classic'] as const).flatMap((mode) => [1234, undefined].map(
    (user): [string, string, number | undefined, IInjectable] => [one.patternId, mode, user, one])),
  ))('%s, %s, user %s', (_, mode, user, injectable) => {
    const chart = newChart();
    const pod = new kplus.Pod(chart, 'Web', {
      metadata: { name: 'scope' },
      containers: [{ name: 'main', image: IMAGE, resources: {}, securityContext: { user, group: user && 4321, ensureNonRoot: false } }],
    });
    const bare = ApiObject.of(pod).toJson();
    pod.podMetadata.addAnnotation('cdk8s-pod-patterns/sidecar-mode', mode);
    new SidecarInjection(chart, 'Injected', { patterns: [injectable] });
    const { metadata, spec } = Testing.synth(chart).find(({ kind }) => kind === 'Pod');

    const all = addToStandIns(new SidecarInjectionPolicyScope(newChart()), [injectable]);
    const added = JSON.parse(JSON.stringify(all.modes[mode][user ? 'besideUser' : 'withoutUser'])
      .replaceAll(`${APP_USER}`, '1234').replaceAll(`${APP_GROUP}`, '4321').replaceAll(APP_NAME, 'main'))[0];

    const [main, ...classic] = spec.containers;
    expect(sorted([...added.initContainers, ...added.containers])).toEqual(sorted([...spec.initContainers ?? [], ...classic]));
    expect(sorted(added.volumes)).toEqual(sorted(spec.volumes));
    expect(added.app.env).toEqual(main.env ?? []);
    expect(added.app.volumeMounts).toEqual(main.volumeMounts ?? []);
    expect(added.app.lifecycle).toEqual(main.lifecycle);
    expect(added.fsGroup).toBe(spec.securityContext.fsGroup);
    expect(added.terminationGracePeriodSeconds ?? 30).toBe(spec.terminationGracePeriodSeconds);
    expect({ ...bare.metadata.annotations, ...added.annotations, 'cdk8s-pod-patterns/sidecar-mode': mode, 'cdk8s-pod-patterns/injected': injectable.patternId })
      .toEqual(metadata.annotations);
  });
});

/** The scope of stand-ins. */
class SidecarInjectionPolicyScope extends kplus.ServiceAccount {
  constructor(chart: Chart) {
    super(chart, 'Scope');
  }
}

describe('manifests', () => {
  test.each([['1.34', 'v1beta1'], ['1.35', 'v1beta1'], ['1.36', 'v1']])('for Kubernetes %s, policy and binding are of %s', (version, apiVersion) => {
    const found = manifests({}, newChart(version)).filter(({ kind }) => kind.startsWith('Mutating'));
    expect(found.map((one) => one.apiVersion)).toEqual([`admissionregistration.k8s.io/${apiVersion}`, `admissionregistration.k8s.io/${apiVersion}`]);
  });

  test('ConfigMaps are in each namespace, before the policy, and the policy is before its binding', () => {
    const all = manifests({ namespaces: ['shop', 'batch'] });
    expect(all.map(({ kind, metadata: { namespace } }) => [kind, namespace])).toEqual([
      ['ConfigMap', 'shop'], ['ConfigMap', 'batch'], ['MutatingAdmissionPolicy', undefined], ['MutatingAdmissionPolicyBinding', undefined],
    ]);
    expect(all[2].spec.mutations[1].jsonPatch.expression).toContain(`"name": dyn("${all[0].metadata.name}")`);
    expect(all[3].spec).toEqual({
      policyName: all[2].metadata.name,
      matchResources: { namespaceSelector: { matchExpressions: [{ key: 'kubernetes.io/metadata.name', operator: 'In', values: ['shop', 'batch'] }] } },
    });
  });

  test('what is in the way of a pattern is looked for, and the refusal quotes none of the patterns', () => {
    const settings = pattern('Settings', (workload, id) => new ConfigWriter(workload, id, { files: [ConfigFile.text('a', 'b')] })
      .mountTo(workload.containers[0], '/etc/settings'));
    const { variables, mutations: [refusal] } = policyIn(manifests({ patterns: [logs, settings] })).spec;
    const { expression } = variables.find(({ name }: any) => name === 'collisions');
    expect(expression).toContain('c.name in [dyn("logs")]');
    expect(expression).toContain('m.mountPath in [dyn("/etc/settings")]'); // and not the folder of the log files, which can be shared
    expect(refusal.jsonPatch.expression.length).toBeLessThan(200);
  });

  test.each([['classic', true], ['native', false]])('pods of Jobs are refused where sidecars are %s: %s', (mode, refused) => {
    const chart = newChart();
    (mode === 'classic' ? SidecarMode.CLASSIC : SidecarMode.NATIVE).applyTo(chart);
    const { expression } = policyIn(manifests({}, chart)).spec.variables.find(({ name }: any) => name === 'collisions');
    expect(expression.split('\n: (').at(-1).includes('would keep Job')).toBe(refused);
  });

  test('nothing of the stand-ins is left', () => {
    const chart = newChart();
    expect(manifests({}, chart).some(({ kind }) => kind === 'Pod')).toBe(false);
    expect(chart.node.findAll().filter(Chart.isChart)).toEqual([chart]);
  });

  test('a ConfigMap that both modes need is there once', () => {
    const metrics = pattern('Metrics', (workload, id) => new MetricsAdapter(workload, id, { exporter: MetricsExporter.statsd() }));
    expect(manifests({ patterns: [metrics] }).filter(({ kind }) => kind === 'ConfigMap')).toHaveLength(1);
  });

  test('policy and binding have no namespace in a chart that has one', () => {
    const found = manifests({}, newChart('1.36', 'platform')).filter(({ kind }) => kind.startsWith('Mutating'));
    expect(found.map(({ metadata }) => metadata.namespace)).toEqual([undefined, undefined]);
  });

  test('failures may be ignored', () => {
    expect([policyIn(manifests()), policyIn(manifests({ ignoreFailures: true }))].map(({ spec }) => spec.failurePolicy)).toEqual(['Fail', 'Ignore']);
  });

  const { labels, annotations, namespaces, allOf, anyOf, noneOf } = WorkloadSelector;
  test.each<[WorkloadSelector | undefined, string]>([
    [undefined, 'true'],
    [labels({ tier: 'web' }), 'object.metadata.?labels[?"tier"].optMap(v, v == "web").orValue(false)'],
    [annotations({ 'a/b': '*' }), 'object.metadata.?annotations[?"a/b"].hasValue()'],
    [namespaces(['shop']), 'request.namespace in [dyn("shop")]'],
    [allOf([namespaces(['a']), namespaces(['b'])]), '(request.namespace in [dyn("a")]) && (request.namespace in [dyn("b")])'],
    [anyOf([namespaces(['a']), namespaces(['b'])]), '(request.namespace in [dyn("a")]) || (request.namespace in [dyn("b")])'],
    [noneOf([namespaces(['a']), namespaces(['b'])]), '!((request.namespace in [dyn("a")]) || (request.namespace in [dyn("b")]))'],
  ])('%s is a condition', (into, expression) => {
    expect(policyIn(manifests({ into })).spec.matchConditions[1]).toEqual({ name: 'selected', expression });
  });
});

describe('what a policy cannot do', () => {
  test('fails below Kubernetes 1.34', () => {
    expect(() => manifests({}, newChart('1.33'))).toThrow('\'platform/Injected\' needs Kubernetes 1.34 or later');
  });

  test.each<[string, Partial<SidecarInjectionPolicyProps>, string]>([
    ['without a namespace', { namespaces: [] }, 'list of namespaces in \'platform/Injected\' is empty'],
    ['without a pattern', { patterns: [] }, 'has no pattern'],
    ['for kinds', { into: WorkloadSelector.kinds(['Deployment']) }, 'kinds Deployment cannot be selected at admission'],
    ['for paths', { into: WorkloadSelector.allOf([WorkloadSelector.paths(['shop/**'])]) }, 'paths shop/** cannot be selected at admission'],
    [
      'for an object beside each pod',
      { patterns: [pattern('Metrics', (workload, id) => new MetricsAdapter(workload, id, { exporter: MetricsExporter.statsd(), scraping: Scraping.podMonitor() }))] },
      'a pattern of \'platform/Injected\' creates a PodMonitor',
    ],
    [
      'for a field that is not patched',
      {
        patterns: [pattern('Beside', (workload, id) => {
          new Sidecar(workload, id, { image: IMAGE });
          ApiObject.of(workload).addJsonPatch(JsonPatch.add('/spec/hostNetwork', true));
        })],
      },
      'pattern \'Beside\' changes \'hostNetwork\' of pods',
    ],
    [
      'for a port that two patterns need',
      { patterns: ['One', 'Two'].map((patternId) => pattern(patternId, (workload, id) => new Sidecar(workload, id, { image: IMAGE, ports: [{ number: 80 }] }))) },
      'port 80/TCP of container \'two\'',
    ],
  ])('fails %s', (_, props, message) => {
    expect(() => manifests(props)).toThrow(message);
  });
});
