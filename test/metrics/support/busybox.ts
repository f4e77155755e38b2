import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { killGroup, removeFolder } from '../../support/processes';
import { ChildProcess, Program, stop } from '../../support/programs';
import { until } from '../../support/waiting';

const APPLETS = ['awk', 'cat', 'cmp', 'date', 'head', 'mv', 'sed', 'sleep', 'stat', 'tail', 'tcpsvd', 'timeout', 'tr'];

/** A folder where scripts run with nothing in their PATH but applets of busybox. */
export class Container {
  public readonly folder = fs.mkdtempSync(path.join(os.tmpdir(), 'metrics-'));
  public errors = '';
  private readonly sh: Program;
  private process?: ChildProcess;
  private readonly beside: ChildProcess[] = [];

  constructor(private readonly busybox: Program) {
    fs.mkdirSync(this.file('bin'));
    APPLETS.forEach((applet) => this.addApplet(applet));
    this.sh = this.addApplet('sh');
  }

  public file(name: string): string {
    return path.join(this.folder, name);
  }

  public addApplet(applet: string): Program {
    return this.busybox.linkAs(this.file(`bin/${applet}`));
  }

  public write(name: string, text: string | Buffer): void {
    fs.writeFileSync(this.file(name), text);
  }

  /** Runs a shell script until the end. */
  public startBeside(script: string): void {
    this.beside.push(this.sh.start(['-c', script], { cwd: this.folder }));
  }

  /** Starts a script with its arguments; it leads a process group, as in a container. */
  public start(args: string[], env: { [name: string]: string }): ChildProcess {
    const options = { cwd: this.folder, env: { PATH: this.file('bin'), ...env }, detached: true };
    this.process = this.sh.start(args, { ...options, stdio: ['ignore', 'ignore', 'pipe'] });
    this.process.stderr!.on('data', (data) => { this.errors += data; });
    return this.process;
  }

  /** Names of the programs that run in the process group. */
  public processes(): string[] {
    return fs.readdirSync('/proc').filter((id) => /^\d+$/.test(id)).flatMap((id) => {
      try {
        const [, name, state, rest] = /\((.*)\) (\S) (.*)/.exec(fs.readFileSync(`/proc/${id}/stat`, 'utf8'))!;
        return Number(rest.split(' ')[1]) === this.process!.pid ? [`${name} ${state}`] : [];
      } catch {
        return [];
      }
    });
  }

  public async remove(): Promise<void> {
    await Promise.all(this.beside.map((child) => stop(child, 'SIGKILL')));
    killGroup(this.process!.pid!);
    await until('its processes have ended', async () => this.processes().every((process) => process.endsWith(' Z')));
    removeFolder(this.folder);
  }
}
