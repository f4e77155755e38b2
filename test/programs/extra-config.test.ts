import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { ConnectionPooling, JsonMetric, MetricsExporter, AmbassadorProgram, ReverseProxyProgram, StatsdMapping, TelemetryExporter, Upstream } from '../../src';
import { render as renderEnvoyAmbassador, validate as validateEnvoy } from '../ambassador/support/envoy';
import { LocalProxy } from '../ambassador/support/local-proxy';
import { render as renderAmbassador, secretOf } from '../ambassador/support/render';
import { COLLECTOR, render as renderCollector, validate as validateCollector } from '../logging/support/collector';
import { render as renderExporter } from '../metrics/support/adapter';
import { complaintsOf, renderEnvoy } from '../proxy/support/envoy';
import { moveInto } from '../proxy/support/nginx-config';
import { render as renderProxy } from '../proxy/support/rendered';
import { NginxFolder } from '../support/nginx';
import { freePorts } from '../support/ports';
import { describeProgram, Program } from '../support/programs';
import { render as renderTelemetry } from '../telemetry/support/telemetry';

/** What users add to a configuration is taken by its program, and does what it says. */

const upstreams = [Upstream.http({ host: '127.0.0.1', port: 9, name: 'orders', localPort: 8080 })];

describeProgram('envoy', 'Envoy with more configuration', (envoy) => {
  const extraConfig = { static_resources: { clusters: [{ name: 'mine', connect_timeout: '1s' }] }, header_prefix: 'x-mine' };

  test('takes it as an ambassador and as a reverse proxy', () => {
    expect(validateEnvoy(envoy, renderEnvoyAmbassador(upstreams, { extraConfig }))).toBe('');
    expect(complaintsOf(envoy, renderEnvoy({}, { extraConfig }))).toBe('');
  });

  test('would say if it did not', () => {
    expect(validateEnvoy(envoy, renderEnvoyAmbassador(upstreams, { extraConfig: { stats_flush: '9s' } }))).toMatch(/no\s+such\s+field:\s+'stats_flush'/);
    expect(complaintsOf(envoy, renderEnvoy({}, { extraConfig: { stats_flush: '9s' } }))).toMatch(/no\s+such\s+field:\s+'stats_flush'/);
  });
});

/** An ambassador that serves a text of its own at a port. */
async function servesText(program: Program, toProxy: (port: number) => AmbassadorProgram): Promise<void> {
  const [port, healthPort, localPort] = await freePorts(3);
  const own = [Upstream.http({ host: '127.0.0.1', port: 9, name: 'orders', localPort })];
  const proxy = new LocalProxy(program, renderAmbassador({ upstreams: own, healthPort, program: toProxy(port) }));
  try {
    await proxy.start(port);
    const answer = await fetch(`http://127.0.0.1:${port}/`);
    expect(await answer.text()).toBe('it is "mine"');
    expect((await fetch(`http://127.0.0.1:${healthPort}/healthz`)).status).toBe(200);
  } finally {
    await proxy.remove();
  }
}

describeProgram('haproxy', 'HAProxy with more lines', (haproxy) => {
  test('serves a section of its own, with lines in sections that are generated', () => servesText(haproxy, (port) => AmbassadorProgram.haproxy({
    extraConfig: {
      'global': ['tune.maxaccept 50'],
      'backend orders': ['http-response set-header X-From backend'],
      'frontend mine': ['mode http', `bind 127.0.0.1:${port}`, 'http-request return status 200 content-type text/plain string \'it is "mine"\''],
    },
  })));

  test('fails where a line is not valid', async () => {
    await expect(servesText(haproxy, () => AmbassadorProgram.haproxy({ extraConfig: { global: ['tune.nonsense 1'] } }))).rejects.toThrow('unknown keyword');
  });
});

describeProgram('nginx with stream', 'nginx with more lines', (nginx) => {
  const folders: NginxFolder[] = [];
  afterAll(() => folders.forEach((folder) => folder.remove()));

  test('serves a block of its own as an ambassador', () => servesText(nginx, (port) => AmbassadorProgram.nginx({
    extraConfig: {
      main: ['worker_priority 0;'],
      events: ['accept_mutex off;'],
      http: ['server {', `  listen 127.0.0.1:${port};`, '  location / { default_type text/plain; return 200 \'it is "mine"\'; }', '}'],
    },
  })));

  test('takes lines in all blocks of a reverse proxy', () => {
    const extraConfig = { main: ['worker_priority 0;'], events: ['accept_mutex off;'], http: ['gunzip on;'], server: ['location = /mine { return 204; }'] };
    const complaints = (extra: { [block: string]: string[] }) => {
      const folder = new NginxFolder(nginx);
      folders.push(folder);
      return folder.complaints(moveInto(folder, renderProxy({ program: ReverseProxyProgram.nginx({ extraConfig: extra }) }).config));
    };
    expect(complaints(extraConfig)).toBe('');
    expect(complaints({ server: ['nonsense on;'] })).toContain('unknown directive "nonsense"');
  });
});

