import { Duration, Size, Testing } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import {
  AccessLog, ConfigFile, Database, HealthTarget, KubernetesVersion, MetricsAdapter, MetricsExporter, Microservice, MicroservicePart,
  MicroserviceProps, MigrationSource, MigrationTool, ReverseProxyProgram, Scraping, SharedVolume, VolumeSource, WaitTarget, WorkloadKind,
} from '../../src';
import { RULES } from '../../src/lint/rules';
import { findingsOf } from '../lint/support/findings';
import { containerOf, IMAGE, newChart } from '../support/workloads';

const MINIMAL: MicroserviceProps = { image: IMAGE, port: 8080 };

function write(props: Partial<MicroserviceProps>, chart = newChart()) {
  const service = new Microservice(chart, 'Orders', { ...MINIMAL, ...props });
  const objects = Testing.synth(chart);
  const of = (kind: string) => objects.find((object) => object.kind === kind);
  return { service, objects, of, pod: (of('Deployment') ?? of('StatefulSet') ?? of('DaemonSet'))?.spec.template.spec };
}

const names = (containers: { name: string }[] = []) => containers.map(({ name }) => name);

function database(chart = newChart()) {
  const password = { secret: kplus.Secret.fromSecretName(chart, 'Secret', 'orders-database'), key: 'password' };
  return { chart, database: Database.postgres({ host: 'postgres', name: 'orders', user: 'app', password }) };
}

test('an image and a port give a Service, a rollout and a network policy', () => {
  const { objects, of, pod } = write({});

  expect(objects.map(({ kind }) => kind).sort()).toEqual(['ConfigMap', 'Deployment', 'NetworkPolicy', 'PodDisruptionBudget', 'Service']);
  expect(of('Service').spec.ports).toEqual([{ port: 8080, targetPort: 8080 }]);
  expect(of('Deployment').spec).toMatchObject({ minReadySeconds: 10, strategy: { rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } } });
  expect(of('NetworkPolicy').spec).toMatchObject({ ingress: [{ ports: [{ port: 8080, protocol: 'TCP' }] }], policyTypes: ['Ingress'] });
  expect(of('NetworkPolicy').spec.ingress[0].from).toBeUndefined();
  expect(containerOf(pod, 'app')).toMatchObject({
    readinessProbe: { tcpSocket: { port: 8080 } },
    lifecycle: { preStop: { sleep: { seconds: 5 } } },
    securityContext: { runAsNonRoot: true, readOnlyRootFilesystem: true },
  });
});

test.each([
  [MicroservicePart.SERVICE, 'Service'],
  [MicroservicePart.ROLLOUT, 'PodDisruptionBudget'],
  [MicroservicePart.NETWORK_POLICY, 'NetworkPolicy'],
])('leaves %s out', (part, kind) => {
  expect(write({}).of(kind)).toBeDefined();
  expect(write({ without: [part] }).of(kind)).toBeUndefined();
});

test.each<[Partial<MicroserviceProps>, MicroservicePart]>([
  [{ service: { port: 80 } }, MicroservicePart.SERVICE],
  [{ rollout: {} }, MicroservicePart.ROLLOUT],
  [{ networkPolicy: {} }, MicroservicePart.NETWORK_POLICY],
])('fails when %p is there and left out', (props, part) => {
  expect(() => write({ ...props, without: [part] })).toThrow(`is without '${part}', but has properties for it`);
});

test('all parts are public patterns, in the order in which they start', () => {
  const { chart, database: orders } = database();
  const { service, pod } = write({
    waitFor: { targets: [WaitTarget.tcp(orders.endpoint)] },
    migrations: { tool: MigrationTool.psql(), source: MigrationSource.inline({ '1_a.sql': 'SELECT 1;' }), database: orders },
    config: { files: [ConfigFile.text('app.conf', 'log_level=info')], mountPath: '/etc/orders' },
    logs: { logFiles: ['/var/log/app/*.log'] },
    metrics: { exporter: MetricsExporter.statsd() },
    proxy: {},
    agents: { SecurityAgent: { image: 'ghcr.io/acme/agent:1.0.0' } },
    healthMonitor: { target: HealthTarget.tcp({ port: 8080 }) },
    resourceMonitor: {},
  }, chart);

  expect(names(pod.initContainers)).toEqual(['wait-for', 'migrations', 'config', 'logs', 'metrics', 'proxy', 'security-agent', 'health', 'resources']);
  expect(names(pod.containers)).toEqual(['app']);
  expect(containerOf(pod, 'app').volumeMounts).toContainEqual({ name: 'config', mountPath: '/etc/orders', readOnly: true });
  const { waitFor, migrations, config, logs, metrics, proxy, agents, healthMonitor, resourceMonitor, rollout, networkPolicy } = service;
  const parts = {
    waitFor, migrations, config, logs, metrics, proxy, agent: agents.SecurityAgent, healthMonitor, resourceMonitor, rollout, networkPolicy,
  };
  expect(Object.entries(parts).filter(([, part]) => !part)).toEqual([]);
});

