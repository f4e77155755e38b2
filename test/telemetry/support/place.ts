import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { stringify } from 'yaml';
import { Rendered } from './telemetry';
import { readIfThere, toMap } from '../../logging/support/collector';
import { freePorts } from '../../support/ports';
import { ChildProcess, Program, stop } from '../../support/programs';
import { eventually } from '../../support/waiting';

/** What a generated configuration listens on. */
const PORTS = [4317, 4318, 6831, 14268, 13133, 8888, 8889];
const LISTENING = new RegExp(`\\b(?:127\\.0\\.0\\.1|0\\.0\\.0\\.0):(${PORTS.join('|')})\\b`, 'g');

/** A span, a point of a metric or a log record as it arrived. */
export interface Arrived {
  readonly kind: string;
  readonly name: any;
  readonly attributes: Record<string, any>;
  readonly resource: Record<string, any>;
}

/** A folder with a telemetry collector, and a server that takes what it delivers. */
export class Place {
  public readonly folder = fs.mkdtempSync(path.join(os.tmpdir(), 'telemetry-'));
  public readonly env: Record<string, string> = { POD_NAME: 'web-1', POD_NAMESPACE: 'shop', POD_UID: 'uid', NODE_NAME: 'node' };
  public grpc = 0;
  public http = 0;
  public readonly ports: { [port: number]: number } = {};
  public receiver?: ChildProcess;
  private readonly started: ChildProcess[] = [];

  constructor(private readonly program: Program) {}

  public file(name: string): string {
    return path.join(this.folder, name);
  }

  public async open(): Promise<void> {
    ['state', 'logs'].forEach((name) => fs.mkdirSync(this.file(name)));
    const [grpc, http, ...ports] = await freePorts(2 + PORTS.length);
    PORTS.forEach((port, index) => { this.ports[port] = ports[index]; });
    Object.assign(this, { grpc, http });
  }

  /** Takes everything, and keeps the header x-team. */
  public async startReceiver(tls?: object): Promise<void> {
    const header = [{ key: 'x-team', from_context: 'metadata.x-team', action: 'upsert' }];
    const pipeline = { receivers: ['otlp'], processors: ['resource'], exporters: ['file'] };
    const protocol = (port: number) => ({ endpoint: `127.0.0.1:${port}`, include_metadata: true, tls });
    this.receiver = this.spawn('receiver', stringify({
      receivers: { otlp: { protocols: { grpc: protocol(this.grpc), http: protocol(this.http) } } },
      processors: { resource: { attributes: header } },
      exporters: { file: { path: this.file('received.json'), rotation: { max_megabytes: 1000 } } },
      service: { telemetry: { metrics: { level: 'none' } }, pipelines: { traces: pipeline, metrics: pipeline, logs: pipeline } },
    }), []);
    await this.says('receiver', 'Everything is ready');
  }

  /** Starts the generated configuration, with only its ports and folders changed. */
  public async collect(rendered: Rendered): Promise<ChildProcess> {
    let yaml = rendered.yaml.replace('directory: /var/lib/otelcol', `directory: ${this.file('state')}`)
      .replace('level: warn', 'level: info').replace('port: 8888', `port: ${this.ports[8888]}`);
    for (const folder of ['ca', 'tls']) {
      yaml = yaml.replaceAll(`/etc/otelcol-${folder}-1`, this.folder);
    }
    // All at once: a port that was put in may be one of those that are looked for.
    yaml = yaml.replace(LISTENING, (_, port: string) => `127.0.0.1:${this.ports[Number(port)]}`);
    const child = this.spawn('collector', yaml, rendered.container.args.filter((arg: string) => !arg.startsWith('--config')));
    await this.says('collector', 'Everything is ready');
    return child;
  }

  private spawn(name: string, yaml: string, args: string[]): ChildProcess {
    fs.writeFileSync(this.file(`${name}.yaml`), yaml);
    const out = (end: string, flags: string) => fs.openSync(this.file(`${name}.${end}`), flags);
    const child = this.program.start([`--config=${this.file(`${name}.yaml`)}`, ...args], { env: this.env, stdio: ['ignore', out('out', 'a'), out('err', 'w')] });
    this.started.push(child);
    return child;
  }

  /** What the collector has logged since it was started last. */
  public said(): string {
    return readIfThere(this.file('collector.err'));
  }

  private says(name: string, text: string): Promise<void> {
    const said = () => readIfThere(this.file(`${name}.err`));
    return eventually(() => said().includes(text), () => `${name} to say '${text}', but it said ${said()}`);
  }

  /** Sends a request of OTLP in JSON; gives the status. */
  public async send(kind: 'traces' | 'metrics' | 'logs', body: string): Promise<number> {
    return (await fetch(`http://127.0.0.1:${this.ports[4318]}/v1/${kind}`, { method: 'POST', body, headers: { 'Content-Type': 'application/json' } })).status;
  }

  /** Everything that has arrived so far. */
  public arrived(): Arrived[] {
    return readIfThere(this.file('received.json')).split('\n').slice(0, -1).flatMap((line) => toArrived(JSON.parse(line)));
  }

  public names(): any[] {
    return this.arrived().map(({ name }) => name);
  }

  /** Waits until so many different ones have arrived. */
  public async receives(count: number): Promise<Arrived[]> {
    await eventually(() => new Set(this.names()).size >= count, () => `${count} to arrive, got ${this.names()}; ${this.said().slice(-2000)}`);
    return this.arrived();
  }

  public stop(child: ChildProcess, signal?: NodeJS.Signals): Promise<number | null> {
    return stop(child, signal);
  }

  public async remove(): Promise<void> {
    await Promise.all(this.started.map((child) => this.stop(child, 'SIGKILL')));
    fs.rmSync(this.folder, { recursive: true });
  }
}

function toArrived({ resourceSpans = [], resourceMetrics = [], resourceLogs = [] }: any): Arrived[] {
  const flat = (kind: string, resources: any[], itemsOf: (scope: any) => any[]) => resources.flatMap(({ resource, ...rest }) => (
    Object.values<any>(rest).find(Array.isArray)!.flatMap(itemsOf).map((item: any) => ({
      kind, name: item.name ?? item.body?.stringValue, attributes: toMap(item.attributes), resource: toMap(resource.attributes),
    }))));
  return [
    ...flat('traces', resourceSpans, ({ spans }) => spans),
    ...flat('metrics', resourceMetrics, ({ metrics }) => metrics.flatMap(({ name, gauge, sum }: any) => (
      (gauge ?? sum ?? { dataPoints: [] }).dataPoints.map((point: any) => ({ ...point, name }))))),
    ...flat('logs', resourceLogs, ({ logRecords }) => logRecords),
  ];
}
