import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { Chart, Include, Testing } from 'cdk8s';
import { ExistingWorkload, LogSidecar, PodResources, SidecarMode } from '../../src';
import { newApp, newObject, TEMPLATE } from './support/objects';

describe('custom resources', () => {
  test('of Argo are known', () => {
    const object = newObject({ apiVersion: 'argoproj.io/v1alpha1', kind: 'Rollout', spec: { strategy: { canary: {} }, template: TEMPLATE } });
    new LogSidecar(ExistingWorkload.of(object), 'Logs', { logFiles: ['/var/log/app/*.log'] });
    expect(object.toJson().spec).toMatchObject({ strategy: { canary: {} }, template: { spec: { initContainers: [{ name: 'logs' }] } } });
  });

  test('a Rollout without a template of its own leads to the Deployment that has it', () => {
    const object = newObject({ apiVersion: 'argoproj.io/v1alpha1', kind: 'Rollout', spec: { workloadRef: { kind: 'Deployment', name: 'web' } } });
    expect(() => ExistingWorkload.of(object)).toThrow("has no pod template with containers: pass the Deployment 'web' that it refers to");
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
