import { Chart } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import * as patterns from '../../../src';

/** A pattern with one of its programs, and what is different in it. */
export interface Pattern<Options> {
  readonly name: string;
  readonly add: (pod: kplus.AbstractPod, options: Options) => unknown;
  /** It has no configuration: the scripts are in a ConfigMap that workloads share. */
  readonly withoutConfigMap?: true;
  /** The container that `security` is for, where it is not the one that is named. */
  readonly secured?: string;
  /** Kind of the workload that has its containers, where it is not the Deployment. */
  readonly kind?: string;
  /** What is added to the name of each container that takes the options, where there are several. The first one has the ConfigMap. */
  readonly parts?: string[];
}

const {
  AdapterInput, AllowedPeer, AmbassadorProgram, AmbassadorProxy, ConfigFile, ConfigWriter, ConnectionPooling, Database, HealthMonitor,
  HealthTarget, InitMigrations, InitStep, JsonMetric, LogAdapter, LogOutput, LogShipper, LogSidecar, MetricsAdapter, MetricsExporter,
  Microservice, MicroservicePart, MigrationSource, MigrationStrategy, MigrationTool, MutualTls, PreparedFolders, ResourceMonitor,
  RetriedStep, ReverseProxy, ReverseProxyProgram, SharedVolume, Sidecar, SidecarLoggedApp, TelemetryCollector, TelemetryExporter,
  TelemetryReceiver, TextMetric, TlsCertificate, Upstream, WaitFor, WaitTarget,
} = patterns;

const PROGRAM = { image: 'acme/program:1.0.0' };
const LOGS = { logFiles: ['/var/log/web/*.log'] };
const APP = { appPort: 8080 };

const key = (pod: kplus.AbstractPod): kplus.SecretValue => (
  { secret: kplus.Secret.fromSecretName(Chart.of(pod), 'Secret', 'orders'), key: 'password' });
const credentials = (pod: kplus.AbstractPod) => ({ user: 'app', password: key(pod) });

function shipper(name: string, make: (pod: kplus.AbstractPod) => patterns.LogShipper, more: Partial<Pattern<patterns.SidecarOptions>> = {}) {
  return { name: `LogSidecar with ${name}`, add: (pod: kplus.AbstractPod, options: patterns.SidecarOptions) => new LogSidecar(pod, 'It', { ...LOGS, ...options, shipper: make(pod) }), ...more };
}

function ambassador(name: string, make: (pod: kplus.AbstractPod) => patterns.AmbassadorProgram, upstream = Upstream.tcp({ host: 'orders', port: 5432 })) {
  return {
    name: `AmbassadorProxy with ${name}`,
    add: (pod: kplus.AbstractPod, options: patterns.SidecarOptions) => new AmbassadorProxy(pod, 'It', { ...options, program: make(pod), upstreams: [upstream] }),
  };
}

function exporter(name: string, make: (pod: kplus.AbstractPod) => patterns.MetricsExporter) {
  return {
    name: `MetricsAdapter with ${name}`,
    add: (pod: kplus.AbstractPod, options: patterns.SidecarOptions) => new MetricsAdapter(pod, 'It', { ...options, exporter: make(pod) }),
  };
}

const toServer = (pod: kplus.AbstractPod) => [LogOutput.otlp({ url: 'https://logs:4318', secretHeaders: { Authorization: key(pod) } })];
const toLoki = (pod: kplus.AbstractPod) => [LogOutput.loki({ url: 'https://loki:3100', ...credentials(pod) })];
const EXPORTERS = [TelemetryExporter.otlp({ url: 'http://tempo:4317' })];

