import { parseAllDocuments } from 'yaml';
import { Installation } from './support/installation';
import { readScripts } from '../documented/support/scripts';

/** An app as a user writes it in JavaScript, with every pattern that brings scripts along: a new one has to come in here. */
const APP = `
const { App, Chart, Duration } = require('cdk8s');
const { AdapterInput, LogAdapter, LogFilter, LogShipper, SidecarLoggedApp } = require('cdk8s-pod-patterns');
const { AmbassadorProgram, AmbassadorProxy, ConnectionPooling, Upstream } = require('cdk8s-pod-patterns');
const { Database, InitMigrations, MigrationSource, MigrationStrategy, MigrationTool } = require('cdk8s-pod-patterns');
const { ConfigFile, ConfigWriter, PreparedFolders, RetriedStep, SharedVolume, WaitFor, WaitTarget } = require('cdk8s-pod-patterns');
const { HealthMonitor, HealthTarget, ResourceMonitor } = require('cdk8s-pod-patterns');
const { TelemetryCollector, TelemetryExporter } = require('cdk8s-pod-patterns');
const { MetricsAdapter, MetricsExporter, TextMetric } = require('cdk8s-pod-patterns');
const { HeaderValue, KubernetesVersion, ReverseProxy, ReverseProxyProgram, TlsCertificate } = require('cdk8s-pod-patterns');
const { Deployment, EnvValue, Secret } = require('cdk8s-plus-28');

const app = new App();
const shippers = {
  Stream: LogShipper.stream({ prefix: '[web] ', filters: [LogFilter.redact()] }),
  Prefixed: LogShipper.stream({ prefix: '[web] ' }),
  Plain: LogShipper.stream(),
  FluentBit: LogShipper.fluentBit({ filters: [LogFilter.redact()] }),
  Fluentd: LogShipper.fluentd({ filters: [LogFilter.redact()] }),
  Collector: LogShipper.openTelemetryCollector({ filters: [LogFilter.redact()] }),
};
const chart = new Chart(app, 'shop', { namespace: 'shop' });
for (const [id, shipper] of Object.entries(shippers)) {
  const web = new SidecarLoggedApp(chart, id, { image: 'ghcr.io/acme/web:1.4.2', port: 8080, logFiles: ['/var/log/app/*.log'], shipper });
  new LogAdapter(web.workload, 'Json', { logFiles: ['/var/log/app/audit.txt'], input: AdapterInput.keyValue(), outputFile: '/var/log/app/audit.json' });
}
const credentials = { user: 'app', password: { secret: Secret.fromSecretName(chart, 'Password', 'db'), key: 'password' } };
const source = MigrationSource.inline({ '1_a.up.sql': 'SELECT 1;' });
for (const name of ['psql', 'mariadb', 'golangMigrate', 'custom']) {
  const web = new Deployment(chart, name, { containers: [{ image: 'ghcr.io/acme/web:1.4.2' }] });
  const tool = MigrationTool[name]({ image: 'ghcr.io/acme/web:1.4.2', ...name === 'custom' && { command: ['migrate'] } });
  const database = Database[name === 'mariadb' ? 'mariadb' : 'postgres']({ host: 'db', name: 'shop', ...credentials });
  new InitMigrations(web, 'Migrations', { tool, strategy: MigrationStrategy.job(), source, database });
}
const web = new Deployment(chart, 'Init', { containers: [{ image: 'ghcr.io/acme/web:1.4.2' }] });
const volume = new SharedVolume(web, 'Data');
const server = { host: 'db', ...credentials };
new PreparedFolders(web, 'Folders', { volume, folders: ['data'], user: 1000 });
new WaitFor(web, 'Wait', {
  targets: [
    WaitTarget.tcp({ host: 'queue', port: 5672 }),
    WaitTarget.dns('queue'),
    WaitTarget.file(volume, 'ready'),
    WaitTarget.http('http://config/ready'),
    WaitTarget.database(Database.postgres(server)),
    WaitTarget.database(Database.mysql(server)),
    WaitTarget.redis({ host: 'cache' }),
    WaitTarget.command({ name: 'own', image: 'ghcr.io/acme/web:1.4.2', command: ['ready'] }),
  ],
});
new ConfigWriter(web, 'Config', { files: [ConfigFile.template('app.conf', 'a: {{A}}')], values: { A: EnvValue.fromValue('1') } });
new RetriedStep(web, 'Register', { image: 'ghcr.io/acme/web:1.4.2', command: ['register'] });
const proxies = {
  Envoy: AmbassadorProgram.envoy({ reportInterval: Duration.minutes(1) }),
  Haproxy: AmbassadorProgram.haproxy(),
  Nginx: AmbassadorProgram.nginx(),
  PgBouncer: AmbassadorProgram.pgBouncer({ pooling: ConnectionPooling.SESSION, users: [credentials] }),
};
for (const [id, program] of Object.entries(proxies)) {
  new AmbassadorProxy(web, id, { upstreams: [Upstream.postgres({ host: 'db' })], program });
}
new HealthMonitor(web, 'Health', { target: HealthTarget.http('http://localhost/') });
new ResourceMonitor(web, 'Resources');
new TelemetryCollector(web, 'Telemetry', { exporters: [TelemetryExporter.otlp({ url: 'http://tempo:4317' })] });
new MetricsAdapter(web, 'Metrics', {
  exporter: MetricsExporter.textFile({
    path: '/metrics/app.txt',
    patterns: ['requests=(?<requests>[0-9]+)'],
    metrics: [TextMetric.counter('app_requests_total', { help: 'Requests.', group: 'requests' })],
  }),
});
new ReverseProxy(web, 'Proxy', {
  serviceElsewhere: true,
  appPort: 3000,
  requestHeaders: { 'X-Key': HeaderValue.secret({ secret: Secret.fromSecretName(chart, 'Key', 'web-key'), key: 'key' }) },
  tls: { certificate: TlsCertificate.fromSecret(Secret.fromSecretName(chart, 'Certificate', 'web-tls')) },
});
new ReverseProxy(web, 'Front', { serviceElsewhere: true, appPort: 3000, program: ReverseProxyProgram.envoy({ reportInterval: Duration.minutes(1) }) });
const newer = new Chart(app, 'newer');
KubernetesVersion.of('1.35').applyTo(newer);
const mounting = new Deployment(newer, 'Web', { containers: [{ image: 'ghcr.io/acme/web:1.4.2' }] });
new ConfigWriter(mounting, 'Config', { files: [ConfigFile.fromImage('defaults', 'ghcr.io/acme/web-config:3.1.0', '/etc/defaults')] });
console.log(app.synthYaml());
`;

