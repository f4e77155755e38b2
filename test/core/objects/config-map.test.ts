import { ApiObject, App, Chart, JsonPatch, ResolutionContext, Testing } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { ConfigFile, ConfigWriter, LogShipper, LogSidecar, SharedVolume } from '../../../src/index';
import { IMAGE, KINDS, newChart, newDeployment, podSpecOf } from '../../support/workloads';

const shipper = LogShipper.fluentBit();

function configMapsOf(chart: Chart): any[] {
  return Testing.synth(chart).filter(({ kind, metadata }) => kind === 'ConfigMap' && !metadata.name.includes('-scripts-'));
}

function withText(text: string, app = new App()): { chart: Chart; configMap: ApiObject } {
  const chart = new Chart(app, 'shop');
  const writer = new ConfigWriter(newDeployment(chart), 'Config', { files: [ConfigFile.text('a', text)] });
  return { chart, configMap: writer.node.findAll().find(ApiObject.isApiObject)! };
}

test.each(Object.keys(KINDS))('a %s mounts a ConfigMap that nobody can change, by the name that it has', (kind) => {
  const chart = newChart();
  const logs = new LogSidecar(KINDS[kind](chart, { containers: [{ image: IMAGE }] }), 'Logs', { logFiles: ['/logs/*.log'], shipper, configMapName: 'agent' });
  const [{ metadata: { name }, immutable }] = configMapsOf(chart);
  expect({ name, immutable }).toEqual({ name: expect.stringMatching(/^agent-[0-9a-f]{10}$/), immutable: true });
  expect(podSpecOf(chart).volumes).toContainEqual({ name: 'logs-config', configMap: { name } });
  const configMap = logs.node.findChild('Config') as ApiObject;
  expect([configMap.name, configMap.metadata.name]).toEqual([name, name]);
});

test('the same content gives the same name, and another one another', () => {
  const [one, same, other] = ['a', 'a', 'b'].map((text) => configMapsOf(withText(text).chart)[0].metadata.name);
  expect(same).toBe(one);
  expect(other).not.toBe(one);
});

test('what a user patches later gives another name, there and in the pod', () => {
  const { chart, configMap } = withText('a');
  const [before] = configMapsOf(chart);
  configMap.addJsonPatch(JsonPatch.add('/data/more', 'text'));
  const asked = configMap.name;
  const [{ metadata: { name } }] = configMapsOf(chart);
  expect(name).not.toBe(before.metadata.name);
  expect(asked).toBe(name);
  expect(podSpecOf(chart).volumes).toContainEqual({
    name: 'config-config',
    projected: { sources: [{ configMap: { name: expect.stringMatching(/^shop-scripts-/) } }, { configMap: { name } }] },
  });
});

test('while nothing changes, its name is made by one rendering', () => {
  const { chart, configMap } = withText('a');
  const rendered = jest.spyOn(configMap, 'toJson');
  const [{ metadata }] = configMapsOf(chart);
  expect([configMap.name, configMap.metadata.name]).toEqual([metadata.name, metadata.name]);
  expect(rendered).toHaveBeenCalledTimes(1);
});

test('what a resolver of the app makes of a text counts, in the pod too', () => {
  const named = (replacement: string) => {
    const resolver = { resolve: (context: ResolutionContext) => context.value === 'a' && context.replaceValue(replacement) };
    const { chart } = withText('a', new App({ resolvers: [resolver] }));
    const [{ metadata: { name }, data }] = configMapsOf(chart);
    expect(Object.values(data)).toContain(replacement);
    expect(podSpecOf(chart).volumes).toContainEqual(expect.objectContaining({
      projected: { sources: expect.arrayContaining([{ configMap: { name } }]) },
    }));
    return name;
  };
  expect(named('b')).not.toBe(named('c'));
});

test('a JSON patch of the name leaves the hash behind it', () => {
  const { chart, configMap } = withText('a');
  const [{ metadata: { name } }] = configMapsOf(chart);
  configMap.addJsonPatch(JsonPatch.replace('/metadata/name', 'other'));
  const renamed = `other${name.slice(-11)}`;
  expect([configMapsOf(chart)[0].metadata.name, configMapsOf(chart)[0].metadata.name, configMap.name]).toEqual([renamed, renamed, renamed]);
});

test('labels and annotations leave the name alone', () => {
  const { chart, configMap } = withText('a');
  const [before] = configMapsOf(chart);
  ApiObject.of(configMap).metadata.addAnnotation('argocd.argoproj.io/sync-options', 'PruneLast=true');
  expect(configMapsOf(chart)[0].metadata).toEqual({ ...before.metadata, annotations: { 'argocd.argoproj.io/sync-options': 'PruneLast=true' } });
});

test('containers with the same configuration have a ConfigMap each', () => {
  const chart = newChart();
  const web = newDeployment(chart);
  ['One', 'Other'].forEach((id) => new LogSidecar(web, id, { logFiles: [`/${id}/*.log`], shipper }));
  expect(new Set(configMapsOf(chart).map(({ metadata }) => metadata.name)).size).toBe(2);
});

test('a ConfigMap of a user may be called as ours begins', () => {
  const chart = newChart();
  new LogSidecar(newDeployment(chart), 'Logs', { logFiles: ['/logs/*.log'], shipper, configMapName: 'web' });
  new kplus.ConfigMap(chart, 'Own', { metadata: { name: 'web' } });
  expect(chart.node.validate()).toEqual([]);
});

test('fails when two begin alike in one namespace', () => {
  const web = newDeployment();
  const add = (id: string) => new LogSidecar(web, id, { logFiles: [`/${id}/*.log`], shipper, configMapName: 'web' });
  add('One');
  expect(() => add('Other')).toThrow("configMapName 'web' of 'shop/Web/Other' is taken by the ConfigMap of 'shop/Web/One': use another one");
});

test('fails when no room is left for the hash in a name', () => {
  const add = (length: number) => new LogSidecar(newDeployment(), 'Logs', { logFiles: ['/logs/*.log'], shipper, configMapName: 'a'.repeat(length) });
  expect(() => add(243)).toThrow("is not a valid name for a ConfigMap: use lowercase letters, digits, '-' and '.', 242 at most");
  expect(() => add(242)).not.toThrow();
});

test('where the scripts are, cdk8s has no dependency of a workload to follow and no volume of a configuration or of shared files to walk', () => {
  const chart = newChart();
  const [, constructs] = ['First', 'Second'].map((id) => {
    const deployment = new kplus.Deployment(chart, id, { containers: [{ image: IMAGE }] });
    new LogSidecar(deployment, 'Logs', { logFiles: ['/logs/*.log'], shipper });
    new ConfigWriter(deployment, 'Config', { files: [ConfigFile.text('a', id)] });
    new SharedVolume(deployment, 'Data').mountTo(deployment.containers[0], '/data');
    return deployment.node.findAll();
  });
  expect(constructs.flatMap(({ node }) => node.dependencies)).toEqual([]);
  expect(constructs.filter(({ node }) => ['ConfigVolume', 'Data'].includes(node.id)).length).toBe(0);
});
