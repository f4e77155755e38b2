import * as fs from 'node:fs';
import * as net from 'node:net';
import * as os from 'node:os';
import * as path from 'node:path';
import { freePorts } from '../../support/ports';
import { ChildProcess, Program, stop } from '../../support/programs';
import { until } from '../../support/waiting';

interface Span {
  readonly traceId: string;
  readonly parentSpanId: string;
  readonly kind: number;
  readonly service: string;
  readonly attributes: { [name: string]: string };
}

/** A collector that writes the spans that it gets into a file. */
export class SpanCollector {
  public static async start(program: Program): Promise<SpanCollector> {
    const [port] = await freePorts(1);
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'spans-'));
    const config = {
      receivers: { otlp: { protocols: { grpc: { endpoint: `127.0.0.1:${port}` } } } },
      exporters: { file: { path: path.join(folder, 'spans'), flush_interval: '100ms' } },
      service: { telemetry: { metrics: { level: 'none' } }, pipelines: { traces: { receivers: ['otlp'], exporters: ['file'] } } },
    };
    fs.writeFileSync(path.join(folder, 'config.json'), JSON.stringify(config));
    const collector = new SpanCollector(port, folder, program.start(['--config', path.join(folder, 'config.json')], { stdio: 'ignore' }));
    await until('the collector listens', () => new Promise((resolve) => {
      const socket = net.connect(port, '127.0.0.1', () => resolve(socket.destroy()));
      socket.on('error', () => resolve(false));
    }));
    return collector;
  }

  private constructor(public readonly port: number, private readonly folder: string, private readonly child: ChildProcess) {}

  public spans(): Span[] {
    const pairs = (attributes: any[]) => Object.fromEntries(attributes.map(({ key, value }) => [key, Object.values(value)[0]]));
    return fs.readFileSync(path.join(this.folder, 'spans'), 'utf8').split('\n').filter(Boolean)
      .flatMap((line) => JSON.parse(line).resourceSpans)
      .flatMap(({ resource, scopeSpans }) => scopeSpans.flatMap(({ spans }: any) => spans)
        .map((span: any) => ({ ...span, service: pairs(resource.attributes)['service.name'], attributes: pairs(span.attributes) })));
  }

  public async stop(): Promise<void> {
    await stop(this.child, 'SIGKILL');
    fs.rmSync(this.folder, { recursive: true, force: true });
  }
}
