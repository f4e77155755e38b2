import { Size } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import {
  LogOutput, LogShipper, LogSidecar, ResourceProfile, ReverseProxy, ReverseProxyProgram, TelemetryCollector, TelemetryExporter,
} from '../../../src/index';
import { IMAGE, newChart, podSpecOf } from '../../support/workloads';

const secret = kplus.Secret.fromSecretName(newChart('secrets'), 'Secret', 'loki');
const DELIVERS = [LogOutput.loki({ url: 'http://loki:3100', user: 'shop', password: { secret, key: 'password' } })];
const LOGS = { logFiles: ['/logs/*.log'] };

interface Options {
  readonly resources?: kplus.ContainerResources;
}

/** What puts limits into its environment, its arguments or its configuration. */
const PATTERNS: { [name: string]: (pod: kplus.Pod, options: Options) => unknown } = {
  'the Collector': (pod, options) => new LogSidecar(pod, 'Logs', { ...LOGS, ...options, shipper: LogShipper.openTelemetryCollector() }),
  'the Collector with a reader': (pod, options) => (
    new LogSidecar(pod, 'Logs', { ...LOGS, ...options, shipper: LogShipper.openTelemetryCollector({ outputs: DELIVERS }) })),
  'a telemetry collector': (pod, options) => (
    new TelemetryCollector(pod, 'Telemetry', { ...options, exporters: [TelemetryExporter.otlp({ url: 'http://tempo:4318' })] })),
  'Envoy': (pod, options) => new ReverseProxy(pod, 'Proxy', { serviceElsewhere: true, ...options, program: ReverseProxyProgram.envoy() }),
};

const LIMITS = { memory: { limit: Size.mebibytes(1000) }, cpu: { limit: kplus.Cpu.units(3) } };

function podWith(add: (pod: kplus.Pod) => unknown, profile?: ResourceProfile): any[] {
  const chart = newChart();
  profile?.applyTo(chart);
  const pod = new kplus.Pod(chart, 'Web', { containers: [{ image: IMAGE, name: 'web', ports: [{ number: 8080 }] }] });
  add(pod);
  const { initContainers } = podSpecOf(chart);
  return initContainers.filter(({ image }: any) => !image.includes('busybox'));
}

/** What a container was planned for. */
function plannedFor({ env = [], args = [] }: any): object {
  return {
    GOMEMLIMIT: env.find(({ name }: any) => name === 'GOMEMLIMIT')?.value,
    concurrency: args[args.indexOf('--concurrency') + 1 || Infinity],
  };
}

test.each(Object.keys(PATTERNS))('%s is planned for the limits that its containers have, wherever they come from', (name) => {
  const named = podWith((pod) => PATTERNS[name](pod, { resources: LIMITS }));
  const byProfile = podWith((pod) => PATTERNS[name](pod, {}), ResourceProfile.of({ agent: LIMITS, proxy: LIMITS }));
  for (const container of [...named, ...byProfile]) {
    expect(container.resources.limits).toMatchObject({ memory: '1000Mi', cpu: '3' });
    expect(plannedFor(container)).toEqual(name === 'Envoy' ? { concurrency: '3' } : { GOMEMLIMIT: '800MiB' });
  }
  expect([named.length > 0, named.length]).toEqual([true, byProfile.length]);
});
