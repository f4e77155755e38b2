import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { Chart, Testing } from 'cdk8s';
import { parse, stringify } from 'yaml';
import { LogOutput, LogShipper, LogSidecar, OpenTelemetryCollectorOptions } from '../../../src';
import { freePorts } from '../../support/ports';
import { ChildProcess, describeProgram, Program, stop } from '../../support/programs';
import { eventually } from '../../support/waiting';
import { configFilesOf, containerOf, newDeployment, podSpecOf } from '../../support/workloads';

/** The program as the official image calls it. */
export const COLLECTOR = 'otelcol-contrib';

export interface Rendered {
  readonly yaml: string;
  readonly config: any;
  readonly container: any;
  readonly spec: any;
  /** The container that reads the files, where that is another one. */
  readonly reader?: { readonly yaml: string; readonly container: any };
}

/** The configuration and container of a log sidecar. */
export function render(
  logFiles: string[],
  options: OpenTelemetryCollectorOptions | ((chart: Chart) => OpenTelemetryCollectorOptions) = {},
  exclude?: string[],
): Rendered {
  const deployment = newDeployment();
  const chart = Chart.of(deployment);
  const shipper = LogShipper.openTelemetryCollector(typeof options === 'function' ? options(chart) : options);
  new LogSidecar(deployment, 'Logs', { logFiles, exclude, shipper });
  const yaml = configFilesOf(chart, 'config.yaml')['config.yaml'];
  const spec = podSpecOf(chart);
  const container = containerOf(spec, 'logs-reader');
  const reader = container && { container, yaml: configOf(chart, container) };
  return { yaml, config: parse(yaml, { version: '1.1' }), container: containerOf(spec, 'logs'), spec, reader };
}

/** The configuration that a container has mounted. */
function configOf(chart: Chart, container: any): string {
  const { name } = container.volumeMounts.find(({ mountPath }: any) => mountPath === '/etc/otelcol');
  const { configMap } = podSpecOf(chart).volumes.find((volume: any) => volume.name === name);
  return Testing.synth(chart).find(({ kind, metadata }) => kind === 'ConfigMap' && metadata.name === configMap.name).data['config.yaml'];
}

/** What the program says of a configuration: nothing, or why it cannot run. */
export function validate(collector: Program, yaml: string, args: string[], env: Record<string, string>): string {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'validate-'));
  const file = path.join(folder, 'config.yaml');
  fs.writeFileSync(file, yaml.replace('directory: /var/lib/otelcol', `directory: ${folder}`));
  const gates = args.filter(arg => !arg.startsWith('--config'));
  const { status, stderr } = collector.run(['validate', `--config=${file}`, ...gates], { env });
  fs.rmSync(folder, { recursive: true });
  return status === 0 ? '' : stderr;
}

/** A record as it arrived. */
export interface Received {
  readonly body: any;
  readonly attributes: Record<string, any>;
  readonly resource: Record<string, any>;
  readonly time: string;
}

/** A folder with log files, the collector that reads them, and one that takes records. */
export class Workplace {
  public folder = '';
  public env: Record<string, string> = {};
  public grpc = 0;
  public http = 0;
  public loki = 0;
  public health = 0;
  public metrics = 0;
  private records = 0;
  private readerHealth = 0;
  private readerMetrics = 0;
  private readonly started: ChildProcess[] = [];
  public receiver?: ChildProcess;
  private shipper?: ChildProcess;

  constructor(private readonly collector: Program) {}

  public file(name: string): string {
    return path.join(this.folder, name);
  }

  public logFile(name: string): string {
    return this.file(`logs/${name}`);
  }

  /** The output that leads to the receiver. */
  public toReceiver(): LogOutput[] {
    return [LogOutput.otlpHttp({ url: `http://127.0.0.1:${this.http}` })];
  }

  /** Appends to a log file. */
  public log(name: string, text: string | Buffer): void {
    fs.appendFileSync(this.logFile(name), text);
  }

  public async open(): Promise<void> {
    this.env = { POD_NAME: 'web-1', POD_NAMESPACE: 'shop' };
    this.folder = fs.mkdtempSync(path.join(os.tmpdir(), 'collector-'));
    ['logs', 'state', 'out'].forEach(name => fs.mkdirSync(this.file(name)));
    [this.grpc, this.http, this.loki, this.health, this.metrics, this.records, this.readerHealth, this.readerMetrics] = await freePorts(8);
    await this.startReceiver();
  }