const scripts = [...readScripts()];
const installation = new Installation();
let files: string[];

beforeAll(() => { files = installation.install(); }, 180_000);

afterAll(() => installation.remove());

describe('the tarball', () => {
  test.each(['package.json', 'README.md', 'LICENSE', 'API.md', '.jsii', 'lib/index.js', 'lib/index.d.ts'])('has %s', (file) => {
    expect(files).toContain(file);
  });

  test.each(scripts.map(([file]) => file))('has %s', (file) => {
    expect(files).toContain(`lib/${file}`);
  });

  test('has nothing that only the development of the package needs', () => {
    const users = /^(node_modules\/.+|package\.json|README\.md|LICENSE|API\.md|\.jsii|\.jsii\.tabl\.json|lib\/argument-types\.json|lib\/.+\.(js|d\.ts|sh|awk|lua|rb|sql))$/;
    expect(files.filter((file) => !users.test(file))).toEqual([]);
  });
});

test('an app loads the programs that it chooses', () => {
  const program = `
const { App, Chart } = require('cdk8s');
const { AmbassadorProgram, AmbassadorProxy, SidecarLoggedApp, Upstream } = require('cdk8s-pod-patterns');
const web = new SidecarLoggedApp(new Chart(new App(), 'shop'), 'Web', { image: 'ghcr.io/acme/web:1.4.2', port: 8080, logFiles: ['/var/log/app/*.log'] });
new AmbassadorProxy(web.workload, 'Database', { upstreams: [Upstream.postgres({ host: 'db' })], program: AmbassadorProgram.nginx() });
const programs = Object.keys(require.cache).flatMap((file) => /pod-patterns.lib.(?:ambassador|logging).([a-z-]+)[^a-z.-][^.]+\\.js$/.exec(file)?.[1] ?? []);
console.log([...new Set(programs)].join());
`;
  expect(installation.run(program).trim()).toBe('haproxy,nginx'); // what HAProxy cannot do is asked of its folder
});

