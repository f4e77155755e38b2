import { ChildProcess, spawn } from 'node:child_process';
import * as fs from 'node:fs';
import * as net from 'node:net';
import * as os from 'node:os';
import * as path from 'node:path';
import { find } from '../../init/support/shell';

export const SCRIPTS = path.join(__dirname, '../../../src/metrics/scripts');

/** A busybox with the applet tcpsvd, which the official image has and Debian's package has not. */
export const BUSYBOX = find('tcpsvd') && fs.realpathSync(find('tcpsvd')!);

const APPLETS = ['awk', 'cat', 'cmp', 'date', 'head', 'mv', 'sed', 'sh', 'sleep', 'stat', 'tail', 'tcpsvd', 'timeout', 'tr'];

/** A folder where scripts run with nothing in their PATH but applets of busybox. */
export class Container {
  public readonly folder = fs.mkdtempSync(path.join(os.tmpdir(), 'metrics-'));
  public errors = '';
  private process?: ChildProcess;

  constructor() {
    fs.mkdirSync(this.file('bin'));
    APPLETS.forEach((applet) => fs.symlinkSync(BUSYBOX!, this.file(`bin/${applet}`)));
  }

  public file(name: string): string {
    return path.join(this.folder, name);
  }

  public write(name: string, text: string | Buffer): void {
    fs.writeFileSync(this.file(name), text);
  }

  /** Starts a script with its arguments; it leads a process group, as in a container. */
  public start(args: string[], env: { [name: string]: string }): ChildProcess {
    const options = { cwd: this.folder, env: { PATH: this.file('bin'), ...env }, detached: true };
    this.process = spawn(this.file('bin/sh'), args, { ...options, stdio: ['ignore', 'ignore', 'pipe'] });
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

  public remove(): void {
    try {
      process.kill(-this.process!.pid!, 'SIGKILL');
    } catch { /* it has ended */ }
    fs.rmSync(this.folder, { recursive: true });
  }
}

export function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = net.createServer().listen(0, () => {
      const { port } = server.address() as net.AddressInfo;
      server.close(() => resolve(port));
    });
  });
}
