import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { ApiObject, App, Chart, Include, JsonPatch, Testing, Yaml } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import {
  ExistingWorkload, IInjectable, LogSidecar, PodResources, SafeRollout, SharedVolume, Sidecar, SidecarInjection, SidecarInjectionProps,
  SidecarLoggedApp,
  SidecarMode, SinglePassApp, TelemetryCollector, TelemetryExporter, WorkloadSelector,
} from '../../src';
import { IMAGE, KINDS, newChart, newDeployment, podSpecOf, podTemplateOf } from '../support/workloads';

const logs: IInjectable = {
  patternId: 'Logs',
  addTo: (workload, id) => new LogSidecar(workload, id, { logFiles: ['/var/log/app/*.log'] }),
};
const beside: IInjectable = {
  patternId: 'Beside',
  addTo: (workload, id) => new Sidecar(workload, id, { image: IMAGE, ports: [{ number: 9102 }] }),
};

function inject(chart: Chart, props: Partial<SidecarInjectionProps> = {}): SidecarInjection {
  return new SidecarInjection(chart, 'Injected', { patterns: [logs], ...props });
}

/** A Deployment as YAML has it. */
function written(spec: object = {}, annotations: { [name: string]: string } = {}, labels: { [name: string]: string } = { app: 'web' }): any {
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'web' },
    spec: {
      selector: { matchLabels: labels },
      template: {
        metadata: { labels, annotations },
        spec: { containers: [{ name: 'main', image: IMAGE }], ...spec },
      },
    },
  };
}

const namesIn = ({ initContainers = [], containers }: any) => [...initContainers, ...containers].map(({ name }: any) => name);
const podOf = (manifest: any) => (manifest.spec.jobTemplate?.spec ?? manifest.spec).template?.spec ?? manifest.spec;
const workloadsOf = (manifests: any[]) => manifests.filter(({ kind }) => kind in KINDS);
/** The containers by the name of the workload. */
const injectedIn = (chart: Chart): { [name: string]: string[] } => (
  Object.fromEntries(workloadsOf(Testing.synth(chart)).map((one) => [one.metadata.name, namesIn(podOf(one))])));