describe('the command', () => {
  const BUNDLED = ['argparse', 'commander', 'fdir', 'js-yaml', 'picocolors', 'picomatch', 'tinyglobby', 'yaml'];

  test('brings along what it needs, and nothing else', () => {
    const modules = files.filter((file) => file.startsWith('node_modules/')).map((file) => file.split('/')[1]);
    expect([...new Set(modules)].sort()).toEqual(BUNDLED);
  });

  test('checks manifests', () => {
    const program = `
const { spawnSync } = require('node:child_process');
const pod = JSON.stringify({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'web' }, spec: { initContainers: [{ name: 'a' }], containers: [{ name: 'a' }] } });
const { stdout, status } = spawnSync('node_modules/.bin/cdk8s-pod-patterns', ['lint', '--format', 'github', '-'], { input: pod, encoding: 'utf8' });
console.log(status + ' ' + stdout);
`;
    expect(installation.run(program)).toMatch(/^1 ::error file=<stdin>,line=1,.*duplicate-container-name/);
  });

  test.each([
    ['lint --format github', /duplicate-container-name/g, 396],
    ['resources', /QoS class BestEffort/g, 396],
    ['timeline --format json', /"fits": true/g, 396],
    ['diagram --output pictures', /^pictures.pod-web(-\d+)?\.mmd$/gm, 396],
  ])('reads many files by threads, with the same result in the same order: %s', (command, part, count) => {
    const program = `
const { mkdirSync, writeFileSync } = require('node:fs');
const { spawnSync } = require('node:child_process');
const pod = JSON.stringify({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'web' }, spec: { initContainers: [{ name: 'a' }], containers: [{ name: 'a' }] } });
mkdirSync('many', { recursive: true });
for (let index = 1000; index < 1400; index++) writeFileSync('many/' + index + '.yaml', index % 100 === 0 ? 'a: [' : pod);
const [one, three] = ['1', '3'].map((threads) => (
  spawnSync('node_modules/.bin/cdk8s-pod-patterns', [...${JSON.stringify(command.split(' '))}, '--threads', threads, 'many'], { encoding: 'utf8' })));
console.log(JSON.stringify([one, three].map(({ status, stdout, stderr }) => ({ status, stdout, stderr }))));
`;
    const [one, three] = JSON.parse(installation.run(program));
    expect([one.status, one.stdout.match(part).length]).toEqual([2, count]);
    expect(three).toEqual(one);
  });

  test.each([
    ['> /dev/full', '2 error: ENOSPC: no space left on device, write'],
    ['| head -n 1 > /dev/null; exit ${PIPESTATUS[0]}', '2 '],
  ])('does not pass for clean where its output goes nowhere: %s', (where, expected) => {
    const program = `
const { spawnSync } = require('node:child_process');
const input = JSON.stringify({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'web' }, spec: { containers: Array(800).fill({ name: 'a' }) } });
const { status, stderr } = spawnSync('bash', ['-c', 'node_modules/.bin/cdk8s-pod-patterns lint --format github - ' + process.env.WHERE], { encoding: 'utf8', input });
console.log(status + ' ' + stderr.split('\\n')[0]);
`;
    expect(installation.run(`process.env.WHERE = ${JSON.stringify(where)};${program}`).trim()).toBe(expected.trim());
  });

  test('says which file takes all memory, and checks the others', () => {
    const program = `
const { mkdirSync, writeFileSync } = require('node:fs');
const { spawnSync } = require('node:child_process');
const pod = JSON.stringify({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'web' }, spec: { initContainers: [{ name: 'a' }], containers: [{ name: 'a' }] } });
mkdirSync('large', { recursive: true });
for (const name of ['a', 'c']) writeFileSync('large/' + name + '.yaml', pod);
writeFileSync('large/b.yaml', '- a: !x y\\n'.repeat(215000));
const { status, stdout } = spawnSync(process.execPath, ['--max-old-space-size=64', 'node_modules/.bin/cdk8s-pod-patterns', 'lint', 'large'], { encoding: 'utf8' });
console.log(status + ' ' + stdout.replace(/\\s+/g, ' '));
`;
    expect(installation.run(program)).toMatch(/^2 .*duplicate-container-name.* large\/a.yaml.*memory ran out.* large\/b.yaml:1:1.*duplicate-container-name.* large\/c.yaml/);
  });

  test('needs no more memory for ten times as many files, but for the names in them', () => {
    const program = `
const { mkdirSync, writeFileSync } = require('node:fs');
const { spawnSync } = require('node:child_process');
const peak = (files) => {
  mkdirSync('peak' + files);
  for (let index = 0; index < files; index++) {
    const metadata = { name: 'web-' + index, labels: { app: 'web-' + index } };
    const pod = { apiVersion: 'v1', kind: 'Pod', metadata, spec: { containers: [{ name: 'a', image: 'a:1', env: [{ name: 'TEXT', value: 'x'.repeat(3000) }] }] } };
    const service = { apiVersion: 'v1', kind: 'Service', metadata: { name: metadata.name }, spec: { selector: metadata.labels, ports: [{ port: 80 }] } };
    writeFileSync('peak' + files + '/' + index + '.yaml', JSON.stringify(pod) + '\\n' + JSON.stringify(service));
  }
  const { stderr } = spawnSync(process.execPath, ['--require', './peak.js', 'node_modules/.bin/cdk8s-pod-patterns', 'lint', 'peak' + files], { encoding: 'utf8' });
  return Number(/peak (\\d+)/.exec(stderr)[1]);
};
writeFileSync('peak.js', "if (require('node:worker_threads').isMainThread) process.on('exit', () => console.error('peak ' + process.resourceUsage().maxRSS))");
console.log(peak(10_000) / peak(1000));
`;
    const ratio = Number(installation.run(program));
    expect(ratio).toBeGreaterThan(0.5);
    expect(ratio).toBeLessThan(1.6);
  });

  test('and what it brings along is not loaded by an import of the library', () => {
    const program = `
Object.values(require('cdk8s-pod-patterns')); // loads all of it
console.log(Object.keys(require.cache).filter((file) => file.includes('/cdk8s-pod-patterns/')).join('\\n'));
`;
    const loaded = installation.run(program);
    expect(loaded).toContain('/lib/primitives');
    expect(loaded).not.toMatch(/cdk8s-pod-patterns\/(node_modules|lib\/cli\/(?!plugin\/pod-lint-plugin\.js))/);
  });
});