test('the linter finds nothing in a service with everything', () => {
  const { chart, database: orders } = database();
  const { objects } = write({
    workload: WorkloadKind.deployment({ replicas: 3 }),
    migrations: { tool: MigrationTool.psql(), source: MigrationSource.inline({ '1_a.sql': 'SELECT 1;' }), database: orders },
    config: { files: [ConfigFile.text('app.conf', 'log_level=info')] },
    logs: { logFiles: ['/var/log/app/*.log'] },
    metrics: { exporter: MetricsExporter.statsd(), scraping: Scraping.podMonitor() },
    proxy: { program: ReverseProxyProgram.envoy({ metrics: {} }), scraping: Scraping.annotations() },
    healthMonitor: { target: HealthTarget.tcp({ port: 8080 }) },
    service: { port: 80 },
    rollout: { alerts: {} },
  }, chart);
  expect(findingsOf(RULES.filter(({ persona }) => persona === 'regular'), objects.map((object) => JSON.stringify(object)))).toEqual([]);
});

test('waits for the database of the migrations', () => {
  const { chart, database: orders } = database();
  const source = MigrationSource.inline({ '1_a.sql': 'SELECT 1;' });
  const { pod } = write({ migrations: { tool: MigrationTool.psql(), source, database: orders } }, chart);
  expect(names(pod.initContainers)).toEqual(['wait-for', 'migrations']);
});

test('the Service leads to the proxy, and the network policy admits it and what is scraped', () => {
  const { of, pod } = write({
    service: { port: 80, ports: [{ name: 'metrics', port: 9901, targetPort: 9901 }] },
    proxy: { program: ReverseProxyProgram.envoy({ metrics: { port: 9901 } }), scraping: Scraping.annotations() },
    metrics: { exporter: MetricsExporter.statsd(), scraping: Scraping.podMonitor() },
    networkPolicy: { ports: [7000] },
  });
  expect(of('Service').spec.ports).toEqual([{ name: 'http', port: 80, targetPort: 8081 }, { name: 'metrics', port: 9901, targetPort: 9901 }]);
  expect(of('NetworkPolicy').spec.ingress[0].ports.map(({ port }: any) => port).sort()).toEqual([7000, 8081, 9102, 9901].sort());
  expect(containerOf(pod, 'app').lifecycle.preStop.sleep.seconds).toBe(15);
});

test('two ports of the Service may share a number where their protocols differ, and a single port has a name only when it is given one', () => {
  const portsOf = (service: MicroserviceProps['service']) => write({ service }).of('Service').spec.ports;
  const udp = { name: 'dns', port: 8080, protocol: kplus.Protocol.UDP };
  expect(portsOf({ ports: [udp] })).toEqual([{ name: 'http', port: 8080, targetPort: 8080 }, udp]);
  expect(portsOf({})).toEqual([{ port: 8080, targetPort: 8080 }]);
  expect(portsOf({ portName: 'web' })).toEqual([{ name: 'web', port: 8080, targetPort: 8080 }]);
});

test('a pattern that is added later and scraped is admitted too', () => {
  const chart = newChart();
  const { workload } = new Microservice(chart, 'Orders', MINIMAL);
  new MetricsAdapter(workload, 'Metrics', { exporter: MetricsExporter.custom({ image: IMAGE, port: 9999 }), scraping: Scraping.annotations() });
  const policy = Testing.synth(chart).find(({ kind }) => kind === 'NetworkPolicy');
  expect(policy.spec.ingress[0].ports).toEqual([{ port: 8080, protocol: 'TCP' }, { port: 9999, protocol: 'TCP' }]);
});

test('connections are admitted from peers alone', () => {
  const chart = newChart();
  const { networkPolicy } = new Microservice(chart, 'Orders', { ...MINIMAL, networkPolicy: { peers: [kplus.Namespaces.select(chart, 'Web', { labels: { team: 'web' } })] } });
  networkPolicy!.networkPolicy.addIngressRule(kplus.NetworkPolicyIpBlock.ipv4(chart, 'Ops', '10.0.0.0/8'), [kplus.NetworkPolicyPort.tcp(22)]);
  const { ingress } = Testing.synth(chart).find(({ kind }) => kind === 'NetworkPolicy').spec;
  expect(ingress).toEqual([
    { ports: [{ port: 8080, protocol: 'TCP' }], from: [expect.objectContaining({ namespaceSelector: { matchLabels: { team: 'web' } } })] },
    { ports: [{ port: 22, protocol: 'TCP' }], from: [{ ipBlock: { cidr: '10.0.0.0/8' } }] },
  ]);
});

