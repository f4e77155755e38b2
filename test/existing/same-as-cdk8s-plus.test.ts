import { ApiObject, Chart, Duration, Size, Testing } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import {
  AdapterInput, AdapterOutput, AmbassadorProxy, AppContainer, ConfigFile, ConfigWriter, Database, ExistingWorkload, HealthMonitor,
  HealthTarget, InitMigrations, InitStep, LogAdapter, LogShipper, LogSidecar, MetricsAdapter, MetricsExporter, MigrationSource,
  MigrationTool, PreparedFolders, ResourceMonitor, ReverseProxy, SafeRollout, Scraping, SharedVolume, Sidecar, SidecarMode,
  TelemetryCollector, TelemetryExporter, TelemetryReceiver, Upstream, WaitFor, WaitTarget,
} from '../../src';
import { IMAGE } from '../support/workloads';
import { newApp } from './support/objects';

/** A pattern on a workload that has the container 'main'. */
type Pattern = (pod: kplus.AbstractPod) => void;

const PATTERNS: { [name: string]: Pattern } = {
  'LogSidecar': (pod) => new LogSidecar(pod, 'Logs', { logFiles: ['/var/log/app/*.log'] }),
  'LogSidecar with Fluent Bit': (pod) => new LogSidecar(pod, 'Logs', { logFiles: ['/var/log/app/*.log'], shipper: LogShipper.fluentBit() }),
  'LogAdapter': (pod) => new LogAdapter(pod, 'Json', {
    logFiles: ['/var/log/app/*.log'], input: AdapterInput.keyValue(), output: AdapterOutput.json(),
  }),
  'WaitFor': (pod) => new WaitFor(pod, 'Needs', { targets: [WaitTarget.tcp({ host: 'queue', port: 5672 })] }),
  'ConfigWriter': (pod) => new ConfigWriter(pod, 'Config', { files: [ConfigFile.text('app.conf', 'a=1\n')] }),
  'PreparedFolders': (pod) => new PreparedFolders(pod, 'Folders', { volume: new SharedVolume(pod, 'Shared'), folders: ['a'] }),
  'AmbassadorProxy': (pod) => {
    const { endpoint } = new AmbassadorProxy(pod, 'Orders', { upstreams: [Upstream.tcp({ host: 'orders', port: 5432 })] });
    endpoint.provideTo(pod.containers[0], { host: 'PGHOST', port: 'PGPORT' });
  },
  'ReverseProxy': (pod) => new ReverseProxy(pod, 'Proxy', { serviceElsewhere: true }),
  'MetricsAdapter': (pod) => new MetricsAdapter(pod, 'Metrics', { exporter: MetricsExporter.statsd(), scraping: Scraping.annotations() }),
  'TelemetryCollector': (pod) => {
    const telemetry = new TelemetryCollector(pod, 'Telemetry', {
      receivers: [TelemetryReceiver.otlp()], exporters: [TelemetryExporter.otlp({ url: 'http://tempo:4317' })],
    });
    telemetry.provideTo(pod.containers[0], { serviceName: 'web' });
  },
  'HealthMonitor': (pod) => new HealthMonitor(pod, 'Health', { target: HealthTarget.http('http://localhost:8080/') }),
  'ResourceMonitor': (pod) => new ResourceMonitor(pod, 'Resources'),
  'AppContainer': (pod) => new AppContainer(pod, 'Second', { image: IMAGE, ports: [{ number: 80 }], writablePaths: ['/tmp'] }),
  'InitStep': (pod) => new InitStep(pod, 'Setup', { image: IMAGE }),
  'Sidecar': (pod) => new Sidecar(pod, 'Beside', { image: IMAGE }),
  'SharedVolume': (pod) => new SharedVolume(pod, 'Data').mountTo(pod.containers[0], '/data'),
  'InitMigrations': (pod) => new InitMigrations(pod, 'Migrations', {
    tool: MigrationTool.psql(),
    source: MigrationSource.inline({ '1.sql': 'SELECT 1;' }),
    database: Database.postgres({
      host: 'postgres', name: 'shop', user: 'app', password: { secret: kplus.Secret.fromSecretName(pod, 'Password', 'password'), key: 'password' },
    }),
  }),
};

