import * as fs from 'node:fs';
import * as http from 'node:http';
import * as net from 'node:net';
import * as os from 'node:os';
import * as path from 'node:path';
import { removeFolder } from './processes';
import { ChildProcess, describeProgram, Program, stop } from './programs';
import { until } from './waiting';

/** Tests of nginx. */
export function describeNginx(name: string, tests: (nginx: Program) => void): void {
  describeProgram('nginx', name, tests);
}

export interface Answer {
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: Buffer;
}

/** A folder of its own, in which nginx reads its configuration and writes what it writes. */
export class NginxFolder {
  public readonly folder = fs.mkdtempSync(path.join(os.tmpdir(), 'nginx-'));
  private running?: ChildProcess;

  constructor(private readonly program: Program) {
    fs.chmodSync(this.folder, 0o777);
  }

  public file(name: string): string {
    return path.join(this.folder, name);
  }

  /** What `nginx -t` says against a configuration; nothing when it is accepted without a warning. */
  public complaints(config: string): string {
    fs.writeFileSync(this.file('nginx.conf'), config);
    const { status, stderr } = this.program.run([...this.args(), '-t']);
    const complaints = stderr.split('\n').filter((line) => line && !/syntax is ok$|test is successful$/.test(line)).join('\n');
    return status === 0 ? complaints : complaints || `ended with ${status}`;
  }

  /** Starts nginx, and waits until it answers on the socket `http` of the folder. */
  public async start(config: string): Promise<void> {
    await this.startBy(this.program, [...this.args(), '-g', 'daemon off;'], {}, config);
  }

  /** Starts it by another program. */
  public async startBy(program: Program, args: string[], env: NodeJS.ProcessEnv, config: string): Promise<void> {
    fs.writeFileSync(this.file('nginx.conf'), config);
    const running = program.start(args, {
      stdio: ['ignore', 'ignore', fs.openSync(this.file('stderr'), 'a')],
      env,
    });
    this.running = running;
    // It listens a moment before it handles signals; by then it has written this file.
    const [, pidFile] = /^pid (.*);$/m.exec(config) ?? [];
    await until('nginx answers', async () => {
      if (running.exitCode !== null) {
        throw new Error(`nginx has ended with ${running.exitCode}: ${this.errors()}`);
      }
      return (pidFile === undefined || fs.existsSync(pidFile)) && this.accepts();
    }, () => this.errors());
  }

  public errors(): string {
    return fs.readFileSync(this.file('stderr'), 'utf8');
  }

  /** Whether it takes connections. */
  public accepts(): Promise<boolean> {
    return new Promise((resolve) => {
      const socket = net.connect(this.file('http'), () => resolve(true));
      socket.on('error', () => resolve(false));
      socket.on('connect', () => socket.end());
    });
  }

  /** A request to the socket `http` of the folder. */
  public get(target: string, headers: http.OutgoingHttpHeaders = {}, body?: Buffer): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const request = http.request({
        socketPath: this.file('http'), path: target, headers: { Host: 'localhost', ...headers }, method: body ? 'POST' : 'GET',
      }, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () => resolve({ status: response.statusCode!, headers: response.headers, body: Buffer.concat(chunks) }));
      });
      request.on('error', reject);
      request.end(body);
    });
  }

  /** Tells nginx something; gives its exit code when it has ended. */
  public stop(signal?: NodeJS.Signals): Promise<number | null> {
    return stop(this.running!, signal);
  }

  public async remove(): Promise<void> {
    await (this.running && stop(this.running));
    removeFolder(this.folder);
  }

  private args(): string[] {
    return ['-p', this.folder, '-e', 'stderr', '-c', this.file('nginx.conf')];
  }
}
