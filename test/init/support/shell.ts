import { ChildProcess, spawn } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { programOf } from '../../support/programs';
import { skipped } from '../../support/skipped';

export const SCRIPTS = path.join(__dirname, '../../../src/init/scripts');

export function find(program: string): string | undefined {
  return programOf(program);
}

/** The shells that are installed, of those that the images have. */
export function shells(): string[] {
  return ['busybox', 'dash'].filter((name) => find(name) || skipped(name));
}

/** What a script printed, and how it ended. */
export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A folder of its own, where scripts run with nothing in their PATH but a shell and the programs that are named. */
export class Shell {
  public readonly folder = fs.mkdtempSync(path.join(os.tmpdir(), 'init-'));
  private readonly started: ChildProcess[] = [];

  /**
   * @param programs taken from the shell's own image, so from busybox if that is the shell, where it has them
   */
  constructor(private readonly shell: string, programs: string[], private readonly fromBusybox: string[] = []) {
    fs.mkdirSync(this.file('bin'));
    [...programs, ...fromBusybox].forEach((program) => this.link(program, this.sourceOf(program)));
    this.link('sh', shell);
  }

  private sourceOf(program: string): string {
    const own = this.shell === 'busybox' || this.fromBusybox.includes(program);
    return own && !['curl', 'psql', 'pg_isready'].includes(program) ? 'busybox' : program;
  }

  private link(name: string, program: string): void {
    fs.symlinkSync(fs.realpathSync(find(program)!), this.file(`bin/${name}`));
  }

  public file(name: string): string {
    return path.join(this.folder, name);
  }

  /** A program of the test's own. */
  public program(name: string, text: string): void {
    fs.writeFileSync(this.file(`bin/${name}`), `#!${this.file('bin/sh')}\n${text}\n`, { mode: 0o755 });
  }

  public start(script: string, args: string[], env: Record<string, string>): { child: ChildProcess; ended: Promise<Ended> } {
    const child = spawn(this.file('bin/sh'), [path.resolve(SCRIPTS, script), ...args], { cwd: this.folder, env: { PATH: this.file('bin'), ...env } });
    this.started.push(child);
    let stdout = '';
    let stderr = '';
    child.stdout!.on('data', (data) => { stdout += data; });
    child.stderr!.on('data', (data) => { stderr += data; });
    return { child, ended: new Promise((resolve) => child.on('close', (code) => resolve({ code, stdout, stderr }))) };
  }

  public run(script: string, args: string[], env: Record<string, string> = {}): Promise<Ended> {
    return this.start(script, args, env).ended;
  }

  public remove(): void {
    this.started.forEach((child) => child.kill('SIGKILL'));
    fs.rmSync(this.folder, { recursive: true });
  }
}
