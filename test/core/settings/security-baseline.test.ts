import { App, Chart } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { AppContainer, LogSidecar, LogShipper, PreparedFolders, SecurityBaseline, SharedVolume, Sidecar } from '../../../src/index';
import { PODS } from '../../support/every-program';
import { containerOf, IMAGE, newChart, newDeployment, podSpecOf } from '../../support/workloads';

function podWith(baseline: SecurityBaseline, add: (pod: kplus.Pod) => void): any {
  const chart = new Chart(new App(), 'shop');
  baseline.applyTo(chart);
  add(new kplus.Pod(chart, 'Web'));
  return podSpecOf(chart);
}

const contextOf = (spec: any, name: string) => containerOf(spec, name).securityContext;

describe('a baseline without fixed ids', () => {
  test.each(Object.keys(PODS))('reaches every container of %s, which are restricted otherwise', (name) => {
    const chart = new Chart(new App(), name);
    SecurityBaseline.assignedByCluster().applyTo(chart);
    PODS[name](chart);
    const spec = podSpecOf(chart);
    const contexts = [...spec.initContainers, ...spec.containers].map(({ securityContext }) => securityContext);
    expect(new Set(contexts.map((context) => JSON.stringify(context))).size).toBe(1);
    expect(contexts[0]).toEqual({
      allowPrivilegeEscalation: false,
      capabilities: { drop: ['ALL'] },
      privileged: false,
      readOnlyRootFilesystem: true,
      runAsNonRoot: true,
      seccompProfile: { type: 'RuntimeDefault' },
    });
    expect(Object.keys(spec.securityContext).filter((field) => /user|group$/i.test(field))).toEqual([]);
  });

  test('may leave the root file system writable', () => {
    const baseline = SecurityBaseline.assignedByCluster({ writableRootFilesystem: true });
    expect(contextOf(podWith(baseline, (pod) => new AppContainer(pod, 'App', { image: IMAGE })), 'app').readOnlyRootFilesystem).toBe(false);
  });

  test('fails when folders are to be given to a user', () => {
    expect(() => podWith(SecurityBaseline.assignedByCluster(), (pod) => {
      new PreparedFolders(pod, 'Folders', { volume: new SharedVolume(pod, 'Data'), folders: ['a'], user: 999 });
    })).toThrow("folders of 'shop/Web/Folders' cannot be given to user 999, because the security baseline sets no user: leave 'user' out");
  });
});

describe('the baseline of a scope', () => {
  test('is that of containers which have none of their own', () => {
    const spec = podWith(SecurityBaseline.restricted({ user: 1234 }), (pod) => {
      new AppContainer(pod, 'App', { image: IMAGE });
      new Sidecar(pod, 'Own', { image: IMAGE, security: SecurityBaseline.restricted({ user: 99 }) });
    });
    expect(contextOf(spec, 'app')).toMatchObject({ runAsUser: 1234, runAsGroup: 1234 });
    expect(contextOf(spec, 'own')).toMatchObject({ runAsUser: 99 });
  });

  test('leaves a program its usual user where it names none', () => {
    const spec = podWith(SecurityBaseline.restricted({ writableRootFilesystem: true, group: 0 }), (pod) => {
      new AppContainer(pod, 'App', { image: IMAGE, security: SecurityBaseline.custom({}) });
      new LogSidecar(pod, 'Logs', { logFiles: ['/logs/a.log'], shipper: LogShipper.openTelemetryCollector() });
    });
    expect(contextOf(spec, 'logs')).toMatchObject({ runAsUser: 10001, runAsGroup: 0, readOnlyRootFilesystem: false });
  });

  test('lets who reads files run as who writes them', () => {
    const spec = podWith(SecurityBaseline.restricted({ user: 1234 }), (pod) => {
      new AppContainer(pod, 'App', { image: IMAGE, security: SecurityBaseline.restricted({ user: 99 }) });
      new LogSidecar(pod, 'Logs', { logFiles: ['/logs/a.log'] });
    });
    expect(contextOf(spec, 'logs')).toMatchObject({ runAsUser: 99, runAsGroup: 99 });
  });

  test('fails when it comes after a container that has read it', () => {
    const chart = newChart();
    new Sidecar(newDeployment(chart), 'Helper', { image: IMAGE });
    expect(() => SecurityBaseline.assignedByCluster().applyTo(chart)).toThrow('security baseline of \'shop\' was already read by \'shop/Web/Helper\'');
  });
});