test('an app without a port has no Service, and nobody connects to it', () => {
  const { of, pod } = write({ port: undefined });
  expect(of('Service')).toBeUndefined();
  expect(of('NetworkPolicy').spec.ingress).toEqual([]);
  expect(containerOf(pod, 'app').lifecycle).toBeUndefined();
});

test('the storage limit of the app leaves room for the log volume', () => {
  const chart = newChart();
  const volume = new SharedVolume(chart, 'Logs', { source: VolumeSource.emptyDir({ sizeLimit: Size.gibibytes(1) }) });
  const { pod } = write({
    logs: { logFiles: ['/var/log/app/*.log'], volume },
    proxy: { program: ReverseProxyProgram.envoy({ accessLog: AccessLog.file(volume) }) },
  }, chart);
  expect(containerOf(pod, 'app').resources.limits['ephemeral-storage']).toBe('1124Mi');
});

describe('the delay before the app is stopped', () => {
  test('lengthens the grace period', () => {
    expect(write({ stopDelay: Duration.seconds(60) }).pod.terminationGracePeriodSeconds).toBeGreaterThanOrEqual(65);
  });

  test('is not there where the user has an action, or the version has none', () => {
    const preStop = kplus.Handler.fromHttpGet('/stop', { port: 8080 });
    expect(containerOf(write({ lifecycle: { preStop } }).pod, 'app').lifecycle.preStop).toEqual({ httpGet: { path: '/stop', port: 8080, scheme: 'HTTP' } });
    const chart = newChart();
    KubernetesVersion.of('1.29').applyTo(chart);
    expect(containerOf(write({}, chart).pod, 'app').lifecycle).toBeUndefined();
  });

  test('fails when it is set beside an action, or the version has none', () => {
    const stopDelay = Duration.seconds(5);
    expect(() => write({ stopDelay, lifecycle: { preStop: kplus.Handler.fromCommand(['stop']) } })).toThrow('has both a stopDelay and a preStop action');
    const chart = newChart();
    KubernetesVersion.of('1.29').applyTo(chart);
    expect(() => write({ stopDelay }, chart)).toThrow('needs Kubernetes 1.30 or later, but the manifests are for 1.29');
  });

  test('fails when the grace period of the user is shorter', () => {
    const workload = WorkloadKind.deployment({ terminationGracePeriod: Duration.seconds(5) });
    expect(() => write({ workload })).toThrow('grace period of');
  });
});

test('it can be a StatefulSet, and a DaemonSet without a rollout', () => {
  expect(write({ workload: WorkloadKind.statefulSet() }).of('StatefulSet').spec.minReadySeconds).toBe(10);
  expect(() => write({ workload: WorkloadKind.daemonSet() })).toThrow('use a Deployment or a StatefulSet');
  expect(write({ workload: WorkloadKind.daemonSet(), without: [MicroservicePart.ROLLOUT] }).of('DaemonSet')).toBeDefined();
});

test.each<[string, Partial<MicroserviceProps>, string]>([
  ['a port is zero', { port: 0 }, "port 0 of the app in 'shop/Orders' is not a port"],
  ['a service is asked for, and there is no port', { port: undefined, service: {} }, "set 'port'"],
  ['a port of the service has no name', { service: { ports: [{ port: 90 }] } }, 'but port 90 has no name'],
  ['two ports of the service have one name', { service: { ports: [{ port: 90, name: 'http' }] } }, "port 90 'http' of the service of"],
  ['two ports of the service have one number', { service: { ports: [{ port: 8080, name: 'more' }] } }, "port 8080 'more' of the service of"],
  ['a number is given twice, once with the protocol that is the default', { service: { ports: [{ port: 8080, name: 'more', protocol: kplus.Protocol.TCP }] } }, "port 8080 'more'"],
  ['a port of the service is not a port', { service: { port: 0 } }, "port 0 of the service in 'shop/Orders' is not a port"],
  ['a part is left out that is not there by default', { without: ['logs' as MicroservicePart] }, "names 'logs', but only service, rollout, networkPolicy"],
  ['a port is not valid that others connect to', { networkPolicy: { ports: [0] } }, 'port 0 to admit in'],
  ['an agent has the name of the app', { agents: { App: { image: IMAGE } } }, "container name 'app' is already taken"],
  ['it is a Job', { workload: WorkloadKind.job() }, 'use a Deployment or a StatefulSet'],
])('fails when %s', (_, props, message) => {
  expect(() => write(props)).toThrow(message);
});
