import { ApiObject, Size, Testing } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import {
  AppContainer, ExistingWorkload, LogShipper, LogSidecar, SharedVolume, TelemetryCollector, TelemetryExporter, TelemetryQueue, VolumeSource,
} from '../../src';
import { IMAGE, KINDS, newChart } from '../support/workloads';

const GIBIBYTE = { size: Size.gibibytes(1) };

function statefulSet(build: (pod: kplus.AbstractPod) => void): any {
  const chart = newChart();
  const pod = KINDS.StatefulSet(chart);
  new AppContainer(pod, 'App', { image: IMAGE });
  build(pod);
  return Testing.synth(chart).find(({ kind }) => kind === 'StatefulSet').spec;
}

const template = (name: string, storage: string, more: object = {}) => ({
  apiVersion: 'v1', kind: 'PersistentVolumeClaim', metadata: { name }, spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage } }, ...more },
});

test('a claim per pod is a template of the StatefulSet, and no volume of its pods', () => {
  const { volumeClaimTemplates, template: { spec } } = statefulSet((pod) => (
    new SharedVolume(pod, 'Data', { source: VolumeSource.claimPerPod(GIBIBYTE) }).mountTo(pod.containers[0], '/data')));
  expect(volumeClaimTemplates).toEqual([template('data', '1024Mi')]);
  expect(spec.containers[0].volumeMounts).toEqual([{ name: 'data', mountPath: '/data' }]);
  expect(spec).not.toHaveProperty('volumes');
  expect(spec.securityContext.fsGroup).toBe(2000);
});

test('it can have a storage class and another way to be mounted', () => {
  const options = { ...GIBIBYTE, storageClass: 'fast', accessMode: kplus.PersistentVolumeAccessMode.READ_WRITE_ONCE_POD };
  const { volumeClaimTemplates } = statefulSet((pod) => new SharedVolume(pod, 'Data', { source: VolumeSource.claimPerPod(options) }));
  expect(volumeClaimTemplates).toEqual([template('data', '1024Mi', { accessModes: ['ReadWriteOncePod'], storageClassName: 'fast' })]);
});

test('logs, positions and queues can be on claims, beside other volumes', () => {
  const { volumeClaimTemplates, template: { spec } } = statefulSet((pod) => {
    const volume = (name: string) => new SharedVolume(pod, name, { source: VolumeSource.claimPerPod(GIBIBYTE) });
    new LogSidecar(pod, 'Logs', {
      logFiles: ['/var/log/app/*.log'], volume: volume('AppLogs'), shipper: LogShipper.openTelemetryCollector({ state: volume('Positions') }),
    });
    new TelemetryCollector(pod, 'Telemetry', {
      exporters: [TelemetryExporter.otlp({ url: 'http://tempo:4317' })], queue: TelemetryQueue.persistent({ volume: volume('Queue') }),
    });
  });
  const claims = ['app-logs', 'positions', 'queue'];
  expect(volumeClaimTemplates.map(({ metadata }: any) => metadata.name)).toEqual(claims);
  expect(spec.volumes.map(({ name }: any) => name)).not.toEqual(expect.arrayContaining(claims));
  const mounted = [...spec.initContainers, ...spec.containers].flatMap(({ volumeMounts = [] }: any) => volumeMounts.map(({ name }: any) => name));
  expect(mounted).toEqual(expect.arrayContaining(claims));
});

test('it goes behind those that a StatefulSet of others has', () => {
  const object = new ApiObject(newChart(), 'Web', {
    apiVersion: 'apps/v1',
    kind: 'StatefulSet',
    spec: { volumeClaimTemplates: [{ metadata: { name: 'theirs' } }], template: { spec: { containers: [{ name: 'web', image: IMAGE }] } } },
  });
  const web = ExistingWorkload.of(object);
  new SharedVolume(web, 'Ours', { source: VolumeSource.claimPerPod(GIBIBYTE) }).mountTo(web.containers[0], '/ours');
  const { spec } = object.toJson();
  expect(spec.volumeClaimTemplates).toEqual([{ metadata: { name: 'theirs' } }, template('ours', '1024Mi')]);
  expect(spec.template.spec).not.toHaveProperty('volumes');
});

describe('fails when', () => {
  const source = VolumeSource.claimPerPod(GIBIBYTE);

  test.each(Object.keys(KINDS).filter((kind) => kind !== 'StatefulSet'))('the workload is a %s', (kind) => {
    expect(() => new SharedVolume(KINDS[kind](newChart()), 'Data', { source }))
      .toThrow(`volume 'data' of 'shop/Web' is a claim per pod, which only a StatefulSet can have: 'shop/Web' is a ${kind}: create it in a StatefulSet`);
  });

  test('there is no workload yet', () => {
    expect(() => new SharedVolume(newChart(), 'Data', { source })).toThrow('create it in a StatefulSet');
  });

  test('the name is taken', () => {
    expect(() => statefulSet((pod) => ['One', 'Two'].forEach((id) => new SharedVolume(pod, id, { source, volumeName: 'data' }))))
      .toThrow("volume name 'data' of 'shop/Web' is already taken in 'shop/Web': set 'volumeName' to another name");
  });

  test('it has no size', () => {
    expect(() => statefulSet((pod) => new SharedVolume(pod, 'Data', { source: VolumeSource.claimPerPod({ size: Size.kibibytes(0) }) }))).toThrow("size of claim 'data'");
    expect(() => statefulSet((pod) => new SharedVolume(pod, 'Data', { source: VolumeSource.claimPerPod({} as any) }))).toThrow("size of claim 'data' in 'shop/Web' is missing");
  });
});