describe('workloads', () => {
  test.each(Object.keys(KINDS))('a %s of cdk8s-plus gets the patterns', (kind) => {
    const chart = newChart();
    inject(chart);
    KINDS[kind](chart, { containers: [{ name: 'main', image: IMAGE }] });
    expect(namesIn(podSpecOf(chart))).toEqual(['logs', 'main']);
    expect(podTemplateOf(chart).metadata.annotations).toMatchObject({ 'cdk8s-pod-patterns/injected': 'Logs' });
  });

  test('whoever wrote them, and whenever: objects, files and what is created later', () => {
    const chart = newChart();
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'injection-'));
    fs.writeFileSync(path.join(folder, 'web.yaml'), Yaml.stringify({ ...written(), metadata: { name: 'included' } }));
    inject(chart, { patterns: [beside] });
    new ApiObject(chart, 'Written', written());
    new Include(chart, 'Files', { url: path.join(folder, 'web.yaml') });
    new kplus.StatefulSet(chart, 'Plain', {
      metadata: { name: 'plain' },
      containers: [{ name: 'main', image: IMAGE }],
      service: new kplus.Service(chart, 'Peers', { ports: [{ port: 80 }] }),
    });
    new SidecarLoggedApp(chart, 'Logged', { containerName: 'main', image: IMAGE, logFiles: ['/logs/*.log'] });
    expect(Object.values(injectedIn(chart)).map((names) => names.sort())).toEqual([
      ['beside', 'main'], ['beside', 'main'], ['beside', 'main'], ['beside', 'logs', 'main'],
    ]);
    new ApiObject(chart, 'Later', { ...written(), metadata: { name: 'later' } });
    expect(injectedIn(chart).later).toEqual(['beside', 'main']);
  });

  test('the rest of a written object stays as it is', () => {
    const chart = newChart();
    inject(chart, { patterns: [beside] });
    const before = written({ dnsPolicy: 'Default', unknown: { a: 1 } });
    new ApiObject(chart, 'Web', before);
    const [after] = workloadsOf(Testing.synth(chart));
    const { initContainers, ...spec } = after.spec.template.spec;
    expect(initContainers.map(({ name }: any) => name)).toEqual(['beside']);
    expect(spec).toEqual(before.spec.template.spec);
  });

  test('a scope that somebody else made of an object is the same workload', () => {
    const chart = newChart();
    const object = new ApiObject(chart, 'Web', written());
    new LogSidecar(ExistingWorkload.of(object), 'Logs', { logFiles: ['/logs/*.log'], containerName: 'mine' });
    inject(chart);
    expect(namesIn(podSpecOf(chart))).toEqual(['mine', 'main']);
  });

  test('workloads that patterns make for their own one are left alone', () => {
    const chart = newChart();
    const web = newDeployment(chart);
    new kplus.Job(web, 'Once', { containers: [{ name: 'once', image: IMAGE }] });
    inject(chart, { patterns: [beside] });
    expect(Object.values(injectedIn(chart))).toEqual([['beside', 'main'], ['once']]);
  });

  test.each([['an App', () => new App()], ['a SinglePassApp', () => new SinglePassApp()]])('%s writes what a single chart is rendered to', (_, newApp) => {
    const app = newApp();
    const charts = ['one', 'two'].map((id) => new Chart(app, id));
    new SidecarInjection(app, 'Injected', { patterns: [logs] });
    charts.forEach((chart) => newDeployment(chart));
    const text = app.synthYaml();
    expect(text).toBe(Yaml.stringify(...charts.flatMap((chart) => Testing.synth(chart))));
    expect(text.match(/cdk8s-pod-patterns.injected: Logs$/gm)).toHaveLength(2);
  });

  test.each([['an App', (outdir: string) => new App({ outdir })], ['a SinglePassApp', (outdir: string) => new SinglePassApp({ outdir })]])(
    '%s writes files with what is injected, ConfigMaps too', (_, newApp) => {
      const outdir = fs.mkdtempSync(path.join(os.tmpdir(), 'injection-'));
      const app = newApp(outdir);
      const chart = new Chart(app, 'shop');
      inject(chart);
      newDeployment(chart);
      app.synth();
      expect(Yaml.load(path.join(outdir, 'shop.k8s.yaml')).map(({ kind }) => kind)).toEqual(['ConfigMap', 'Deployment']);
    });

  test('what looks at the pods at synthesis sees what is injected', () => {
    const chart = newChart();
    const web = newDeployment(chart);
    new SafeRollout(web, 'Rollout', { sidecarBudget: { cpuPercent: 1 } });
    inject(chart);
    expect(() => Testing.synth(chart)).toThrow('logs');
  });

  test('a second synthesis changes nothing', () => {
    const chart = newChart();
    inject(chart);
    newDeployment(chart);
    new ApiObject(chart, 'Written', written({ resources: { requests: { cpu: '1' } } }));
    expect(Testing.synth(chart)).toEqual(Testing.synth(chart));
  });

  test('the output of a first run, included, is left as it is', () => {
    const first = newChart();
    inject(first);
    newDeployment(first);
    const manifests = workloadsOf(Testing.synth(first));
    const second = newChart();
    inject(second);
    manifests.forEach((manifest) => new ApiObject(second, 'Web', manifest));
    expect(workloadsOf(Testing.synth(second))).toEqual(manifests);
  });
});

describe('each pattern once', () => {
  test('when two injections pick a workload', () => {
    const chart = newChart();
    newDeployment(chart);
    inject(chart);
    new SidecarInjection(chart, 'Again', { patterns: [logs, beside] });
    expect(namesIn(podSpecOf(chart))).toEqual(['logs', 'beside', 'main']);
    expect(podTemplateOf(chart).metadata.annotations['cdk8s-pod-patterns/injected']).toBe('Logs,Beside');
  });

  test('when the workload has it already', () => {
    const chart = newChart();
    new SidecarLoggedApp(chart, 'Web', { image: IMAGE, logFiles: ['/logs/*.log'] });
    inject(chart);
    expect(namesIn(podSpecOf(chart))).toEqual(['logs', 'app']);
  });
});

