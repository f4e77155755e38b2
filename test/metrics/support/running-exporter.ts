import * as fs from 'node:fs';
import * as net from 'node:net';
import * as os from 'node:os';
import * as path from 'node:path';
import { Rendered } from './adapter';
import { ChildProcess, Program, stop } from '../../support/programs';
import { eventually } from '../../support/waiting';

/** An exporter with its generated arguments, environment and files, in a folder that takes the place of those in the container. */
export class RunningExporter {
  private readonly folder = fs.mkdtempSync(path.join(os.tmpdir(), 'exporter-'));
  private readonly child: ChildProcess;

  /** @param env what the container has from Secrets */
  constructor(program: Program, private readonly rendered: Rendered, env: { [name: string]: string } = {}) {
    Object.entries(rendered.files).forEach(([name, text]) => fs.writeFileSync(path.join(this.folder, name), text));
    const args = (rendered.container.args ?? []).map((arg: string) => arg.replace(/=\/etc\/[^/]+/, `=${this.folder}`));
    this.child = program.start(args, { env: { PATH: process.env.PATH, ...rendered.env, ...env }, stdio: 'ignore' });
  }

  /** Waits until it answers its liveness probe. */
  public async ready(): Promise<void> {
    const { path: health } = this.rendered.container.livenessProbe.httpGet;
    await eventually(async () => await this.status(health) === 200, () => `${this.url}${health} answers`);
  }

  public get url(): string {
    return `http://127.0.0.1:${this.rendered.container.ports[0].containerPort}`;
  }

  /** The status of a page, or 0 where nobody answers. */
  public status(page: string, method = 'GET'): Promise<number> {
    return fetch(`${this.url}${page}`, { method }).then(({ status }) => status, () => 0);
  }

  public async scrape(): Promise<string> {
    const { path: page } = this.rendered.adapter.scrapeTarget;
    return (await fetch(`${this.url}${page}`)).text();
  }

  public send(port: number, lines: string[]): Promise<void> {
    return new Promise((resolve, reject) => {
      const socket = net.connect(port, '127.0.0.1').on('error', reject).on('close', () => resolve());
      socket.end(lines.map((line) => `${line}\n`).join(''));
      socket.resume();
    });
  }

  public async remove(): Promise<void> {
    await stop(this.child, 'SIGKILL');
    fs.rmSync(this.folder, { recursive: true });
  }
}
