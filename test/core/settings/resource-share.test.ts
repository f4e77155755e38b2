import { Size, ApiObject } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import {
  AmbassadorProxy, AppContainer, ExistingWorkload, ResourceProfile, ResourceSharesOptions, Sidecar, TelemetryCollector, TelemetryExporter, Upstream,
} from '../../../src';
import { containerOf, IMAGE, newChart, podSpecOf } from '../../support/workloads';

const APP: kplus.ContainerResources = {
  cpu: { request: kplus.Cpu.units(1), limit: kplus.Cpu.millis(1500) }, memory: { request: Size.gibibytes(1), limit: Size.gibibytes(2) },
};

/** The resources of the ambassador 'proxy' beside an app. */
function proxyBeside(app: kplus.ContainerResources, shares: ResourceSharesOptions): any {
  const chart = newChart();
  ResourceProfile.relativeToApp(shares).applyTo(chart);
  const pod = new kplus.Deployment(chart, 'Web');
  new AppContainer(pod, 'App', { image: IMAGE, resources: app });
  new AmbassadorProxy(pod, 'Proxy', { upstreams: [Upstream.postgres({ host: 'orders' })] });
  return containerOf(podSpecOf(chart), 'proxy').resources;
}

test('a sidecar gets its share of the app\'s requests and limits, rounded up', () => {
  expect(proxyBeside(APP, { proxy: { cpuPercent: 33, memoryPercent: 10 } })).toEqual({
    requests: { cpu: '330m', memory: '103Mi' }, limits: { cpu: '495m', memory: '205Mi' },
  });
});

test('what is not named, or the app does not have, is that of the small profile', () => {
  const small = { requests: { cpu: '50m', memory: '64Mi' }, limits: { cpu: '500m', memory: '128Mi' } };
  expect(proxyBeside(APP, { exporter: { cpuPercent: 50 } })).toEqual(small);
  expect(proxyBeside({}, { proxy: { cpuPercent: 50, memoryPercent: 50 } })).toEqual(small);
  expect(proxyBeside(APP, { proxy: { cpuPercent: 10 } })).toMatchObject({ requests: { cpu: '100m', memory: '64Mi' }, limits: { memory: '128Mi' } });
});

test('memory never falls below what programs need, nor CPU below 10m', () => {
  expect(proxyBeside(APP, { proxy: { cpuPercent: 0.1, memoryPercent: 1 } })).toEqual({
    requests: { cpu: '10m', memory: '64Mi' }, limits: { cpu: '10m', memory: '128Mi' },
  });
});

test('a limit that the app does not have, the sidecar does not get by it', () => {
  const app = { cpu: { request: kplus.Cpu.units(1) }, memory: { request: Size.gibibytes(1) } };
  const { limits } = proxyBeside(app, { proxy: { cpuPercent: 10, memoryPercent: 10 } });
  expect(limits).toEqual({ memory: '128Mi' });
});

test('the app of a workload of others counts, and a collector gets by it as much', () => {
  const chart = newChart();
  ResourceProfile.relativeToApp({ agent: { memoryPercent: 50 } }).applyTo(chart);
  const container = { name: 'web', image: IMAGE, resources: { requests: { memory: '2Gi' }, limits: { memory: '4Gi' } } };
  const object = new ApiObject(chart, 'Web', { apiVersion: 'v1', kind: 'Pod', spec: { containers: [container] } });
  new TelemetryCollector(ExistingWorkload.of(object), 'Telemetry', { exporters: [TelemetryExporter.debug()] });
  const { resources } = containerOf(object.toJson().spec, 'telemetry');
  expect([resources.requests.memory, resources.limits.memory]).toEqual(['1024Mi', '2048Mi']);
});

describe('fails when', () => {
  test.each([0, -1, 1001, NaN])('a percentage is %p', (cpuPercent) => {
    expect(() => ResourceProfile.relativeToApp({ proxy: { cpuPercent } })).toThrow(`cpuPercent ${cpuPercent} of 'proxy' in a resource profile is not valid`);
  });

  test('the app is not there yet', () => {
    const chart = newChart();
    ResourceProfile.relativeToApp({ script: { cpuPercent: 5 } }).applyTo(chart);
    expect(() => new Sidecar(new kplus.Deployment(chart, 'Web'), 'Early', { image: IMAGE }))
      .toThrow("resources of 'shop/Web/Early' are a share of the app's, but the app does not exist yet: create the app's container first");
  });
});
