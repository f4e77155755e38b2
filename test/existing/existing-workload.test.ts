import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { ApiObject, App, Chart, Duration, Include, JsonPatch, Size, Testing } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import {
  AdapterInput, AdapterOutput, AmbassadorProxy, AppContainer, ConfigFile, ConfigWriter, Database, Endpoint, ExistingWorkload, HealthMonitor,
  HealthTarget, InitMigrations, InitStep, LogAdapter, LogShipper, LogSidecar, MetricsAdapter, MetricsExporter, MigrationSource, MigrationTool,
  PodResources, PodTimeline, PreparedFolders, ResourceMonitor, ReverseProxy, SafeRollout, Scraping, SharedVolume, Sidecar, SidecarMode,
  TelemetryCollector, TelemetryExporter, TelemetryReceiver, Upstream, WaitFor, WaitTarget,
} from '../../src';
import { IMAGE, newChart } from '../support/workloads';

/** A pattern on a workload that has the container 'main'. */
type Pattern = (pod: kplus.AbstractPod) => void;

const PATTERNS: { [name: string]: Pattern } = {
  'LogSidecar': (pod) => new LogSidecar(pod, 'Logs', { logFiles: ['/var/log/app/*.log'] }),
  'LogSidecar with Fluent Bit': (pod) => new LogSidecar(pod, 'Logs', { logFiles: ['/var/log/app/*.log'], shipper: LogShipper.fluentBit() }),
  'LogAdapter': (pod) => new LogAdapter(pod, 'Json', {
    logFiles: ['/var/log/app/*.log'], input: AdapterInput.keyValue(), output: AdapterOutput.json(),
  }),
  'WaitFor': (pod) => new WaitFor(pod, 'Needs', { targets: [WaitTarget.tcp({ host: 'queue', port: 5672 })] }),
  'ConfigWriter': (pod) => new ConfigWriter(pod, 'Config', { files: [ConfigFile.text('app.conf', 'a=1\n')] }),
  'PreparedFolders': (pod) => new PreparedFolders(pod, 'Folders', { volume: new SharedVolume(pod, 'Shared'), folders: ['a'] }),
  'AmbassadorProxy': (pod) => {
    const { endpoint } = new AmbassadorProxy(pod, 'Orders', { upstreams: [Upstream.tcp({ host: 'orders', port: 5432 })] });
    endpoint.provideTo(pod.containers[0], { host: 'PGHOST', port: 'PGPORT' });
  },
  'ReverseProxy': (pod) => new ReverseProxy(pod, 'Proxy', { serviceElsewhere: true }),
  'MetricsAdapter': (pod) => new MetricsAdapter(pod, 'Metrics', { exporter: MetricsExporter.statsd(), scraping: Scraping.annotations() }),
  'TelemetryCollector': (pod) => {
    const telemetry = new TelemetryCollector(pod, 'Telemetry', {
      receivers: [TelemetryReceiver.otlp()], exporters: [TelemetryExporter.otlp({ url: 'http://tempo:4317' })],
    });
    telemetry.provideTo(pod.containers[0], { serviceName: 'web' });
  },
  'HealthMonitor': (pod) => new HealthMonitor(pod, 'Health', { target: HealthTarget.http('http://localhost:8080/') }),
  'ResourceMonitor': (pod) => new ResourceMonitor(pod, 'Resources'),
  'AppContainer': (pod) => new AppContainer(pod, 'Second', { image: IMAGE, ports: [{ number: 80 }], writablePaths: ['/tmp'] }),
  'InitStep': (pod) => new InitStep(pod, 'Setup', { image: IMAGE }),
  'Sidecar': (pod) => new Sidecar(pod, 'Beside', { image: IMAGE }),
  'SharedVolume': (pod) => new SharedVolume(pod, 'Data').mountTo(pod.containers[0], '/data'),
  'InitMigrations': (pod) => new InitMigrations(pod, 'Migrations', {
    tool: MigrationTool.psql(),
    source: MigrationSource.inline({ '1.sql': 'SELECT 1;' }),
    database: Database.postgres({
      host: 'postgres', name: 'shop', user: 'app', password: { secret: kplus.Secret.fromSecretName(pod, 'Password', 'password'), key: 'password' },
    }),
  }),
};

const CLASSIC = ['LogSidecar', 'AmbassadorProxy', 'Sidecar'];

