import { ApiObject, Chart, JsonPatch, Lazy, Testing } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { ConfigFile, ConfigWriter, LogShipper, LogSidecar } from '../../../src/index';
import { IMAGE, KINDS, newChart, newDeployment, podSpecOf } from '../../support/workloads';

const shipper = LogShipper.fluentBit();

function configMapsOf(chart: Chart): any[] {
  return Testing.synth(chart).filter(({ kind, metadata }) => kind === 'ConfigMap' && !metadata.name.includes('-scripts-'));
}

function withText(text: string): { chart: Chart; configMap: kplus.ConfigMap } {
  const chart = newChart();
  const writer = new ConfigWriter(newDeployment(chart), 'Config', { files: [ConfigFile.text('a', text)] });
  return { chart, configMap: writer.node.findAll().find((construct) => construct instanceof kplus.ConfigMap)! };
}

test.each(Object.keys(KINDS))('a %s mounts a ConfigMap that nobody can change, by the name that it has', (kind) => {
  const chart = newChart();
  const logs = new LogSidecar(KINDS[kind](chart, { containers: [{ image: IMAGE }] }), 'Logs', { logFiles: ['/logs/*.log'], shipper, configMapName: 'agent' });
  const [{ metadata: { name }, immutable }] = configMapsOf(chart);
  expect({ name, immutable }).toEqual({ name: expect.stringMatching(/^agent-[0-9a-f]{10}$/), immutable: true });
  expect(podSpecOf(chart).volumes).toContainEqual({ name: 'logs-config', configMap: { name } });
  const configMap = logs.node.findChild('Config') as kplus.ConfigMap;
  expect([configMap.name, configMap.metadata.name]).toEqual([name, name]);
});

test('the same content gives the same name, and another one another', () => {
  const [one, same, other] = ['a', 'a', 'b'].map((text) => configMapsOf(withText(text).chart)[0].metadata.name);
  expect(same).toBe(one);
  expect(other).not.toBe(one);
});

test.each<[string, (configMap: kplus.ConfigMap) => void]>([
  ['adds a file', (configMap) => configMap.addData('more', 'text')],
  ['adds bytes', (configMap) => configMap.addBinaryData('more', 'AA==')],
  ['patches one', (configMap) => ApiObject.of(configMap).addJsonPatch(JsonPatch.add('/data/more', 'text'))],
])('what a user %s later gives another name, there and in the pod', (_, change) => {
  const { chart, configMap } = withText('a');
  const [before] = configMapsOf(chart);
  change(configMap);
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
  const rendered = jest.spyOn(configMap.metadata, 'toJson');
  const [{ metadata }] = configMapsOf(chart);
  expect([configMap.name, ApiObject.of(configMap).name]).toEqual([metadata.name, metadata.name]);
  expect(rendered).toHaveBeenCalledTimes(1);
});

test('a text that is known late counts as it is then', () => {
  const { configMap } = withText('a');
  let text = 'early';
  configMap.addData('more', Lazy.any({ produce: () => text }));
  const before = configMap.name;
  text = 'late';
  expect(configMap.name).not.toBe(before);
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

test('where the scripts are, cdk8s has no dependency of a workload to follow and no volume of a configuration to walk', () => {
  const chart = newChart();
  const [, constructs] = ['First', 'Second'].map((id) => {
    const deployment = new kplus.Deployment(chart, id, { containers: [{ image: IMAGE }] });
    new LogSidecar(deployment, 'Logs', { logFiles: ['/logs/*.log'], shipper });
    new ConfigWriter(deployment, 'Config', { files: [ConfigFile.text('a', id)] });
    return deployment.node.findAll();
  });
  expect(constructs.flatMap(({ node }) => node.dependencies)).toEqual([]);
  expect(constructs.map(({ node }) => node.id)).not.toContain('ConfigVolume');
});