  /** Takes records and keeps the headers that they came with. */
  public async startReceiver(): Promise<void> {
    const headers = ['x-secret', 'x-scope-orgid'].map(name => ({ key: name, from_context: `metadata.${name}`, action: 'upsert' }));
    this.receiver = this.spawn('receiver', stringify({
      receivers: {
        'otlp': {
          protocols: {
            grpc: { endpoint: `127.0.0.1:${this.grpc}`, include_metadata: true },
            http: { endpoint: `127.0.0.1:${this.http}`, include_metadata: true },
          },
        },
        'otlp/loki': { protocols: { http: { endpoint: `127.0.0.1:${this.loki}`, include_metadata: true, logs_url_path: '/otlp/v1/logs' } } },
      },
      processors: { attributes: { actions: headers } },
      exporters: { file: { path: this.file('out/received.json'), rotation: { max_megabytes: 1000 } } },
      service: {
        telemetry: { metrics: { level: 'none' } },
        pipelines: { logs: { receivers: ['otlp', 'otlp/loki'], processors: ['attributes'], exporters: ['file'] } },
      },
    }), []);
    await eventually(() => fs.readFileSync(this.file('receiver.err'), 'utf8').includes('Everything is ready'), () => 'a receiver');
  }

  /** Starts the generated configuration, with only its ports and the folder of its positions changed. */
  public ship(rendered: Rendered): ChildProcess {
    if (rendered.reader) {
      this.startReader(rendered.reader);
    }
    const yaml = rendered.yaml
      .replace('directory: /var/lib/otelcol', `directory: ${this.file('state')}`)
      .replace('0.0.0.0:13133', `127.0.0.1:${this.health}`)
      .replace('host: 0.0.0.0', 'host: 127.0.0.1')
      .replace('port: 8888', `port: ${this.metrics}`)
      .replace('127.0.0.1:14317', `127.0.0.1:${this.records}`);
    this.shipper = this.spawn('shipper', yaml, rendered.container.args.filter((arg: string) => !arg.startsWith('--config')));
    return this.shipper;
  }

  private startReader({ yaml, container }: NonNullable<Rendered['reader']>): void {
    this.spawn('reader', yaml
      .replace('directory: /var/lib/otelcol', `directory: ${this.file('state')}`)
      .replace('0.0.0.0:13134', `127.0.0.1:${this.readerHealth}`)
      .replace('host: 0.0.0.0', 'host: 127.0.0.1')
      .replace('port: 8889', `port: ${this.readerMetrics}`)
      .replace('127.0.0.1:14317', `127.0.0.1:${this.records}`), container.args.filter((arg: string) => !arg.startsWith('--config')), {});
  }

  private spawn(name: string, yaml: string, args: string[], env = this.env): ChildProcess {
    fs.writeFileSync(this.file(`${name}.yaml`), yaml);
    const child = this.collector.start([`--config=${this.file(`${name}.yaml`)}`, ...args], {
      env,
      stdio: ['ignore', fs.openSync(this.file(`${name}.out`), 'a'), fs.openSync(this.file(`${name}.err`), 'w')],
    });
    this.started.push(child);
    return child;
  }

  /** Everything that has arrived so far. */
  public received(): Received[] {
    return readIfThere(this.file('out/received.json')).split('\n').slice(0, -1).flatMap(toRecords);
  }

  public bodies(): any[] {
    return this.received().map(({ body }) => body);
  }

  /** Waits until so many records have arrived. */
  public async receives(count: number): Promise<Received[]> {
    await eventually(() => this.received().length >= count, () => `${count} records, got ${JSON.stringify(this.bodies()).slice(0, 2000)}; ${this.errors()}`);
    return this.received();
  }

  public errors(): string {
    return readIfThere(this.file('shipper.err'));
  }

  public stop(child = this.shipper!, signal: NodeJS.Signals = 'SIGTERM'): Promise<number | null> {
    return stop(child, signal);
  }

  public async remove(): Promise<void> {
    await Promise.all(this.started.splice(0).map(child => this.stop(child, 'SIGKILL')));
    fs.rmSync(this.folder, { recursive: true });
  }
}

/** Tests that have a new workplace each; left out where the program is not installed. */
export function describeWithCollector(name: string, tests: (place: Workplace) => void): void {
  describeProgram(COLLECTOR, name, (collector) => {
    const place = new Workplace(collector);
    beforeEach(() => place.open());
    afterEach(() => place.remove());
    tests(place);
  });
}

function toRecords(line: string): Received[] {
  return JSON.parse(line).resourceLogs.flatMap((resource: any) => resource.scopeLogs.flatMap((scope: any) => scope.logRecords.map((record: any) => ({
    body: toValue(record.body),
    attributes: toMap(record.attributes),
    resource: toMap(resource.resource.attributes),
    time: new Date(Number(BigInt(record.timeUnixNano ?? 0) / 1000000n)).toISOString(),
  }))));
}

export function toMap(list: { key: string; value: any }[] = []): Record<string, any> {
  return Object.fromEntries(list.map(({ key, value }) => [key, toValue(value)]));
}

function toValue(value: any = {}): any {
  const [kind] = Object.keys(value);
  return kind === 'kvlistValue' ? toMap(value.kvlistValue.values) : kind === 'arrayValue' ? (value.arrayValue.values ?? []).map(toValue) : value[kind];
}

export function readIfThere(file: string): string {
  return fs.existsSync(file) ? fs.readFileSync(file, 'utf8') : '';
}
