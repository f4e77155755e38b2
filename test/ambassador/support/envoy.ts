import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { Chart } from 'cdk8s';
import { AmbassadorProxy, EnvoyOptions, AmbassadorProgram, Upstream } from '../../../src';
import { CertificateFiles, makeCertificate, mountSecret } from '../../support/certificates';
import { freePorts } from '../../support/ports';
import { ChildProcess, Program, stop } from '../../support/programs';
import { until } from '../../support/waiting';
import { configFilesOf, containerOf, newDeployment, podSpecOf } from '../../support/workloads';

export interface Rendered {
  readonly files: { [name: string]: string };
  readonly config: any;
  readonly container: any;
  readonly spec: any;
}

/** The configuration and container of an ambassador. */
export function render(upstreams: Upstream[] | ((chart: Chart) => Upstream[]), options?: EnvoyOptions, healthPort?: number): Rendered {
  const deployment = newDeployment();
  const chart = Chart.of(deployment);
  new AmbassadorProxy(deployment, 'Calls', {
    upstreams: Array.isArray(upstreams) ? upstreams : upstreams(chart),
    program: AmbassadorProgram.envoy(options),
    healthPort,
  });
  const files = configFilesOf(chart);
  const spec = podSpecOf(chart);
  return { files, config: JSON.parse(files['envoy.json']), container: containerOf(spec, 'calls'), spec };
}

/** What the program says of a configuration: nothing, or why it cannot run, or what it warns of. */
export function validate(envoy: Program, rendered: Rendered): string {
  // Here stdout is a socket, which no program can open by its name.
  const files = { ...rendered.files, 'envoy.json': rendered.files['envoy.json'].replaceAll('"/dev/stdout"', '"/dev/null"') };
  const folder = place({ ...rendered, files });
  for (const { mountPath } of rendered.container.volumeMounts.filter(({ mountPath: at }: any) => /^\/(ca|tls)\//.test(at))) {
    certificate ??= makeCertificate();
    mountSecret(path.join(folder, mountPath), { ...certificate, 'ca.crt': certificate['tls.crt'] });
  }
  const args = ['--mode', 'validate', '-c', path.join(folder, 'envoy.json'), ...argsOf(rendered)];
  const { status, stderr } = envoy.run(args, { env: passwordsOf(rendered) });
  fs.rmSync(folder, { recursive: true });
  return status === 0 ? stderr : `${status} ${stderr}`;
}

/** The same for all configurations, because making one takes time. */
let certificate: CertificateFiles | undefined;

function argsOf({ container }: Rendered): string[] {
  return container.args.slice(container.args.indexOf('--concurrency'));
}

function passwordsOf({ container }: Rendered): { [name: string]: string } {
  return Object.fromEntries((container.env ?? []).map(({ name }: { name: string }) => [name, 'a\'b"c$d\\e']));
}

/** Writes the files, with the folders of the container below one of this machine. */
function place({ files }: Rendered): string {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'envoy-'));
  for (const [name, text] of Object.entries(files)) {
    fs.writeFileSync(path.join(folder, name), text.replace(/"\/(etc|run)\/envoy\//g, `"${folder}/`).replace(/"\/(ca|tls)\//g, `"${folder}/$1/`));
  }
  return folder;
}

/** An Envoy that runs with a generated configuration. */
export class RunningEnvoy {
  public static async start(
    program: Program,
    upstreams: Upstream[] | ((chart: Chart) => Upstream[]),
    options?: EnvoyOptions,
    prepare?: (folder: string) => void,
  ): Promise<RunningEnvoy> {
    const [port] = await freePorts(1);
    const rendered = render(upstreams, options, port);
    const folder = place(rendered);
    prepare?.(folder);
    const log = fs.openSync(path.join(folder, 'log'), 'a');
    const child = program.start(['-c', path.join(folder, 'envoy.json'), ...argsOf(rendered)], { env: passwordsOf(rendered), stdio: ['ignore', log, log] });
    const envoy = new RunningEnvoy(folder, port, child);
    await until('Envoy is ready', async () => (await fetch(`http://127.0.0.1:${port}/healthz`)).ok, () => envoy.log());
    return envoy;
  }

  private constructor(public readonly folder: string, private readonly healthPort: number, private readonly child: ChildProcess) {}

  /** Asks the listener for health and metrics. */
  public health(page: string, init?: RequestInit, host = '127.0.0.1'): Promise<Response> {
    return fetch(`http://${host}:${this.healthPort}${page}`, init);
  }

  /** The value of a metric of a cluster, or of several together. */
  public async metric(name: string, labels = ''): Promise<number> {
    const text = await (await this.health('/metrics')).text();
    const values = text.split('\n').filter((line) => line.startsWith(`${name}{`) && line.includes(labels));
    return values.reduce((sum, line) => sum + Number(line.split(' ').pop()), 0);
  }

  public log(): string {
    return fs.readFileSync(path.join(this.folder, 'log'), 'utf8');
  }

  public async stop(): Promise<void> {
    await stop(this.child, 'SIGKILL');
    fs.rmSync(this.folder, { recursive: true });
  }
}
