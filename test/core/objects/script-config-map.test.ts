import { ApiObject, App, Chart, Testing } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { LogFilter, LogShipper, LogSidecar, SidecarLoggedApp, SinglePassApp } from '../../../src/index';
import { newDeployment } from '../../support/workloads';

function addApp(chart: Chart, id: string, shipper = LogShipper.stream()): SidecarLoggedApp {
  return new SidecarLoggedApp(chart, id, { image: 'ghcr.io/acme/web:1.4.2', port: 8080, logFiles: ['/var/log/app/*.log'], shipper });
}

function scriptsOf(chart: Chart): any[] {
  return Testing.synth(chart).filter(({ kind }) => kind === 'ConfigMap');
}

function mountedBy(chart: Chart): string[] {
  return Testing.synth(chart).filter(({ kind }) => kind === 'Deployment')
    .flatMap(({ spec }) => spec.template.spec.volumes.flatMap(({ configMap }: any) => configMap?.name ?? []));
}

test('apps of a chart share the ConfigMap of their scripts', () => {
  const chart = new Chart(new App(), 'shop');
  ['One', 'Other'].forEach((id) => addApp(chart, id));
  const [{ metadata: { name }, immutable }, ...others] = scriptsOf(chart);
  expect([immutable, others]).toEqual([true, []]);
  expect(mountedBy(chart)).toEqual([name, name]);
});

function lines(apps: number): number {
  const app = new App();
  const chart = new Chart(app, 'shop');
  Array.from({ length: apps }, (_, index) => addApp(chart, `Web${index || ''}`));
  return app.synthYaml().trimEnd().split('\n').length;
}

test('the first app of a chart is less than 350 lines, and the twentieth less than 130 more', () => {
  expect(lines(1)).toBeLessThan(350);
  expect(lines(20) - lines(19)).toBeLessThan(130);
});

test('other scripts are in a ConfigMap of their own, with no script that is not run', () => {
  const chart = new Chart(new App(), 'shop');
  addApp(chart, 'Plain');
  addApp(chart, 'Prefixed', LogShipper.stream({ prefix: '> ' }));
  addApp(chart, 'Redacted', LogShipper.stream({ filters: [LogFilter.redact()] }));
  const [plain, prefixed, redacted] = scriptsOf(chart).map(({ data }) => Object.keys(data).filter((file) => file.endsWith('.awk')));
  expect([plain, prefixed, redacted]).toEqual([
    ['changes.awk', 'frame.awk', 'print.awk'],
    ['changes.awk', 'frame.awk', 'lines.awk', 'unredacted.awk'],
    ['changes.awk', 'frame.awk', 'lines.awk', 'redact.awk'],
  ]);
  expect(new Set(mountedBy(chart)).size).toBe(3);
});

test('each chart and each namespace has its own', () => {
  const app = new App();
  const outer = new Chart(app, 'shop', { namespace: 'shop' });
  const inner = new Chart(outer, 'inner');
  const elsewhere = newDeploymentIn(outer, 'Elsewhere', 'other');
  new LogSidecar(elsewhere, 'Logs', { logFiles: ['/logs/*.log'] });
  [outer, inner].forEach((chart) => addApp(chart, 'Web'));
  expect(scriptsOf(outer).map(({ metadata }) => metadata.namespace)).toEqual(['other', 'shop']);
  expect(scriptsOf(inner).map(({ metadata }) => metadata.namespace)).toEqual([undefined]);
  expect(new Set([...scriptsOf(outer), ...scriptsOf(inner)].map(({ metadata }) => metadata.name)).size).toBe(3);
});

function newDeploymentIn(chart: Chart, id: string, namespace: string): kplus.Deployment {
  return new kplus.Deployment(chart, id, { metadata: { namespace }, containers: [{ image: 'a:1' }] });
}

test.each<[string, object]>([
  ['a name with a hash', {}],
  ['a name without hashes', { disableResourceNameHashes: true }],
])('the hash of the content is in %s', (_, props) => {
  const [one, other] = [LogShipper.stream(), LogShipper.stream({ prefix: '> ' })].map((shipper) => {
    const chart = new Chart(new App(), `a${'-long'.repeat(11)}`, props);
    addApp(chart, 'Web', shipper);
    return scriptsOf(chart)[0].metadata.name;
  });
  expect(one).toMatch(/scripts-[0-9a-f]{10}/);
  expect(other).not.toBe(one);
});

test('the hash of the content follows a name that the chart makes', () => {
  class Named extends Chart {
    public generateObjectName(object: ApiObject): string {
      return `release-${object.kind.toLowerCase()}`;
    }
  }
  const chart = new Named(new App(), 'shop');
  addApp(chart, 'Web');
  expect(scriptsOf(chart)[0].metadata.name).toMatch(/^release-configmap-[0-9a-f]{10}$/);
  expect(mountedBy(chart)).toEqual([scriptsOf(chart)[0].metadata.name]);
});

test.each([['App', App], ['SinglePassApp', SinglePassApp]])('%s writes it before the workloads', (_, AppType) => {
  const app = new AppType();
  const chart = new Chart(app, 'shop');
  ['One', 'Other'].forEach((id) => addApp(chart, id));
  expect(app.synthYaml().match(/^kind: .*/gm)).toEqual(['kind: ConfigMap', 'kind: Deployment', 'kind: Deployment']);
});

test('it is written before a workload that is older and gets its pattern later', () => {
  const chart = new Chart(new App(), 'shop');
  const older = newDeployment(chart);
  addApp(chart, 'Newer');
  new LogSidecar(older, 'Logs', { logFiles: ['/logs/*.log'] });
  expect(Testing.synth(chart).map(({ kind }) => kind)).toEqual(['ConfigMap', 'Deployment', 'Deployment']);
});

test('it is read-only in the container', () => {
  const web = newDeployment();
  const { container } = new LogSidecar(web, 'Logs', { logFiles: ['/logs/*.log'] });
  expect(container.mounts.find(({ path }) => path === '/scripts')).toMatchObject({ readOnly: true });
});

test('fails when a ConfigMap is named where there are scripts only', () => {
  expect(() => new LogSidecar(newDeployment(), 'Logs', { logFiles: ['/logs/*.log'], configMapName: 'logs' }))
    .toThrow("configMapName 'logs' of 'shop/Web/Logs' has no effect, because its program has no configuration, and scripts are in a ConfigMap that workloads share: leave it out");
});
