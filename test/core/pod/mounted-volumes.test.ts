import { Chart } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { AppContainer, SharedVolume, Sidecar } from '../../../src/index';
import { newChart, podSpecOf } from '../../support/workloads';

/** A StatefulSet as cdk8s-plus-31 to 34 render it: without volumes, but with claims. */
class StatefulSet extends kplus.StatefulSet {
  public volumeClaimTemplates?: { name: string }[];

  public _toPodSpec(): kplus.k8s.PodSpec {
    return { ...super._toPodSpec(), volumes: undefined };
  }
}

function newStatefulSet(): StatefulSet {
  const chart = newChart();
  const set = new StatefulSet(chart, 'Web', { service: new kplus.Service(chart, 'Service', { ports: [{ port: 80 }] }) });
  new AppContainer(set, 'App', { image: 'a:1' });
  return set;
}

test('a pod has every volume that its containers mount, once', () => {
  const set = newStatefulSet();
  const data = new SharedVolume(set, 'Data');
  data.mountTo(set.containers[0], '/data');
  data.mountTo(new Sidecar(set, 'Reader', { image: 'b:1' }).container, '/data');
  set.containers[0].mount('/late', kplus.Volume.fromEmptyDir(set, 'Late', 'late'));
  expect(podSpecOf(Chart.of(set)).volumes.map(({ name }: any) => name).sort()).toEqual(['data', 'late']);
});

test('what is a claim of the StatefulSet is not a volume of its pods', () => {
  const set = newStatefulSet();
  set.volumeClaimTemplates = [{ name: 'data' }];
  new SharedVolume(set, 'Data').mountTo(set.containers[0], '/data');
  expect(podSpecOf(Chart.of(set)).volumes).toBeUndefined();
});