describe('selectors', () => {
  const { labels, annotations, kinds, namespaces, paths, allOf, anyOf, noneOf, everything } = WorkloadSelector;

  test.each<[string, WorkloadSelector, string[]]>([
    ['everything', everything(), ['api', 'job', 'web']],
    ['labels of pods', labels({ tier: 'web' }), ['web']],
    ['labels of workloads', labels({ team: 'a' }), ['job']],
    ['labels with any value', labels({ tier: '*' }), ['api', 'web']],
    ['labels added by a JSON patch', labels({ patched: 'yes' }), ['web']],
    ['annotations', annotations({ 'sidecar.istio.io/inject': 'true' }), ['api']],
    ['kinds', kinds(['Job', 'CronJob']), ['job']],
    ['namespaces', namespaces(['batch']), ['job']],
    ['the default namespace', namespaces(['default']), ['api', 'web']],
    ['paths', paths(['shop/Api', 'shop/J*']), ['api', 'job']],
    ['paths of any depth', paths(['**/Web']), ['web']],
    ['all of', allOf([kinds(['Deployment']), labels({ tier: 'web' })]), ['web']],
    ['any of', anyOf([kinds(['Job']), labels({ tier: 'web' })]), ['job', 'web']],
    ['none of', noneOf([kinds(['Job']), labels({ tier: 'web' })]), ['api']],
  ])('%s', (_, into, expected) => {
    const chart = newChart();
    const web = new kplus.Deployment(new Chart(chart, 'nested'), 'Web', { metadata: { name: 'web' }, containers: [{ name: 'main', image: IMAGE }] });
    web.podMetadata.addLabel('tier', 'web');
    ApiObject.of(web).addJsonPatch(JsonPatch.add('/spec/template/metadata/labels/patched', 'yes'));
    new ApiObject(chart, 'Api', {
      ...written({}, { 'sidecar.istio.io/inject': 'true' }, { tier: 'api' }), metadata: { name: 'api' },
    });
    new kplus.Job(chart, 'Job', {
      metadata: { name: 'job', namespace: 'batch', labels: { team: 'a' } }, containers: [{ name: 'main', image: IMAGE }],
    });
    inject(chart, { into, patterns: [beside] });
    const all = [chart, ...chart.node.findAll().filter(Chart.isChart)].flatMap((one) => Object.entries(injectedIn(one as Chart)));
    const found = all.filter(([, names]) => names.includes('beside')).map(([name]) => name);
    expect([...new Set(found)].sort()).toEqual(expected);
  });

  test.each([
    ['labels', () => labels({})], ['annotations', () => annotations({})], ['kinds', () => kinds([])], ['selectors', () => allOf([])],
  ])('fails when %s are empty', (what, make) => {
    expect(make).toThrow(`a workload selector has no ${what}: list at least one`);
  });

  test('fails when nothing is picked, and says what there is', () => {
    const chart = newChart();
    newDeployment(chart);
    inject(chart, { into: labels({ tier: 'db' }) });
    expect(() => Testing.synth(chart))
      .toThrow('\'shop/Injected\' picks no workload in \'shop\' by labels tier=db (there are: Deployment \'shop/Web\'): change \'into\', or set \'allowNone\'');
  });

  test('nothing may be picked when that is allowed', () => {
    const chart = newChart();
    inject(chart, { allowNone: true });
    expect(Testing.synth(chart)).toEqual([]);
  });
});