/** Every pattern that adds a sidecar, with each of its programs. */
export const SIDECARS: Pattern<patterns.SidecarOptions>[] = [
  { name: 'Sidecar', add: (pod, options) => new Sidecar(pod, 'It', { ...PROGRAM, ...options }), withoutConfigMap: true },
  shipper('the plain stream', () => LogShipper.stream(), { withoutConfigMap: true }),
  shipper('Fluent Bit', () => LogShipper.fluentBit()),
  shipper('Fluent Bit that reads apart', (pod) => LogShipper.fluentBit({ outputs: toLoki(pod) }), { secured: 'own-reader' }),
  shipper('Fluentd', () => LogShipper.fluentd()),
  shipper('the Collector', () => LogShipper.openTelemetryCollector()),
  shipper('the Collector that reads apart', (pod) => LogShipper.openTelemetryCollector({ outputs: toServer(pod) }), { secured: 'own-reader' }),
  shipper('a program of its own', () => LogShipper.custom(PROGRAM), { withoutConfigMap: true }),
  {
    name: 'LogAdapter',
    add: (pod, options) => new LogAdapter(pod, 'It', { ...LOGS, ...options, input: AdapterInput.keyValue() }),
    withoutConfigMap: true,
  },
  {
    name: 'SidecarLoggedApp',
    add: (pod, logSidecar) => new SidecarLoggedApp(Chart.of(pod), 'It', { ...PROGRAM, ...LOGS, logSidecar }),
    withoutConfigMap: true,
  },
  {
    name: 'Microservice',
    add: (pod, options) => new Microservice(Chart.of(pod), 'It', { ...PROGRAM, logs: { ...LOGS, ...options }, without: [MicroservicePart.ROLLOUT] }),
    withoutConfigMap: true,
  },
  ambassador('Envoy', () => AmbassadorProgram.envoy()),
  ambassador('HAProxy', () => AmbassadorProgram.haproxy()),
  ambassador('nginx', () => AmbassadorProgram.nginx()),
  ambassador('PgBouncer', (pod) => AmbassadorProgram.pgBouncer({ pooling: ConnectionPooling.SESSION, users: [credentials(pod)] }), Upstream.postgres({ host: 'orders' })),
  { ...ambassador('a program of its own', () => AmbassadorProgram.custom(PROGRAM)), withoutConfigMap: true },
  { name: 'ReverseProxy with nginx', add: (pod, options) => new ReverseProxy(pod, 'It', { serviceElsewhere: true, ...APP, ...options }) },
  { name: 'ReverseProxy with Envoy', add: (pod, options) => new ReverseProxy(pod, 'It', { serviceElsewhere: true, ...APP, ...options, program: ReverseProxyProgram.envoy() }) },
  {
    name: 'MutualTls',
    add: (pod, options) => new MutualTls(pod, 'It', {
      serviceElsewhere: true,
      ...APP,
      ...options,
      certificate: TlsCertificate.fromSecret(key(pod).secret),
      allowedPeers: [AllowedPeer.dnsName('orders')],
    }),
    withoutConfigMap: true,
  },
  exporter('StatsD', () => MetricsExporter.statsd()),
  {
    ...exporter('a text file', () => MetricsExporter.textFile({
      path: '/metrics/web.txt', patterns: ['requests=(?<requests>[0-9]+)'], metrics: [TextMetric.counter('web_requests_total', { group: 'requests', help: 'Requests.' })],
    })),
    withoutConfigMap: true,
  },
  exporter('JSON', () => MetricsExporter.json({
    url: 'http://127.0.0.1:8080/stats', metrics: [JsonMetric.gauge('web_requests', { value: ['requests'], help: 'Requests.' })],
  })),
  { ...exporter('nginx', () => MetricsExporter.nginx()), withoutConfigMap: true },
  { ...exporter('Redis', () => MetricsExporter.redis()), withoutConfigMap: true },
  { ...exporter('PostgreSQL', (pod) => MetricsExporter.postgres({ database: Database.postgres(credentials(pod)) })), withoutConfigMap: true },
  { ...exporter('a program of its own', () => MetricsExporter.custom({ ...PROGRAM, port: 9400 })), withoutConfigMap: true },
  { name: 'HealthMonitor of a port', add: (pod, options) => new HealthMonitor(pod, 'It', { ...options, target: HealthTarget.tcp({ port: 8080 }) }), withoutConfigMap: true },
  { name: 'HealthMonitor of a URL', add: (pod, options) => new HealthMonitor(pod, 'It', { ...options, target: HealthTarget.http('http://localhost:8080/') }), withoutConfigMap: true },
  { name: 'ResourceMonitor', add: (pod, options) => new ResourceMonitor(pod, 'It', options), withoutConfigMap: true },
  { name: 'TelemetryCollector', add: (pod, options) => new TelemetryCollector(pod, 'It', { ...options, exporters: EXPORTERS }) },
  {
    name: 'TelemetryCollector of log files',
    add: (pod, options) => new TelemetryCollector(pod, 'It', { ...options, receivers: [TelemetryReceiver.files(LOGS)], exporters: EXPORTERS }),
  },
];

