import { ChildProcess, spawn } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { programOf } from '../../support/programs';
import { skipped } from '../../support/skipped';

export const SCRIPTS = path.join(__dirname, '../../../src/logging/scripts');

const PROGRAMS = ['awk', 'cat', 'dd', 'mv', 'sleep', 'stat', 'tr'];

function find(program: string): string | undefined {
  return programOf(program);
}

/** The shells that are installed, of those the script is for. */
export function shells(): string[] {
  const names = ['busybox', 'dash', 'bash'];
  const installed = names.filter(name => find(name));
  names.filter(name => !installed.includes(name)).forEach(name => skipped(name));
  return installed;
}

/** An empty folder, with the few programs in `bin` that the script may use: for busybox its own, beside dash mawk. */
export class Workplace {
  public readonly folder = fs.mkdtempSync(path.join(os.tmpdir(), 'follow-'));
  private readonly started: Follower[] = [];

  constructor(shell: string) {
    fs.chmodSync(this.folder, 0o755);
    fs.mkdirSync(this.file('bin'));
    fs.mkdirSync(this.file('logs'));
    fs.writeFileSync(this.file('redact.awk'), 'function redact(text, keys) { gsub(keys, "***", text); return text }\n');
    PROGRAMS.forEach(program => this.addProgram(program, shell === 'busybox' ? 'busybox' : program));
    this.addProgram('sh', shell);
    if (shell === 'dash' && find('mawk')) {
      fs.rmSync(this.file('bin/awk'));
      this.addProgram('awk', 'mawk');
    }
  }

  public addProgram(name: string, program = name): void {
    fs.symlinkSync(fs.realpathSync(find(program)!), this.file(`bin/${name}`));
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
    const follower = new Follower(spawn(this.file('bin/sh'), [path.join(scripts, 'follow.sh'), ...globs], {
      cwd: '/',
      uid: options.uid,
      env: {
        PATH: this.file('bin'),
        LOG_INTERVAL: '0.02',
        LOG_PROGRAMS: [path.join(scripts, 'frame.awk'), path.join(scripts, 'lines.awk'), this.file('redact.awk')].join(' '),
        ...env,
      },
    }));
    this.started.push(follower);
    return follower;
  }

  public async remove(): Promise<void> {
    await Promise.all(this.started.map(one => one.stop('SIGKILL')));
    fs.rmSync(this.folder, { recursive: true });
  }
}

/** A running follower and what it has printed so far. */
export class Follower {
  public readonly pid: number;
  private readonly exited: Promise<number | string>;
  private readonly out: Buffer[] = [];
  private readonly err: Buffer[] = [];

  constructor(private readonly child: ChildProcess) {
    this.pid = child.pid!;
    child.stdout!.on('data', data => this.out.push(data));
    child.stderr!.on('data', data => this.err.push(data));
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
    return until(() => this.text.includes(text), () => `'${text}' in '${this.text.slice(-2000)}', errors '${this.errors}'`);
  }

  /** Waits until all files have been looked at, by a look that starts after this call. */
  public async looks(): Promise<void> {
    const pauses = new Set<string>();
    await until(() => {
      childrenOf(this.pid).filter(child => child.program === 'sleep').forEach(child => pauses.add(child.pid));
      return pauses.size >= 3;
    }, () => `a look, errors '${this.errors}'`);
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

export async function until(condition: () => boolean | Promise<boolean>, what: () => string): Promise<void> {
  const end = Date.now() + 30_000;
  while (!await condition()) {
    if (Date.now() > end) {
      throw new Error(`waited 30 seconds for ${what()}`);
    }
    await pause(5);
  }
}

export function pause(milliseconds: number): Promise<void> {
  return new Promise(resolve => setTimeout(resolve, milliseconds));
}

/** The processes that were started with this in their environment. */
export function processesWith(setting: string): string[] {
  return fs.readdirSync('/proc').filter(pid => /^\d+$/.test(pid) && readIfThere(`/proc/${pid}/environ`).includes(setting));
}

/** The children of a process and their states: `S` for one that sleeps, `Z` for a zombie. */
export function childrenOf(pid: number): { pid: string; program: string; state: string }[] {
  return readIfThere(`/proc/${pid}/task/${pid}/children`).split(' ').filter(child => child !== '').map(child => {
    const [, program, state] = /\((.*)\) (\w)/.exec(readIfThere(`/proc/${child}/stat`)) ?? ['', '', 'gone'];
    return { pid: child, program, state };
  });
}

function readIfThere(file: string): string {
  try {
    return fs.readFileSync(file, 'latin1');
  } catch {
    return '';
  }
}