describeProgram('pgbouncer', 'PgBouncer with more settings', (pgbouncer) => {
  const start = async (extraConfig: { [section: string]: object }) => {
    const [localPort] = await freePorts(1);
    const proxy = new LocalProxy(pgbouncer, renderAmbassador((chart) => ({
      upstreams: [Upstream.postgres({ host: '127.0.0.1', port: 9, localPort })],
      program: AmbassadorProgram.pgBouncer({
        pooling: ConnectionPooling.SESSION, users: [{ user: 'a', password: { secret: secretOf(chart, 'db'), key: 'password' } }], extraConfig,
      }),
    })), { PGBOUNCER_PASSWORD_1: 'x' });
    try {
      await proxy.start(localPort, 65534);
      return proxy.output;
    } finally {
      await proxy.remove();
    }
  };

  test('takes them, with databases of its own', async () => {
    expect(await start({ pgbouncer: { max_user_connections: 5 }, databases: { reports: 'host=127.0.0.1 port=9 dbname=reports' } })).not.toContain('ERROR');
  });

  test('fails where a value is not valid', async () => {
    await expect(start({ pgbouncer: { max_user_connections: 'many' } })).rejects.toThrow('max_user_connections');
  });
});

describeProgram(COLLECTOR, 'the Collector with more configuration', (collector) => {
  const extraConfig = {
    exporters: { 'debug/mine': { verbosity: 'detailed' } },
    processors: { 'resource/mine': { attributes: [{ key: 'home', value: '${env:HOME}', action: 'insert' }] } },
  };
  const inPipelines = (...pipelines: string[]) => ({
    ...extraConfig,
    service: {
      pipelines: Object.fromEntries(pipelines.map((name) => [name, { exporters: ['debug/mine'], processors: ['resource/mine'] }])),
    },
  });

  test('takes it as a log shipper, and as a telemetry collector', () => {
    const env = { HOME: '/', OUTPUT_1_ENDPOINT: 'x' };
    const logs = renderCollector(['/var/log/app/*.log'], { extraConfig: inPipelines('logs') });
    expect(validateCollector(collector, logs.yaml, logs.container.args, env)).toBe('');
    expect(logs.yaml).toContain('value: ${env:HOME}');
    const telemetry = renderTelemetry({ exporters: [TelemetryExporter.debug()], extraConfig: inPipelines('traces', 'metrics') });
    expect(validateCollector(collector, telemetry.yaml, telemetry.container.args, env)).toBe('');
  });

  test('would say if it did not', () => {
    const { yaml, container } = renderCollector(['/var/log/app/*.log'], { extraConfig: { service: { pipelines: { logs: { exporters: ['mine'] } } } } });
    expect(validateCollector(collector, yaml, container.args, {})).toContain('references exporter "mine" which is not configured');
  });
});

/** What a program says of its configuration file. */
function said(program: Program, text: string, toArgs: (file: string) => string[]): string {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'extra-'));
  const file = path.join(folder, 'config.yaml');
  fs.writeFileSync(file, text);
  const { status, stderr } = program.run(toArgs(file));
  fs.rmSync(folder, { recursive: true });
  return status === 0 ? '' : stderr;
}

describeProgram('statsd_exporter', 'statsd_exporter with more configuration', (statsd) => {
  const check = (extraConfig: object) => said(statsd, renderExporter(MetricsExporter.statsd({
    mappings: [StatsdMapping.drop('a.*')], dropUnmapped: true, extraConfig: extraConfig as any,
  })).files['mapping.yaml'], (file) => [`--statsd.mapping-config=${file}`, '--check-config']);

  test('takes it', () => {
    expect(check({ defaults: { histogram_options: { buckets: [0.1, 1] } }, mappings: [{ match: 'b.*', name: 'b_$1', honor_labels: true }] })).toBe('');
    expect(check({ mappings: [{ match: 'b.*' }] })).not.toBe('');
  });
});

describeProgram('json_exporter', 'json_exporter with more configuration', (json) => {
  const metrics = [JsonMetric.gauge('answer', { value: ['answer'], help: 'Answer.' })];
  const check = (extraConfig: object) => said(json, renderExporter(MetricsExporter.json({
    url: 'http://127.0.0.1:8080/', metrics, extraConfig: extraConfig as any,
  })).files['config.yaml'], (file) => [`--config.file=${file}`, '--config.check']);

  test('takes it', () => {
    expect(check({ modules: { default: { headers: { 'X-Mine': 'yes' }, valid_status_codes: [200] } } })).toBe('');
    expect(check({ modules: { default: { headers: 1 } } })).not.toBe('');
  });
});
