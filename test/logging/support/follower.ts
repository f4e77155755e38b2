import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { removeFolder, rounds } from '../../support/processes';
import { ChildProcessWithoutNullStreams, Program } from '../../support/programs';
import { describeShells, Toolbox } from '../../support/toolbox';
import { eventually } from '../../support/waiting';

export const SCRIPTS = path.join(__dirname, '../../../src/logging/scripts');

const TOOLS = ['awk', 'cat', 'dd', 'mv', 'readlink', 'sleep', 'stat', 'tail', 'tr', 'wc', 'xargs'];

/** Tests of a script in each shell that it is for. */
export function describeFollow(title: string, tests: (box: Toolbox) => void, shells = ['busybox', 'dash', 'bash'], others: string[] = []): void {
  describeShells(title, { own: TOOLS, others }, tests, shells);
}

/** An empty folder, with the few programs in `bin` that the script may use: for busybox its own, beside dash mawk. */
export class Workplace {
  public readonly folder = fs.mkdtempSync(path.join(os.tmpdir(), 'follow-'));
  private readonly started: Follower[] = [];

  private readonly sh: Program;

  constructor(box: Toolbox) {
    fs.chmodSync(this.folder, 0o755);
    fs.mkdirSync(this.file('logs'));
    fs.writeFileSync(this.file('redact.awk'), 'function redact(text, keys) { gsub(keys, "***", text); return text }\n');
    this.sh = box.install(this.file('bin'));
  }

  public file(name: string): string {
    return path.join(this.folder, name);
  }

  /** A log file, with the text in it if there is one. */
  public log(name: string, text?: string): string {
    const file = path.join(this.folder, 'logs', name);
    if (text !== undefined) {
      fs.mkdirSync(path.dirname(file), { recursive: true });
      fs.appendFileSync(file, text);
    }
    return file;
  }

  public follow(globs: string[], env: Record<string, string> = {}, options: { uid?: number; scripts?: string } = {}): Follower {
    const scripts = options.scripts ?? SCRIPTS;
    const follower = new Follower(this.sh.start([path.join(scripts, 'follow.sh'), ...globs], {
      cwd: '/',
      uid: options.uid,
      env: {
        PATH: this.file('bin'),
        LOG_FOLDERS: this.file('logs'),
        LOG_INTERVAL: '0.02',
        LOG_HEARTBEAT: '',
        LOG_PROGRAMS: [path.join(scripts, 'frame.awk'), path.join(scripts, 'lines.awk'), this.file('redact.awk')].join(' '),
        ...env,
      },
    }));
    this.started.push(follower);
    return follower;
  }

  public async remove(): Promise<void> {
    await Promise.all(this.started.map(one => one.stop('SIGKILL')));
    removeFolder(this.folder);
  }
}

/** A running follower and what it has printed so far. */
export class Follower {
  public readonly pid: number;
  private readonly exited: Promise<number | string>;
  private readonly out: Buffer[] = [];
  private readonly err: Buffer[] = [];

  constructor(private readonly child: ChildProcessWithoutNullStreams) {
    this.pid = child.pid!;
    child.stdout.on('data', data => this.out.push(data));
    child.stderr.on('data', data => this.err.push(data));
    this.exited = new Promise(resolve => child.on('close', (code, signal) => resolve(code ?? signal ?? '')));
  }

  public get bytes(): Buffer {
    return Buffer.concat(this.out);
  }

  public get text(): string {
    return this.bytes.toString('latin1');
  }

  public get lines(): string[] {
    return this.text.split('\n').slice(0, -1);
  }

  public get errors(): string {
    return Buffer.concat(this.err).toString();
  }

  /** Waits until the text has been printed. */
  public prints(text: string): Promise<void> {
    return eventually(() => this.text.includes(text), () => `'${text}' in '${this.text.slice(-2000)}', errors '${this.errors}'`);
  }

  /** Waits until all files have been looked at, by a look that starts after this call. */
  public async looks(): Promise<void> {
    await rounds(this.pid, 2, () => this.errors);
  }

  /** The exit code. */
  public exit(): Promise<number | string> {
    return this.exited;
  }

  public stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<number | string> {
    this.child.kill(signal);
    return this.exited;
  }
}