const TOOLS: { [name: string]: () => patterns.MigrationTool } = {
  'psql': () => MigrationTool.psql(),
  'golang-migrate': () => MigrationTool.golangMigrate(),
  'Flyway': () => MigrationTool.flyway(),
  'Liquibase': () => MigrationTool.liquibase(),
  'a program of its own': () => MigrationTool.custom({ ...PROGRAM, command: ['migrate'], takesLock: true }),
};
const FILES: { [tool: string]: { [name: string]: string } } = {
  'golang-migrate': { '1_a.up.sql': 'SELECT 1;' },
  'Flyway': { 'V1__a.sql': 'SELECT 1;' },
  'Liquibase': { '1_a.sql': '--liquibase formatted sql\n--changeset a:1\nSELECT 1;' },
};

const migrations = (job: boolean): Pattern<patterns.InitStepOptions>[] => Object.entries(TOOLS).map(([tool, make]) => ({
  name: `InitMigrations with ${tool}${job ? ' in a Job' : ''}`,
  add: (pod, options) => new InitMigrations(pod, 'It', {
    ...options,
    tool: make(),
    source: MigrationSource.inline(FILES[tool] ?? { '1_a.sql': 'SELECT 1;' }),
    strategy: job ? MigrationStrategy.job() : MigrationStrategy.initContainer(),
    database: Database.postgres({ host: 'orders', name: 'orders', ...credentials(pod) }),
  }),
  withoutConfigMap: tool === 'Liquibase' ? undefined : true,
  kind: job ? 'Job' : undefined,
}));

/** Every pattern that adds an init step, with each of its programs. */
export const INIT_STEPS: Pattern<patterns.InitStepOptions>[] = [
  { name: 'InitStep', add: (pod, options) => new InitStep(pod, 'It', { ...PROGRAM, ...options }), withoutConfigMap: true },
  { name: 'RetriedStep', add: (pod, options) => new RetriedStep(pod, 'It', { ...PROGRAM, command: ['register'], ...options }), withoutConfigMap: true },
  {
    name: 'PreparedFolders',
    add: (pod, options) => new PreparedFolders(pod, 'It', { ...options, volume: new SharedVolume(pod, 'Data'), folders: ['data'] }),
    withoutConfigMap: true,
  },
  { name: 'WaitFor', add: (pod, options) => new WaitFor(pod, 'It', { ...options, targets: [WaitTarget.dns('orders')] }), withoutConfigMap: true },
  {
    name: 'WaitFor with several containers',
    add: (pod, options) => new WaitFor(pod, 'It', { ...options, targets: [WaitTarget.dns('orders'), WaitTarget.http('http://orders/')] }),
    parts: ['-network', '-http'],
    withoutConfigMap: true,
  },
  { name: 'ConfigWriter', add: (pod, options) => new ConfigWriter(pod, 'It', { ...options, files: [ConfigFile.text('a.txt', 'a')] }) },
  {
    name: 'ConfigWriter with several containers',
    add: (pod, options) => new ConfigWriter(pod, 'It', { ...options, files: [ConfigFile.text('a.txt', 'a'), ConfigFile.fromImage('b.txt', PROGRAM.image, '/b.txt')] }),
    parts: ['-text', '-image'],
  },
  ...migrations(false),
  ...migrations(true),
];
