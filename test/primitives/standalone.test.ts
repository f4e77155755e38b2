import { Testing } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import {
  AmbassadorProxy, AppContainer, PodResources, SafeRollout, Sidecar, SidecarMode, TelemetryCollector, TelemetryExporter, TelemetryReceiver, Upstream,
} from '../../src';
import { IMAGE, KINDS, newChart, podSpecOf } from '../support/workloads';

const STANDALONE = { sidecarMode: SidecarMode.STANDALONE };

const PATTERNS: { [name: string]: (pod: kplus.AbstractPod) => kplus.Container } = {
  TelemetryCollector: (pod) => new TelemetryCollector(pod, 'Gateway', {
    ...STANDALONE, receivers: [TelemetryReceiver.otlp({ exposed: true })], exporters: [TelemetryExporter.otlp({ url: 'http://tempo:4317' })],
  }).container,
  AmbassadorProxy: (pod) => new AmbassadorProxy(pod, 'Gateway', {
    ...STANDALONE, listenAddress: '0.0.0.0', upstreams: [Upstream.postgres({ host: 'orders' })],
  }).container,
};

describe.each(Object.keys(PATTERNS))('%s alone in a pod', (name) => {
  test('is the container that the pod is there for', () => {
    const chart = newChart();
    const pod = new kplus.Deployment(chart, 'Gateway');
    const container = PATTERNS[name](pod);
    new SafeRollout(pod, 'Rollout', { scaling: { maxReplicas: 5 } });
    const spec = podSpecOf(chart);
    expect(spec.containers.map((one: any) => one.name)).toEqual(['gateway']);
    expect(spec.initContainers).toBeUndefined();
    expect(PodResources.of(pod).figure('cpu').sidecarRequest).toBe('0');
    expect(Testing.synth(chart).find(({ kind }) => kind === 'HorizontalPodAutoscaler').spec.metrics[0].containerResource.container).toBe(container.name);
  });

  test('serves on while Services still lead to it', () => {
    const chart = newChart();
    PATTERNS[name](new kplus.Deployment(chart, 'Gateway'));
    const [{ lifecycle: { preStop } }] = podSpecOf(chart).containers;
    expect(preStop.sleep.seconds).toBeGreaterThanOrEqual(5);
  });
});

test('beside an app it is a classic sidecar', () => {
  const chart = newChart();
  const pod = KINDS.Deployment(chart);
  new AppContainer(pod, 'App', { image: IMAGE });
  new Sidecar(pod, 'Beside', { image: IMAGE, ...STANDALONE });
  expect(podSpecOf(chart).containers.map(({ name }: any) => name)).toEqual(['app', 'beside']);
  expect(PodResources.of(pod).figure('cpu').sidecarRequest).not.toBe('0');
});

test('fails when it would keep a Job from completing', () => {
  expect(() => new Sidecar(KINDS.Job(newChart()), 'Alone', { image: IMAGE, ...STANDALONE })).toThrow("would keep Job 'shop/Web' from completing");
});