describe('the package in a project of its own', () => {
  let manifests: any[];
  beforeAll(() => { manifests = parseAllDocuments(installation.run(APP)).map((document) => document.toJS()); });

  test('writes a log sidecar for each shipper', () => {
    const containers = manifests.filter(({ kind }) => kind === 'Deployment').flatMap(({ spec }) => spec.template.spec.initContainers ?? []);
    expect(containers.filter(({ name }) => name === 'logs')).toHaveLength(6);
  });

  test.each(scripts)('writes %s in full, by a pattern of the app above', (_, text) => {
    const data = manifests.filter(({ kind }) => kind === 'ConfigMap').flatMap((configMap) => Object.values(configMap.data));
    expect(data).toContain(text);
  });

  test('gives ES modules its names', () => {
    const program = "import('cdk8s-pod-patterns').then((names) => console.log(Object.keys(names).join(' ')))";
    expect(installation.run(program).split(/\s/)).toEqual(expect.arrayContaining(['Endpoint', 'SidecarLoggedApp', 'ConnectionPooling']));
  });

  test('loads a file when something of it is used', () => {
    const program = "require('cdk8s-pod-patterns').Endpoint; console.log(Object.keys(require.cache).join(' '))";
    expect(installation.run(program)).toContain('/primitives/endpoint.js');
    expect(installation.run(program)).not.toContain('/primitives/sidecar.js');
  });
});