const KINDS: { [kind: string]: (chart: Chart) => kplus.AbstractPod } = {
  Pod: (chart) => new kplus.Pod(chart, 'Web-pod', { metadata: { name: 'web' } }),
  Deployment: (chart) => new kplus.Deployment(chart, 'Web-pod', { metadata: { name: 'web' }, replicas: 1 }),
  StatefulSet: (chart) => new kplus.StatefulSet(chart, 'Web-pod', {
    metadata: { name: 'web' }, service: new kplus.Service(chart, 'Peers', { clusterIP: 'None', ports: [{ port: 80 }] }),
  }),
  DaemonSet: (chart) => new kplus.DaemonSet(chart, 'Web-pod', { metadata: { name: 'web' } }),
  Job: (chart) => new kplus.Job(chart, 'Web-pod', { metadata: { name: 'web' } }),
  CronJob: (chart) => new kplus.CronJob(chart, 'Web-pod', {
    metadata: { name: 'web' }, schedule: { expressionString: '0 * * * *' } as any, concurrencyPolicy: kplus.ConcurrencyPolicy.FORBID,
  }),
};

function workload(chart: Chart, kind: string): kplus.AbstractPod {
  const pod = KINDS[kind](chart);
  pod.addContainer({
    name: 'main',
    image: IMAGE,
    ports: [{ number: 8080, name: 'http' }],
    resources: { cpu: { request: kplus.Cpu.millis(250) }, memory: { limit: Size.mebibytes(100) } },
    securityContext: { user: 1234, group: 4321 },
    envVariables: { A: kplus.EnvValue.fromValue('1'), B: kplus.EnvValue.fromSecretValue({ secret: kplus.Secret.fromSecretName(chart, 'S', 's'), key: 'b' }) },
    volumeMounts: [{ path: '/mounted', volume: kplus.Volume.fromEmptyDir(chart, 'Volume', 'mounted') }],
  });
  pod.addInitContainer({ name: 'first', image: IMAGE, resources: {} });
  return pod;
}

const newApp = (mode: SidecarMode) => {
  const chart = new Chart(new App(), 'shop', { disableResourceNameHashes: true });
  mode.applyTo(chart);
  return chart;
};

/** What a pattern makes of a workload of cdk8s-plus, and of the same as an object of others. */
function bothWays(kind: string, pattern: Pattern, mode: SidecarMode): [made: any[], existing: any[]] {
  const made = newApp(mode);
  const plain = newApp(mode);
  pattern(workload(made, kind));
  const object = ApiObject.of(workload(plain, kind)).toJson();
  const chart = newApp(mode);
  pattern(ExistingWorkload.of(new ApiObject(chart, 'Web', object)));
  const objects = (one: Chart) => Testing.synth(one).filter(({ metadata }) => !metadata.name.includes('peers'));
  return [objects(made), objects(chart)];
}

describe.each(Object.keys(KINDS))('a %s of others', (kind) => {
  test.each(Object.keys(PATTERNS).filter((name) => !(name === 'InitMigrations' && kind === 'DaemonSet')))('becomes by %s what one of cdk8s-plus does', (name) => {
    const [made, existing] = bothWays(kind, PATTERNS[name], SidecarMode.NATIVE);
    expect(existing).toEqual(made);
  });
});

test.each(CLASSIC)('classic sidecars too: %s', (name) => {
  const [made, existing] = bothWays('Deployment', PATTERNS[name], SidecarMode.CLASSIC);
  expect(existing).toEqual(made);
});

test('a safe rollout of others is that of cdk8s-plus', () => {
  const [made, existing] = bothWays('Deployment', (pod) => {
    new Sidecar(pod, 'Beside', { image: IMAGE });
    new SafeRollout(pod, 'Rollout', { alerts: {}, drainTimes: { main: Duration.seconds(60) } });
  }, SidecarMode.NATIVE);
  expect(existing).toEqual(made);
});

const TEMPLATE = { metadata: { labels: { app: 'web' } }, spec: { containers: [{ name: 'web', image: IMAGE }] } };

function newObject(manifest: any, chart = newApp(SidecarMode.NATIVE)): ApiObject {
  return new ApiObject(chart, 'Web', { apiVersion: 'apps/v1', metadata: { name: 'web' }, ...manifest });
}