describe('annotations', () => {
  function specWith(annotations: { [name: string]: string }, patterns = [logs]): any {
    const chart = newChart();
    const web = newDeployment(chart);
    Object.entries(annotations).forEach(([name, value]) => web.podMetadata.addAnnotation(`cdk8s-pod-patterns/${name}`, value));
    inject(chart, { patterns });
    return podSpecOf(chart);
  }

  test('inject: false keeps patterns out', () => {
    expect(namesIn(specWith({ inject: 'false' }))).toEqual(['main']);
  });

  test('sidecar-mode goes before the mode of the pattern', () => {
    const native: IInjectable = { ...logs, addTo: (workload, id) => new Sidecar(workload, id, { image: IMAGE, sidecarMode: SidecarMode.NATIVE }) };
    const spec = specWith({ 'sidecar-mode': 'classic' }, [native]);
    expect([spec.initContainers, spec.containers.map(({ name }: any) => name)]).toEqual([undefined, ['main', 'logs']]);
  });

  test('image, cpu and memory of a container go before those of the pattern, and lower limits rise', () => {
    const { initContainers: [container] } = specWith({ 'logs.image': 'mirror/busybox:1.37', 'logs.cpu': '0.3', 'logs.memory': '48Mi' });
    expect(container).toMatchObject({
      image: 'mirror/busybox:1.37',
      resources: { requests: { cpu: '300m', memory: '48Mi' }, limits: { cpu: '300m', memory: '64Mi' } },
    });
  });

  test('a configuration fits the memory that an annotation gives', () => {
    const telemetry: IInjectable = {
      patternId: 'Telemetry',
      addTo: (workload, id) => new TelemetryCollector(workload, id, { exporters: [TelemetryExporter.otlp({ url: 'http://tempo:4317' })] }),
    };
    const limitOf = (annotations: { [name: string]: string }) => {
      const spec = specWith(annotations, [telemetry]);
      return JSON.stringify(spec.initContainers.find(({ name }: any) => name === 'telemetry').env);
    };
    expect(limitOf({ 'telemetry.memory': '1Gi' })).not.toBe(limitOf({}));
  });

  test.each([
    ['inject', 'no', 'set it to \'false\''],
    ['sidecar-mode', 'ambient', 'set it to \'native\' or \'classic\''],
    ['logs.cpu', 'much', 'is not a quantity above 0'],
    ['logs.memory', '-1Mi', 'is not a quantity above 0'],
    ['logs.image', 'a b', 'is not an image'],
    ['lgos.cpu', '100m', 'matches no injected container: use one of cdk8s-pod-patterns/inject, '],
    ['logs.disk', '100Mi', 'matches no injected container'],
    ['main.cpu', '100m', 'matches no injected container'],
  ])('fails when %s is %s', (name, value, message) => {
    expect(() => specWith({ [name]: value })).toThrow(message);
    expect(() => specWith({ [name]: value })).toThrow('fails for Deployment \'shop/Web\': annotation \'cdk8s-pod-patterns/');
  });

  test('an annotation may be for a container of another injection', () => {
    const chart = newChart();
    const web = newDeployment(chart);
    web.podMetadata.addAnnotation('cdk8s-pod-patterns/beside.cpu', '70m');
    inject(chart);
    new SidecarInjection(chart, 'Second', { patterns: [beside] });
    expect(podSpecOf(chart).initContainers[1].resources.requests.cpu).toBe('70m');
  });
});

describe('pod-level resources', () => {
  test('are raised by what is added', () => {
    const chart = newChart();
    new ApiObject(chart, 'Web', written({ resources: { requests: { cpu: '1', memory: '1Gi' }, limits: { memory: '1Gi' } } }));
    inject(chart);
    expect(podSpecOf(chart).resources).toEqual({ requests: { cpu: '1050m', memory: '1056Mi' }, limits: { memory: '1088Mi' } });
  });

  test('are raised by what each of two injections adds, and the figures of the pod follow', () => {
    const chart = newChart();
    const web = new ApiObject(chart, 'Web', written({ resources: { requests: { cpu: '2' } } }));
    inject(chart);
    new SidecarInjection(chart, 'Second', { patterns: [beside] });
    expect(podSpecOf(chart).resources).toEqual({ requests: { cpu: '2100m' } });
    expect(PodResources.of(ExistingWorkload.of(web)).figures.find(({ resource }) => resource === 'cpu')?.request).toBe('2100m');
  });
});

