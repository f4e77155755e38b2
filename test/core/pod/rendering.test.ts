import { ApiObject, Chart, Duration, JsonPatch, Size } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { AppContainer, LogShipper, LogSidecar, ResourceMonitor, ReverseProxy } from '../../../src/index';
import { containerOf, IMAGE, KINDS, newChart, newDeployment, podSpecOf } from '../../support/workloads';

const PATHS: { [kind: string]: string } = { Pod: '/spec', CronJob: '/spec/jobTemplate/spec/template/spec' };
const specPath = (kind: string) => PATHS[kind] ?? '/spec/template/spec';

/** A workload with a log sidecar that outlives the app by a sleep. */
function withLogs(kind = 'Deployment'): Chart {
  const chart = newChart();
  const workload = KINDS[kind](chart, { containers: [{ image: IMAGE, name: 'web' }] });
  new LogSidecar(workload, 'Logs', { logFiles: ['/logs/*.log'], shipper: LogShipper.fluentBit({ stopDelay: Duration.seconds(7) }) });
  return chart;
}

function patch(chart: Chart, kind: string, ...patches: ((path: string) => JsonPatch)[]): any {
  const workload = chart.node.findAll().filter(ApiObject.isApiObject).find((object) => object.kind === kind)!;
  workload.addJsonPatch(...patches.map((toPatch) => toPatch(specPath(kind))));
  return podSpecOf(chart);
}

const FIRST = { name: 'first', image: IMAGE };

describe('what is added to a container stays with it', () => {
  test.each(Object.keys(KINDS))('when a JSON patch puts another one in front of it in a %s', (kind) => {
    const spec = patch(withLogs(kind), kind, (path) => JsonPatch.add(`${path}/initContainers/0`, FIRST));
    expect(spec.initContainers.map(({ name }: any) => name)).toEqual(['first', 'logs']);
    expect(containerOf(spec, 'logs').lifecycle).toEqual({ preStop: { sleep: { seconds: 7 } } });
    expect(containerOf(spec, 'first')).toEqual(FIRST);
  });

  test('when a JSON patch moves it beside the app', () => {
    const spec = patch(withLogs(), 'Deployment', (path) => JsonPatch.move(`${path}/initContainers/0`, `${path}/containers/0`));
    expect([spec.initContainers, spec.containers[0].name, spec.containers[0].lifecycle]).toEqual([[], 'logs', { preStop: { sleep: { seconds: 7 } } }]);
  });

  test('but for the storage that a JSON patch gives it', () => {
    const limit = 'resources/limits/ephemeral-storage';
    // cdk8s-plus has quantities as objects when it patches.
    const spec = patch(withLogs(), 'Deployment', (path) => JsonPatch.replace(`${path}/initContainers/0/${limit}`, { value: '2Gi' }));
    expect(containerOf(spec, 'logs').resources).toMatchObject({ limits: { 'ephemeral-storage': '2Gi' }, requests: { 'ephemeral-storage': '100Mi' } });
  });
});

test.each([['initContainers', 'logs'], ['containers', 'web']])('fails when a JSON patch renames one of the %s that stop later: %s', (list, name) => {
  const chart = withLogs();
  const web = chart.node.findChild('Web') as kplus.Deployment;
  new ReverseProxy(web, 'Proxy', { appPort: 8000, serviceElsewhere: true });
  expect(() => patch(chart, 'Deployment', (path) => JsonPatch.replace(`${path}/${list}/0/name`, 'shipper')))
    .toThrow(`container '${name}' of 'shop/Web' is not in its manifest, which has 'shipper' in its place: a JSON patch must not rename a container`);
});

test('a container that a JSON patch takes away needs nothing more', () => {
  const spec = patch(withLogs(), 'Deployment', (path) => JsonPatch.remove(`${path}/initContainers/0`));
  expect(JSON.stringify(spec)).not.toContain('sleep');
});

test('what a JSON patch says of stopping counts', () => {
  const lifecycle = { preStop: { exec: { command: ['true'] } } };
  const spec = patch(withLogs(), 'Deployment', (path) => JsonPatch.add(`${path}/initContainers/0/lifecycle`, lifecycle));
  expect(containerOf(spec, 'logs').lifecycle).toEqual(lifecycle);
});

test('what a JSON patch says of processes counts', () => {
  const chart = newChart();
  new ResourceMonitor(newDeployment(chart), 'Resources', {});
  expect(podSpecOf(chart).shareProcessNamespace).toBe(true);
  expect(patch(chart, 'Deployment', (path) => JsonPatch.add(`${path}/shareProcessNamespace`, false)).shareProcessNamespace).toBe(false);
});

test('a workload is rendered alike however often', () => {
  const chart = withLogs();
  expect(podSpecOf(chart)).toEqual(podSpecOf(chart));
});

test.each([
  [Size.mebibytes(100), '100Mi'], [Size.gibibytes(1), '1024Mi'], [Size.kibibytes(1), '1Ki'], [Size.mebibytes(333), '333Mi'], [Size.kibibytes(1025), '1025Ki'],
])('storage of %p is written as %s, and is for the user what it was', (limit, text) => {
  const chart = newChart();
  const { container } = new AppContainer(new kplus.Pod(chart, 'Web'), 'App', { image: IMAGE, resources: { ephemeralStorage: { limit } } });
  expect(podSpecOf(chart).containers[0].resources).toEqual({ limits: { 'ephemeral-storage': text } });
  expect(container.resources!.ephemeralStorage!.limit!.toKibibytes()).toBe(limit.toKibibytes());
});