const deployment = (template: any = TEMPLATE, more: object = {}) => newObject({ kind: 'Deployment', spec: { selector: { matchLabels: { app: 'web' } }, template, ...more } });

describe('what is in the object', () => {
  const MANIFEST = {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'web', labels: { a: 'b' }, annotations: { c: 'd' } },
    spec: {
      paused: true,
      madeUp: { z: 1, a: [3, 1, 2] },
      selector: { matchLabels: { app: 'web' } },
      template: {
        metadata: { labels: { app: 'web' }, annotations: { note: 'x' } },
        spec: {
          unknownField: 'kept',
          terminationGracePeriodSeconds: 45,
          securityContext: { supplementalGroups: [7], seLinuxOptions: { level: 's0' } },
          initContainers: [{ name: 'one', image: IMAGE, unknown: true }, { name: 'two', image: IMAGE, restartPolicy: 'Always' }],
          containers: [
            {
              name: 'web',
              image: IMAGE,
              ports: [{ containerPort: 80 }, { containerPort: 80 }, { containerPort: 80, protocol: 'UDP', name: 'udp' }],
              env: [{ name: 'NODE', valueFrom: { fieldRef: { fieldPath: 'spec.nodeName' } } }, { name: 'Z', value: '$(NODE)' }, { name: 'A', value: '' }],
              envFrom: [{ configMapRef: { name: 'x' } }],
              resources: { requests: { 'cpu': '1', 'memory': '1G', 'nvidia.com/gpu': '1' }, claims: [{ name: 'gpu' }] },
              lifecycle: { preStop: { exec: { command: ['sleep', '5'] } } },
              volumeMounts: [{ name: 'data', mountPath: '/data/', mountPropagation: 'None', subPathExpr: '$(NODE)' }],
              readinessProbe: { grpc: { port: 80 } },
            },
            { name: 'last', image: IMAGE },
          ],
          volumes: [
            { name: 'data', csi: { driver: 'x.example' } }, { name: 'unused', projected: { sources: [] } },
          ],
          topologySpreadConstraints: [{ maxSkew: 1 }],
        },
      },
    },
  };

  test('stays as it is and where it is, known or not, when nothing is added', () => {
    const chart = newApp(SidecarMode.NATIVE);
    const object = new ApiObject(chart, 'Web', MANIFEST);
    ExistingWorkload.of(object);
    expect(Testing.synth(chart)).toEqual([MANIFEST]);
  });

  test('stays as it is beside what is added', () => {
    const chart = newApp(SidecarMode.NATIVE);
    const web = ExistingWorkload.of(new ApiObject(chart, 'Web', MANIFEST));
    new InitStep(web, 'Setup', { image: IMAGE });
    new LogSidecar(web, 'Logs', { logFiles: ['/var/log/app/*.log'] });
    new AppContainer(web, 'More', { image: IMAGE, ports: [{ number: 8081 }] });
    const { template: { spec }, ...rest } = Testing.synth(chart).find(({ kind }) => kind === 'Deployment').spec;
    const { template: { spec: before }, ...restBefore } = MANIFEST.spec as any;
    expect(rest).toEqual(restBefore);
    expect(spec.initContainers.slice(0, 2)).toEqual(before.initContainers);
    expect(spec.initContainers.slice(2).map(({ name }: any) => name)).toEqual(['setup', 'logs']);
    expect(spec.containers.map(({ name }: any) => name)).toEqual(['web', 'last', 'more']);
    const { volumeMounts, ...web2 } = spec.containers[0];
    const { volumeMounts: mountsBefore, ...webBefore } = before.containers[0];
    expect(web2).toEqual(webBefore);
    expect(volumeMounts).toEqual([...mountsBefore, { name: 'logs', mountPath: '/var/log/app' }]);
    expect(spec.volumes.slice(0, 2)).toEqual(before.volumes);
    expect(spec.securityContext).toEqual({ ...before.securityContext, fsGroup: 2000 });
    expect(spec.terminationGracePeriodSeconds).toBe(45);
    expect(spec.unknownField).toBe('kept');
  });

  const collides: [string, (web: ExistingWorkload) => void, string][] = [
    ['the name of a container', (web) => new Sidecar(web, 'One', { image: IMAGE }), "container name 'one' is already taken"],
    ['a port', (web) => new Sidecar(web, 'New', { image: IMAGE, ports: [{ number: 80 }] }), "port 80/TCP of container 'new' in 'shop/Web-pod' is already taken by"],
    ['a mount path', (web) => new SharedVolume(web, 'V').mountTo(web.containers[0], '/data'), "mount path '/data' of container 'web' in 'shop/Web-pod' is already"],
    ['a variable', (web) => new Endpoint({ port: 1 }).provideTo(web.containers[0], { host: 'NODE' }), "environment variable 'NODE' of container 'web' is already set"],
    ['an annotation', (web) => {
      web.podMetadata.addAnnotation('prometheus.io/scrape', 'false');
      new MetricsAdapter(web, 'Metrics', { exporter: MetricsExporter.statsd(), scraping: Scraping.annotations() });
    }, "annotation 'prometheus.io/scrape'"],
  ];
  test.each(collides)('counts: fails when %s is taken', (_, add, message) => {
    expect(() => add(ExistingWorkload.of(new ApiObject(newApp(SidecarMode.NATIVE), 'Web', MANIFEST)))).toThrow(message);
  });

  test('counts in the figures', () => {
    const web = ExistingWorkload.of(new ApiObject(newApp(SidecarMode.NATIVE), 'Web', MANIFEST));
    new Sidecar(web, 'Beside', { image: IMAGE });
    expect(PodResources.of(web).figure('cpu').request).toBe('1050m');
    expect(PodTimeline.of(web).gracePeriod.toSeconds()).toBe(45);
    expect(() => new SafeRollout(web, 'Rollout', { drainTimes: { web: Duration.seconds(60) } })).toThrow('grace period of \'shop/Web-pod\' is 45 seconds');
  });

  test('names the app where an annotation does', () => {
    const web = ExistingWorkload.of(deployment({
      metadata: { annotations: { 'kubectl.kubernetes.io/default-container': 'second' } },
      spec: { containers: [{ name: 'first', image: IMAGE }, { name: 'second', image: IMAGE }] },
    }));
    new LogSidecar(web, 'Logs', { logFiles: ['/var/log/app/*.log'] });
    expect(web.containers.map(({ mounts }) => mounts.length)).toEqual([0, 1]);
  });
});