describe('what does not fit', () => {
  function failure(spec: object, pattern: IInjectable): string {
    const chart = newChart();
    new ApiObject(chart, 'Web', written(spec));
    inject(chart, { patterns: [pattern] });
    const messages = [1, 2].map(() => {
      try {
        Testing.synth(chart);
        return 'no failure';
      } catch (error) {
        return (error as Error).message;
      }
    });
    expect(messages[1]).toBe(messages[0]);
    return messages[0];
  }

  const main = { name: 'main', image: IMAGE };

  test.each<[string, object, string]>([
    ['name', { initContainers: [{ name: 'beside', image: IMAGE }] }, 'container name \'beside\' is already taken'],
    ['port', { containers: [{ ...main, ports: [{ containerPort: 9102 }] }] }, 'port 9102/TCP of container \'beside\' in \'shop/Web-pod\' is already taken by container \'main\''],
  ])('fails for a %s that is taken', (_, spec, message) => {
    const text = failure(spec, beside);
    expect(text).toContain('\'shop/Injected\' fails for Deployment \'shop/Web\': ');
    expect(text).toContain(message);
  });

  test('fails for a mount path that is taken', () => {
    const mounting: IInjectable = {
      patternId: 'Mounting',
      addTo: (workload, id) => {
        new Sidecar(workload, id, { image: IMAGE });
        new SharedVolume(workload, 'More').mountTo(workload.containers[0], '/data');
      },
    };
    const spec = { volumes: [{ name: 'data', emptyDir: {} }], containers: [{ ...main, volumeMounts: [{ name: 'data', mountPath: '/data' }] }] };
    expect(failure(spec, mounting)).toContain('mount path \'/data\' of container \'main\' in \'shop/Web-pod\' is already taken by volume \'data\'');
  });

  test('fails for a volume name that is taken', () => {
    const mounting: IInjectable = {
      patternId: 'Mounting',
      addTo: (workload, id) => new Sidecar(workload, id, {
        image: IMAGE, volumeMounts: [{ path: '/data', volume: kplus.Volume.fromEmptyDir(workload, 'Data', 'data') }],
      }),
    };
    expect(failure({ volumes: [{ name: 'data', emptyDir: {} }] }, mounting)).toContain('volume name \'data\'');
  });

  test('fails for a classic sidecar in a Job', () => {
    const chart = newChart();
    const job = KINDS.Job(chart, { containers: [{ name: 'main', image: IMAGE }] });
    job.podMetadata.addAnnotation('cdk8s-pod-patterns/sidecar-mode', 'classic');
    inject(chart);
    expect(() => Testing.synth(chart)).toThrow('fails for Job \'shop/Web\': classic sidecar \'logs\' would keep Job');
  });

  test('fails when a pattern does not use its id', () => {
    const chart = newChart();
    newDeployment(chart);
    inject(chart, { patterns: [{ patternId: 'Logs', addTo: (workload) => new Sidecar(workload, 'Other', { image: IMAGE }) }] });
    expect(() => Testing.synth(chart)).toThrow('pattern \'Logs\' of \'shop/Injected\' has not created a construct with the given id');
  });

  test.each<[string, IInjectable[], string]>([
    ['no pattern', [], 'has no patterns: list at least one'],
    ['an id that is not valid', [{ ...logs, patternId: 'a,b' }], 'patternId \'a,b\' of \'shop/Injected\' is not valid'],
    ['an id twice', [logs, { ...beside, patternId: 'Logs' }], 'patternId \'Logs\' of \'shop/Injected\' is used twice'],
  ])('fails with %s', (_, patterns, message) => {
    expect(() => inject(newChart(), { patterns })).toThrow(message);
  });
});
