import { once } from 'node:events';
import * as fs from 'node:fs';
import * as net from 'node:net';
import * as os from 'node:os';
import * as path from 'node:path';
import { Rendered } from './render';
import { request } from './test-servers';
import { removeFolder } from '../../support/processes';
import { ChildProcess, loadStream, Program, required, stop } from '../../support/programs';
import { eventually } from '../../support/waiting';

/** The program of a rendered ambassador on this machine, started by its own script, with its files in a folder. */
export class LocalProxy {
  public readonly folder = fs.mkdtempSync(path.join(os.tmpdir(), 'ambassador-'));
  public output = '';
  private running?: ChildProcess;

  /**
   * @param env in place of what the container gets from Secrets
   * @param files by their paths in the container, in place of mounted Secrets
   */
  constructor(
    private readonly program: Program,
    private readonly rendered: Rendered,
    private readonly env: { [name: string]: string } = {},
    files: { [file: string]: string } = {},
  ) {
    for (const file of ['tmp', 'run', 'run/ambassador']) {
      fs.mkdirSync(path.join(this.folder, file));
      fs.chmodSync(path.join(this.folder, file), 0o777);
    }
    fs.chmodSync(this.folder, 0o755);
    for (const [name, text] of Object.entries(rendered.files)) {
      this.write(name, (name === 'nginx.conf' ? loadStream() : '') + this.moved(text));
    }
    for (const [file, text] of Object.entries(files)) {
      this.write(file, text);
    }
    this.write('resolv.conf', 'nameserver 127.0.0.1\nsearch shop.svc.cluster.local svc.cluster.local\n');
  }

  public write(file: string, text: string): void {
    const target = path.join(this.folder, file);
    fs.mkdirSync(path.dirname(target), { recursive: true });
    fs.writeFileSync(`${target}.new`, text);
    fs.renameSync(`${target}.new`, target);
  }

  /** All that it has written to stdout and stderr. */
  public written(): string {
    const byName = path.join(this.folder, 'tmp/stdout');
    return this.output + (fs.existsSync(byName) ? fs.readFileSync(byName, 'utf8') : '');
  }

  public read(file: string): string {
    return fs.readFileSync(path.join(this.folder, file), 'utf8');
  }

  /** Paths of the container, in the folder. */
  private moved(text: string): string {
    // Here stdout is a socket, which no program can open by its name.
    return text.replaceAll('/dev/stdout', '/tmp/stdout').replace(/(?<=[ "=])\/(tmp|run|ca|certificate)\//g, `${this.folder}/$1/`);
  }

  /** Starts the program, and waits until it listens on a port. */
  public async start(port: number, as?: number): Promise<this> {
    const [, script] = this.rendered.container.command;
    const own = this.rendered.container.env?.filter(({ value }: any) => value !== undefined).map(({ name, value }: any) => [name, this.moved(` ${value}`).slice(1).replace(/\$\$/g, () => '$')]);
    const running = required('sh').start([path.join(this.folder, path.basename(script)), path.join(this.folder, 'resolv.conf')], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { PATH: `${path.dirname(this.program.file)}:${process.env.PATH}`, ...Object.fromEntries(own ?? []), ...this.env },
      ...process.getuid!() === 0 && as ? { uid: as, gid: as } : {},
    });
    this.running = running;
    [running.stdout!, running.stderr!].forEach((stream) => stream.on('data', (data) => { this.output += data; }));
    const closed = once(running, 'close');
    await eventually(async () => {
      if (running.exitCode !== null) {
        await closed; // until all that it has said is there
        throw new Error(`ended with ${running.exitCode}: ${this.output}`);
      }
      return accepts(port);
    }, () => this.output, 40);
    return this;
  }

  /** The same for a program that answers HTTP on the port. When it does it listens on its other ports too, which it opens one after the other. */
  public async startAnswering(port: number): Promise<this> {
    await this.start(port);
    await request(port, '/healthz');
    return this;
  }

  /** Waits for its end, and gives its exit code; sends a signal before. */
  public stop(signal?: NodeJS.Signals): Promise<number | null> {
    return stop(this.running!, signal);
  }

  public async remove(): Promise<void> {
    if (this.running) {
      const impatient = setTimeout(() => this.running!.kill('SIGKILL'), 2000);
      await this.stop('SIGTERM'); // nginx would leave its workers behind otherwise
      clearTimeout(impatient);
    }
    this.discard();
  }

  /** Removes the folder of a program that was not started. */
  public discard(): void {
    removeFolder(this.folder);
  }
}

/** What a command says that checks a configuration; nothing when it is accepted without a warning. */
export function said(program: Program, args: string[], env: { [name: string]: string } = {}): string {
  const { status, stdout, stderr } = program.run(args, { env: { ...process.env, ...env } });
  const text = `${stdout}${stderr}`.trim();
  return status === 0 ? text : `ended with ${status}: ${text}`;
}

export function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = net.connect(port, '127.0.0.1');
    socket.once('connect', () => { socket.destroy(); resolve(true); });
    socket.once('error', () => resolve(false));
  });
}