test('patches that come later are in the manifest', () => {
  const object = deployment();
  const web = ExistingWorkload.of(object);
  new Sidecar(web, 'Beside', { image: IMAGE });
  object.addJsonPatch(JsonPatch.replace('/spec/template/spec/containers/0/image', 'other:1'));
  expect(object.toJson().spec.template.spec).toMatchObject({ containers: [{ image: 'other:1' }], initContainers: [{ name: 'beside' }] });
});

test('lists that a template has left empty are none', () => {
  const object = deployment({
    metadata: { labels: null, annotations: null },
    spec: {
      initContainers: null,
      volumes: null,
      securityContext: null,
      containers: [{ name: 'web', image: IMAGE, ports: null, env: null, envFrom: null, volumeMounts: null, resources: null, securityContext: null }],
    },
  });
  new LogSidecar(ExistingWorkload.of(object), 'Logs', { logFiles: ['/var/log/app/*.log'] });
  expect(object.toJson().spec.template.spec).toMatchObject({ initContainers: [{ name: 'logs' }], containers: [{ volumeMounts: [{ name: 'logs' }] }] });
});

test('asked again, the workload is the same', () => {
  const object = deployment();
  expect(ExistingWorkload.of(object)).toBe(ExistingWorkload.of(object));
});

test('a whole app is synthesized with it', () => {
  const object = deployment();
  new HealthMonitor(ExistingWorkload.of(object), 'Health', { target: HealthTarget.http('http://localhost:8080/') });
  const app = App.of(object) as App;
  expect(app.synthYaml()).toContain('name: web\n');
});

