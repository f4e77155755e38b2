import { Chart } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import {
  AdapterInput, AllowedPeer, AmbassadorProxy, AppContainer, ConfigFile, ConfigWriter, ConnectionPooling, Database,
  HealthMonitor, HealthTarget, InitMigrations, JsonMetric, LogAdapter, LogOutput, LogShipper, LogSidecar,
  MetricsAdapter, MetricsExporter, MigrationSource, MigrationTool, MutualTls, PreparedFolders, AmbassadorProgram, ResourceMonitor,
  RetriedStep, ReverseProxy, ReverseProxyProgram, SharedVolume, Sidecar, TelemetryCollector, TelemetryExporter,
  TelemetryReceiver, TextMetric, TlsCertificate, Upstream, WaitFor, WaitTarget,
} from '../../src';

/**
 * Pods with every pattern and every program that the test cluster has. They need the servers `echo:80` (JSON with an `answer`),
 * `postgres:5432` and `mariadb:3306`, and the Secrets `postgres-root` and `mariadb-root` (password) and `tls`.
 */
export const PODS: { [name: string]: (chart: Chart) => void } = {
  logs: (chart) => {
    const pod = newPod(chart, 'logs');
    const script = 'echo "level=info msg=hello" >> /var/log/app/app.log; echo "requests=5" > /metrics/app.txt; sleep 86400 & wait';
    const { container } = new AppContainer(pod, 'App', { image: 'busybox:1.36.1', command: ['sh', '-c', `trap exit TERM; ${script}`] });
    new SharedVolume(pod, 'AppMetrics').mountTo(container, '/metrics');
    const logFiles = ['/var/log/app/*.log'];
    new LogSidecar(pod, 'Stream', { logFiles });
    new LogSidecar(pod, 'Collector', { logFiles, shipper: LogShipper.openTelemetryCollector() });
    const password = secretOf(chart, 'postgres-root');
    const outputs = [LogOutput.otlpHttp({ url: 'http://echo:80', secretHeaders: { Authorization: password } })];
    new LogSidecar(pod, 'Apart', { logFiles, shipper: LogShipper.openTelemetryCollector({ outputs }) });
    new LogAdapter(pod, 'Adapter', { logFiles, input: AdapterInput.keyValue() });
    new ResourceMonitor(pod, 'Resources');
    new MetricsAdapter(pod, 'Text', {
      exporter: MetricsExporter.textFile({
        path: '/metrics/app.txt', patterns: ['requests=(?<requests>[0-9]+)'], metrics: [TextMetric.counter('requests_total', { group: 'requests', help: 'Requests.' })],
      }),
    });
  },
  ambassadors: (chart) => {
    const pod = newPod(chart, 'ambassadors');
    const upstreams = (localPort: number) => [Upstream.http({ host: 'echo', port: 80, localPort })];
    new AmbassadorProxy(pod, 'Envoy', { upstreams: upstreams(8001), program: AmbassadorProgram.envoy() });
    new AmbassadorProxy(pod, 'Nginx', { upstreams: upstreams(8002), program: AmbassadorProgram.nginx() });
    new AmbassadorProxy(pod, 'Haproxy', { upstreams: upstreams(8003), program: AmbassadorProgram.haproxy() });
    new AmbassadorProxy(pod, 'PgBouncer', {
      upstreams: [Upstream.postgres({ host: 'postgres' })],
      program: AmbassadorProgram.pgBouncer({
        pooling: ConnectionPooling.TRANSACTION, databases: ['testdb'], users: [{ user: 'postgres', password: secretOf(chart, 'postgres-root') }],
      }),
    });
    new AppContainer(pod, 'App', {
      image: 'postgres:17.6', command: ['sh', '-c', 'trap exit TERM; sleep 86400 & wait'], env: { PGPASSWORD: kplus.EnvValue.fromSecretValue(secretOf(chart, 'postgres-root')) },
    });
  },
  proxies: (chart) => {
    const pod = newPod(chart, 'proxies');
    new AppContainer(pod, 'App', { image: 'hashicorp/http-echo:1.0.0', args: ['-text=echo', '-listen=:5678'], ports: [{ number: 5678 }] });
    new ReverseProxy(pod, 'Nginx', { serviceElsewhere: true, port: 8081, program: ReverseProxyProgram.nginx() });
    new ReverseProxy(pod, 'Envoy', { serviceElsewhere: true, port: 8082, program: ReverseProxyProgram.envoy() });
    const certificate = TlsCertificate.fromSecret(kplus.Secret.fromSecretName(chart, 'Tls', 'tls'));
    new MutualTls(pod, 'MutualTls', { serviceElsewhere: true, certificate, allowedPeers: [AllowedPeer.anyOfAuthority()], appPort: 5678 });
    const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((name) => `${name}_temp_path /tmp/${name};`).join(' ');
    const status = 'server { listen 127.0.0.1:8080; location = /stub_status { stub_status; } }';
    new Sidecar(pod, 'Status', {
      image: 'nginxinc/nginx-unprivileged:1.30.4',
      command: ['sh', '-c', 'echo "$CONFIG" > /tmp/nginx.conf && exec nginx -c /tmp/nginx.conf -g "daemon off;"'],
      env: { CONFIG: kplus.EnvValue.fromValue(`pid /tmp/nginx.pid; events {} http { ${temporary} ${status} }`) },
      writablePaths: ['/tmp'],
    });
    new MetricsAdapter(pod, 'Exporter', { exporter: MetricsExporter.nginx() });
    new HealthMonitor(pod, 'Tcp', { target: HealthTarget.tcp({ port: 5678 }) });
    new HealthMonitor(pod, 'Http', { target: HealthTarget.http('http://127.0.0.1:5678/') });
  },
  steps: (chart) => {
    const pod = newPod(chart, 'steps');
    const postgres = Database.postgres({ host: 'postgres', name: 'testdb', user: 'postgres', password: secretOf(chart, 'postgres-root'), tls: false });
    const mariadb = Database.mariadb({ host: 'mariadb', name: 'testdb', user: 'root', password: secretOf(chart, 'mariadb-root') });
    new WaitFor(pod, 'Wait', {
      targets: [
        WaitTarget.tcp({ host: 'echo', port: 80 }), WaitTarget.http('http://echo:80/'), WaitTarget.database(postgres), WaitTarget.database(mariadb),
      ],
    });
    const volume = new SharedVolume(pod, 'Data');
    new PreparedFolders(pod, 'Folders', { volume, folders: ['inner'], mode: '700' });
    const config = new ConfigWriter(pod, 'Config', {
      files: [ConfigFile.template('app.conf', 'pod={{POD}}\n'), ConfigFile.fromImage('version', 'debian:bookworm', '/etc/debian_version')],
      values: { POD: kplus.EnvValue.fromFieldRef(kplus.EnvFieldPaths.POD_NAME) },
    });
    new RetriedStep(pod, 'Retried', { image: 'busybox:1.36.1', command: ['true'] });
    const plain = { '1_create.sql': 'CREATE TABLE notes (id int);\n' };
    const golang = { '1_create.up.sql': 'CREATE TABLE golang_notes (id int);\n' };
    new InitMigrations(pod, 'Psql', { tool: MigrationTool.psql(), source: MigrationSource.inline(plain), database: postgres });
    new InitMigrations(pod, 'Golang', { tool: MigrationTool.golangMigrate(), source: MigrationSource.inline(golang), database: postgres });
    new InitMigrations(pod, 'Mariadb', { tool: MigrationTool.mariadb(), source: MigrationSource.inline(plain), database: mariadb });
    const { container } = new AppContainer(pod, 'App', { image: 'busybox:1.36.1', command: ['sh', '-c', 'trap exit TERM; sleep 86400 & wait'] });
    volume.mountTo(container, '/data');
    config.mountTo(container, '/etc/app');
  },
  metrics: (chart) => {
    const pod = newPod(chart, 'metrics');
    const telemetry = new TelemetryCollector(pod, 'Telemetry', {
      receivers: [TelemetryReceiver.otlp(), TelemetryReceiver.prometheus({ targets: [{ port: 9102 }] })], exporters: [TelemetryExporter.debug()],
    });
    const { container } = new AppContainer(pod, 'App', { image: 'busybox:1.36.1', command: ['sh', '-c', 'trap exit TERM; sleep 86400 & wait'] });
    telemetry.provideTo(container);
    new MetricsAdapter(pod, 'Statsd', { exporter: MetricsExporter.statsd() });
    new MetricsAdapter(pod, 'Json', {
      exporter: MetricsExporter.json({ url: 'http://echo:80/', metrics: [JsonMetric.gauge('answer', { value: ['answer'], help: 'Answer.' })] }),
    });
    new MetricsAdapter(pod, 'Redis', { exporter: MetricsExporter.redis() });
    new MetricsAdapter(pod, 'Postgres', {
      exporter: MetricsExporter.postgres({
        database: Database.postgres({ host: 'postgres', user: 'postgres', password: secretOf(chart, 'postgres-root'), tls: false }),
      }),
    });
  },
};

function newPod(chart: Chart, name: string): kplus.Pod {
  return new kplus.Pod(chart, 'Pod', { metadata: { name } });
}

function secretOf(chart: Chart, name: string): kplus.SecretValue {
  const found = chart.node.tryFindChild(name) as kplus.ISecret | undefined;
  return { secret: found ?? kplus.Secret.fromSecretName(chart, name, name), key: 'password' };
}
