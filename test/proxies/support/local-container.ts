import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { Chart, Testing } from 'cdk8s';
import { killGroup, removeFolder } from '../../support/processes';
import { ChildProcess, loadStream, Program, required, stop } from '../../support/programs';
import { containerOf, podSpecOf } from '../../support/workloads';

type Files = { readonly [name: string]: string };

/** A container of a chart's workload on this machine: its own command, with its volumes in a folder. */
export class LocalContainer {
  private readonly folder = fs.mkdtempSync(path.join(os.tmpdir(), 'container-'));
  private readonly container: any;
  private readonly process: ChildProcess;
  /** How many processes its configuration has it start. */
  private workers = 0;

  /**
   * @param program what its image runs
   * @param secrets by their names
   */
  constructor(chart: Chart, name: string, program: Program, secrets: () => { [name: string]: Files }) {
    fs.chmodSync(this.folder, 0o755);
    const spec = podSpecOf(chart);
    this.container = containerOf(spec, name);
    this.container.volumeMounts.forEach(({ name: volume, mountPath }: any) => (
      this.write(mountPath, filesOf(chart, spec.volumes.find((other: any) => other.name === volume), secrets))));
    const [first, ...args] = [...this.container.command ?? [program.name], ...this.container.args ?? []].map((word) => this.moved(word));
    const env = this.container.env?.filter(({ value }: any) => value !== undefined).map((one: any) => [one.name, this.moved(one.value)]) ?? [];
    // A file, because a program could not open the socket that a pipe of Node.js is.
    const log = fs.openSync(path.join(this.folder, 'log'), 'a');
    this.process = (first === 'sh' ? required('sh') : program).start(args, { detached: true, stdio: ['ignore', log, log], env: { PATH: process.env.PATH, ...Object.fromEntries(env) } });
    fs.closeSync(log);
  }

  /** What it has printed. */
  public get output(): string {
    return fs.readFileSync(path.join(this.folder, 'log'), 'utf8');
  }

  /** What the kubelet asks. */
  public get livenessProbe(): { readonly port: number; readonly path: string; readonly scheme?: string } {
    return this.container.livenessProbe.httpGet;
  }

  /** The process ids of the program and of what it has started. */
  public processes(): number[] {
    const { pid } = this.process;
    return [pid!, ...fs.readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').filter(Boolean).map(Number)];
  }

  /** Whether it has started all the processes that it will run with. */
  public get isComplete(): boolean {
    return this.processes().length > this.workers;
  }

  public expectRunning(): void {
    if (this.process.exitCode !== null || this.process.signalCode !== null) {
      throw new Error(`it ended with ${this.process.exitCode ?? this.process.signalCode}: ${this.output}`);
    }
  }

  public async remove(): Promise<void> {
    const impatient = setTimeout(() => this.process.kill('SIGKILL'), 5000);
    await stop(this.process);
    clearTimeout(impatient);
    killGroup(this.process.pid!);
    removeFolder(this.folder);
  }

  private write(mountPath: string, files: Files): void {
    const folder = path.join(this.folder, mountPath);
    fs.mkdirSync(folder, { recursive: true });
    fs.chmodSync(folder, 0o777);
    for (const [name, text] of Object.entries(files)) {
      this.workers ||= Number(/^worker_processes (\d+);$/m.exec(text)?.[1] ?? 0);
      fs.writeFileSync(path.join(folder, name), (name === 'nginx.conf' && text.includes('\nstream {') ? loadStream() : '') + this.moved(text));
    }
  }

  /** Where it names one of its folders, that of this machine. */
  private moved(text: string): string {
    const paths = this.container.volumeMounts.map(({ mountPath }: any) => mountPath).join('|');
    return text.replace(new RegExp(`(?<=^|[\\s"'=:])(${paths})(?=/|["';\\s]|$)`, 'gm'), (mountPath) => this.folder + mountPath);
  }
}

function filesOf(chart: Chart, volume: any, secrets: () => { [name: string]: Files }): Files {
  const { configMap, projected, secret } = volume;
  if (projected) {
    return Object.assign({}, ...projected.sources.map((source: any) => filesOf(chart, source, secrets)));
  }
  const files = configMap
    ? Testing.synth(chart).find(({ kind, metadata }) => kind === 'ConfigMap' && metadata.name === configMap.name).data
    : secret ? secrets()[secret.secretName] : {};
  const items = (configMap ?? secret)?.items as { key: string; path: string }[] | undefined;
  return items ? Object.fromEntries(items.map((item) => [item.path, files[item.key]])) : files;
}