describe('pods are selected', () => {
  const monitor = (web: ExistingWorkload) => {
    new MetricsAdapter(web, 'Metrics', { exporter: MetricsExporter.statsd(), scraping: Scraping.podMonitor() });
    const service = new kplus.Service(web, 'Service', { selector: web, ports: [{ port: 80 }] });
    const objects = Testing.synth(Chart.of(web));
    const selected = objects.find(({ kind }) => kind === 'PodMonitor').spec.selector.matchLabels;
    expect(objects.find(({ metadata }) => metadata.name === service.name).spec.selector).toEqual(selected);
    return [selected, objects.find(({ metadata }) => metadata.name === 'web')];
  };

  test('by the selector of the object', () => {
    const [selected, { spec: { template } }] = monitor(ExistingWorkload.of(deployment({ ...TEMPLATE, metadata: { labels: { app: 'web', tier: 'front' } } })));
    expect(selected).toEqual({ app: 'web' });
    expect(template.metadata.labels).toEqual({ app: 'web', tier: 'front' });
  });

  test('by the labels of the pods', () => {
    const [selected] = monitor(ExistingWorkload.of(newObject({ kind: 'Job', apiVersion: 'batch/v1', spec: { template: TEMPLATE } })));
    expect(selected).toEqual({ app: 'web' });
  });

  test('by a label of their own where they have none', () => {
    const [selected, pod] = monitor(ExistingWorkload.of(newObject({ kind: 'Pod', apiVersion: 'v1', spec: TEMPLATE.spec })));
    expect(selected).toEqual(pod.metadata.labels);
    expect(Object.keys(selected)).toEqual([kplus.Pod.ADDRESS_LABEL]);
  });
});

test('an autoscaler takes the place of the replicas', () => {
  const object = deployment(
    { ...TEMPLATE, spec: { containers: [{ name: 'web', image: IMAGE, resources: { requests: { cpu: '1' } } }] } }, { replicas: 3 },
  );
  new SafeRollout(ExistingWorkload.of(object), 'Rollout', { scaling: { maxReplicas: 9 } });
  const objects = Testing.synth(object.chart);
  expect(objects.find(({ kind }) => kind === 'Deployment').spec).not.toHaveProperty('replicas');
  expect(objects.find(({ kind }) => kind === 'HorizontalPodAutoscaler').spec.scaleTargetRef).toEqual({ apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' });
});

test('replicas, autoscalers and overlapping runs are known, as migrations ask for them', () => {
  const scaled = ExistingWorkload.of(deployment(TEMPLATE, { replicas: 3 }));
  scaled.markHasAutoscaler();
  expect([scaled.replicas, scaled.hasAutoscaler, ExistingWorkload.of(deployment()).replicas]).toEqual([3, true, 1]);
  const job = newObject({ kind: 'CronJob', apiVersion: 'batch/v1', spec: { jobTemplate: { spec: { template: TEMPLATE } } } });
  expect(ExistingWorkload.of(job).concurrencyPolicy).toBe(kplus.ConcurrencyPolicy.ALLOW);
});

test('claims of a StatefulSet are volumes that are there', () => {
  const object = newObject({
    kind: 'StatefulSet',
    spec: {
      selector: { matchLabels: { app: 'web' } },
      volumeClaimTemplates: [{ metadata: { name: 'data' }, spec: {} }],
      template: { ...TEMPLATE, spec: { containers: [{ name: 'web', image: IMAGE, volumeMounts: [{ name: 'data', mountPath: '/data' }] }] } },
    },
  });
  const web = ExistingWorkload.of(object);
  new LogSidecar(web, 'Logs', { logFiles: ['/data/*.log'] });
  const { spec } = object.toJson().spec.template;
  expect(spec.initContainers[0].volumeMounts).toContainEqual({ name: 'data', mountPath: '/data', readOnly: true });
  expect(spec.volumes.map(({ name }: any) => name)).not.toContain('data');
});

describe('custom resources', () => {
  test('of Argo are known', () => {
    const object = newObject({ apiVersion: 'argoproj.io/v1alpha1', kind: 'Rollout', spec: { strategy: { canary: {} }, template: TEMPLATE } });
    new LogSidecar(ExistingWorkload.of(object), 'Logs', { logFiles: ['/var/log/app/*.log'] });
    expect(object.toJson().spec).toMatchObject({ strategy: { canary: {} }, template: { spec: { initContainers: [{ name: 'logs' }] } } });
  });

  test('are read where their user says, for everything', () => {
    const object = newObject({ apiVersion: 'x.example/v1', kind: 'Fleet', spec: { 'a/b': { pods: TEMPLATE }, 'template': { spec: { containers: [] } } } });
    const web = ExistingWorkload.of(object, { podTemplate: '/spec/a~1b/pods' });
    new LogSidecar(web, 'Logs', { logFiles: ['/var/log/app/*.log'] });
    web.podMetadata.addAnnotation('added', 'yes');
    const { spec } = object.toJson();
    expect(spec['a/b'].pods).toMatchObject({ metadata: { annotations: { added: 'yes' } }, spec: { containers: [{ volumeMounts: [{ name: 'logs' }] }] } });
    expect(spec['a/b'].pods.spec.initContainers[0].resources.limits['ephemeral-storage']).toBe('300Mi');
    expect(spec.template).toEqual({ spec: { containers: [] } });
    expect(PodResources.of(web).figure('memory').request).toBe('32Mi');
  });
});

describe('files', () => {
  const include = (chart: Chart, yaml: string) => {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'include-'));
    fs.writeFileSync(path.join(folder, 'all.yaml'), yaml);
    const included = new Include(chart, 'Files', { url: path.join(folder, 'all.yaml') });
    fs.rmSync(folder, { recursive: true });
    return included;
  };
  const yaml = ['Deployment', 'Job'].map((kind) => JSON.stringify({ apiVersion: 'x/v1', kind, metadata: { name: 'web' }, spec: { template: TEMPLATE } }))
    .concat(JSON.stringify({ apiVersion: 'v1', kind: 'Service', metadata: { name: 'web' }, spec: {} })).join('\n---\n');

  test('are taken with what is in them, by name and kind', () => {
    const chart = newApp(SidecarMode.NATIVE);
    const web = ExistingWorkload.named(include(chart, yaml), 'web', 'Deployment');
    new LogSidecar(web, 'Logs', { logFiles: ['/var/log/app/*.log'] });
    const all = Testing.synth(chart).filter(({ kind }) => kind !== 'ConfigMap');
    expect(all.map(({ kind, spec }) => [kind, spec.template?.spec.initContainers?.length])).toEqual([['Deployment', 1], ['Job', undefined], ['Service', undefined]]);
  });

  test.each<[string, string, string | undefined, string]>([
    ['nothing has the name', 'api', undefined, "no workload in 'shop/Files' is called 'api': use one of these with its kind: Deployment 'web', Job 'web'"],
    ['nothing of the kind has it', 'web', 'Service', "no workload in 'shop/Files' is called 'web' and is a Service"],
    ['several have it', 'web', undefined, "more than one workload in 'shop/Files' is called 'web': use one of these with its kind: Deployment 'web', Job 'web'"],
  ])('fails when %s', (_, name, kind, message) => {
    expect(() => ExistingWorkload.named(include(newApp(SidecarMode.NATIVE), yaml), name, kind)).toThrow(message);
  });
});