const CLASSIC = ['LogSidecar', 'AmbassadorProxy', 'Sidecar'];

const KINDS: { [kind: string]: (chart: Chart) => kplus.AbstractPod } = {
  Pod: (chart) => new kplus.Pod(chart, 'Web-pod', { metadata: { name: 'web' } }),
  Deployment: (chart) => new kplus.Deployment(chart, 'Web-pod', { metadata: { name: 'web' }, replicas: 1 }),
  StatefulSet: (chart) => new kplus.StatefulSet(chart, 'Web-pod', {
    metadata: { name: 'web' }, service: new kplus.Service(chart, 'Peers', { clusterIP: 'None', ports: [{ port: 80 }] }),
  }),
  DaemonSet: (chart) => new kplus.DaemonSet(chart, 'Web-pod', { metadata: { name: 'web' } }),
  Job: (chart) => new kplus.Job(chart, 'Web-pod', { metadata: { name: 'web' } }),
  CronJob: (chart) => new kplus.CronJob(chart, 'Web-pod', {
    metadata: { name: 'web' }, schedule: { expressionString: '0 * * * *' } as any, concurrencyPolicy: kplus.ConcurrencyPolicy.FORBID,
  }),
};

function workload(chart: Chart, kind: string): kplus.AbstractPod {
  const pod = KINDS[kind](chart);
  pod.addContainer({
    name: 'main',
    image: IMAGE,
    ports: [{ number: 8080, name: 'http' }],
    resources: { cpu: { request: kplus.Cpu.millis(250) }, memory: { limit: Size.mebibytes(100) } },
    securityContext: { user: 1234, group: 4321 },
    envVariables: { A: kplus.EnvValue.fromValue('1'), B: kplus.EnvValue.fromSecretValue({ secret: kplus.Secret.fromSecretName(chart, 'S', 's'), key: 'b' }) },
    volumeMounts: [{ path: '/mounted', volume: kplus.Volume.fromEmptyDir(chart, 'Volume', 'mounted') }],
  });
  pod.addInitContainer({ name: 'first', image: IMAGE, resources: {} });
  return pod;
}

/** What a pattern makes of a workload of cdk8s-plus, and of the same as an object of others. */
function bothWays(kind: string, pattern: Pattern, mode: SidecarMode): [made: any[], existing: any[]] {
  const made = newApp(mode);
  const plain = newApp(mode);
  pattern(workload(made, kind));
  const object = ApiObject.of(workload(plain, kind)).toJson();
  const chart = newApp(mode);
  pattern(ExistingWorkload.of(new ApiObject(chart, 'Web', object)));
  const objects = (one: Chart) => Testing.synth(one).filter(({ metadata }) => !metadata.name.includes('peers'));
  return [objects(made), objects(chart)];
}

describe.each(Object.keys(KINDS))('a %s of others', (kind) => {
  test.each(Object.keys(PATTERNS).filter((name) => !(name === 'InitMigrations' && kind === 'DaemonSet')))('becomes by %s what one of cdk8s-plus does', (name) => {
    const [made, existing] = bothWays(kind, PATTERNS[name], SidecarMode.NATIVE);
    expect(existing).toEqual(made);
  });
});

test.each(CLASSIC)('classic sidecars too: %s', (name) => {
  const [made, existing] = bothWays('Deployment', PATTERNS[name], SidecarMode.CLASSIC);
  expect(existing).toEqual(made);
});

test('a safe rollout of others is that of cdk8s-plus', () => {
  const [made, existing] = bothWays('Deployment', (pod) => {
    new Sidecar(pod, 'Beside', { image: IMAGE });
    new SafeRollout(pod, 'Rollout', { alerts: {}, drainTimes: { main: Duration.seconds(60) } });
  }, SidecarMode.NATIVE);
  expect(existing).toEqual(made);
});
