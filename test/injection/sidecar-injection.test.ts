import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { ApiObject, App, Chart, Include, Testing, Yaml } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { ExistingWorkload, IInjectable, LogSidecar, PodResources, ReverseProxy, SafeRollout, SidecarInjection, SidecarLoggedApp, SinglePassApp } from '../../src';
import { IMAGE, KINDS, newChart, newDeployment, podSpecOf, podTemplateOf } from '../support/workloads';
import { beside, inject, injectedIn, logs, namesIn, workloadsOf, written } from './support/injection';

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

  test.each([['an App', () => new App()], ['a SinglePassApp', () => new SinglePassApp()]])('%s asks an injected proxy for its Service', (_, newApp) => {
    const app = newApp();
    const chart = new Chart(app, 'shop');
    const proxy: IInjectable = { patternId: 'Proxy', addTo: (workload, id) => new ReverseProxy(workload, id, { appPort: 8080 }) };
    new SidecarInjection(app, 'Injected', { patterns: [proxy] });
    const web = newDeployment(chart);
    expect(() => app.synthYaml()).toThrow('no Service');
    new kplus.Service(chart, 'Service', { selector: web, ports: [{ port: 80, targetPort: 8081 }] });
    expect(app.synthYaml()).toContain('targetPort: 8081');
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