describe('fails when', () => {
  test.each<[string, () => unknown, string]>([
    ['the object has no pod template', () => ExistingWorkload.of(newObject({ kind: 'Service', spec: {} })), "Service 'shop/Web' has no pod template with containers: pass an"],
    ['the template has no containers', () => ExistingWorkload.of(deployment({ spec: { containers: [] } })), "Deployment 'shop/Web' has no pod template"],
    ['nothing is where its user says', () => ExistingWorkload.of(deployment(), { podTemplate: '/spec/pods' }), "has no pod template with containers at '/spec/pods'"],
    ['the place is not valid', () => ExistingWorkload.of(deployment(), { podTemplate: 'spec.template' }), "podTemplate 'spec.template' of 'shop/Web' is not a JSON pointer"],
    ['the object belongs to a workload of cdk8s-plus', () => ExistingWorkload.of(ApiObject.of(new kplus.Deployment(newChart(), 'Web', { containers: [{ image: IMAGE }] }))),
      "is part of a workload of cdk8s-plus, which can be the scope of patterns itself: pass 'shop/Web' to them"],
    ['it is not an object', () => ExistingWorkload.of(newChart() as any), 'is not an ApiObject: pass one, such as an item of the apiObjects of an'],
  ])('%s', (_, make, message) => {
    expect(make).toThrow(message);
  });

  test('a classic sidecar would keep a Job from completing', () => {
    const job = ExistingWorkload.of(newObject({ apiVersion: 'batch/v1', kind: 'Job', spec: { template: TEMPLATE } }, newApp(SidecarMode.CLASSIC)));
    expect(() => new Sidecar(job, 'Beside', { image: IMAGE })).toThrow("classic sidecar 'beside' would keep Job 'shop/Web-pod' from completing");
  });
});
