import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { killGroup, removeFolder } from '../../support/processes';
import { ChildProcess, ChildProcessWithoutNullStreams, Program } from '../../support/programs';
import { scriptFile } from '../../support/scripts';
import { Toolbox } from '../../support/toolbox';

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

  private readonly sh: Program;

  constructor(box: Toolbox) {
    this.sh = box.install(this.file('bin'));
  }

  public file(name: string): string {
    return path.join(this.folder, name);
  }

  /** A program of the test's own, in place of one that is there. */
  public program(name: string, text: string): void {
    fs.rmSync(this.file(`bin/${name}`), { force: true }); // a link to the real one
    fs.writeFileSync(this.file(`bin/${name}`), `#!${this.file('bin/sh')}\n${text}\n`, { mode: 0o755 });
  }

  public start(script: string, args: string[], env: Record<string, string>): { child: ChildProcessWithoutNullStreams; ended: Promise<Ended> } {
    const child = this.sh.start([path.isAbsolute(script) ? script : scriptFile(script), ...args], { cwd: this.folder, env: { PATH: this.file('bin'), ...env }, detached: true });
    this.started.push(child);
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (data) => { stdout += data; });
    child.stderr.on('data', (data) => { stderr += data; });
    return { child, ended: new Promise((resolve) => child.on('close', (code) => resolve({ code, stdout, stderr }))) };
  }

  public run(script: string, args: string[], env: Record<string, string> = {}): Promise<Ended> {
    return this.start(script, args, env).ended;
  }

  public remove(): void {
    this.started.forEach(({ pid }) => killGroup(pid!));
    removeFolder(this.folder);
  }
}
