import { ChildProcess, spawn, spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as http from 'node:http';
import * as os from 'node:os';
import * as path from 'node:path';
import { skipped } from './skipped';

export const NGINX = ['/usr/sbin/nginx', '/usr/local/sbin/nginx', '/opt/homebrew/bin/nginx'].find((file) => fs.existsSync(file));

/** Tests that need nginx; left out where it is not installed. */
export function describeNginx(name: string, tests: () => void): void {
  if (!NGINX) {
    skipped('nginx');
  }
  (NGINX ? describe : describe.skip)(name, tests);
}

/** A folder of its own, in which nginx reads its configuration and writes what it writes. */
export class NginxFolder {
  public readonly folder = fs.mkdtempSync(path.join(os.tmpdir(), 'nginx-'));
  private program?: ChildProcess;

  constructor() {
    fs.chmodSync(this.folder, 0o777);
  }

  public file(name: string): string {
    return path.join(this.folder, name);
  }

  /** What `nginx -t` says against a configuration; nothing when it is accepted without a warning. */
  public complaints(config: string): string {
    fs.writeFileSync(this.file('nginx.conf'), config);
    const { status, stderr } = spawnSync(NGINX!, [...this.args(), '-t'], { encoding: 'utf8' });
    const complaints = stderr.split('\n').filter((line) => line && !/syntax is ok$|test is successful$/.test(line)).join('\n');
    return status === 0 ? complaints : complaints || `ended with ${status}`;
  }

  /** Starts nginx, and waits until it answers on the socket `http` of the folder. */
  public async start(config: string): Promise<void> {
    fs.writeFileSync(this.file('nginx.conf'), config);
    this.program = spawn(NGINX!, [...this.args(), '-g', 'daemon off;'], { stdio: ['ignore', 'ignore', fs.openSync(this.file('stderr'), 'a')] });
    for (const end = Date.now() + 10_000; !await this.get('/').catch(() => undefined);) {
      if (Date.now() > end || this.program.exitCode !== null) {
        throw new Error(`nginx does not answer: ${fs.readFileSync(this.file('stderr'), 'utf8')}`);
      }
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  /** A request to the socket `http` of the folder. */
  public get(target: string, headers: http.OutgoingHttpHeaders = {}): Promise<{ status: number; headers: http.IncomingHttpHeaders; body: Buffer }> {
    return new Promise((resolve, reject) => {
      const request = http.get({ socketPath: this.file('http'), path: target, headers: { Host: 'localhost', ...headers } }, async (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () => resolve({ status: response.statusCode!, headers: response.headers, body: Buffer.concat(chunks) }));
      });
      request.on('error', reject);
    });
  }

  public async remove(): Promise<void> {
    if (this.program && this.program.exitCode === null) {
      const ended = new Promise((resolve) => this.program!.once('exit', resolve));
      this.program.kill();
      await ended;
    }
    fs.rmSync(this.folder, { recursive: true });
  }

  private args(): string[] {
    return ['-p', this.folder, '-e', 'stderr', '-c', this.file('nginx.conf')];
  }
}
