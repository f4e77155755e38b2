import * as fs from 'node:fs';
import * as http from 'node:http';
import * as os from 'node:os';
import * as path from 'node:path';
import { addProxy } from './rendered';
import { EnvoyReverseProxyOptions, ReverseProxyProps, ReverseProxyProgram } from '../../../src';
import { CertificateFiles, makeCertificate, mountSecret } from '../../support/certificates';
import { Answer } from '../../support/nginx';
import { freePorts } from '../../support/ports';
import { ChildProcess, Program, stop } from '../../support/programs';
import { until } from '../../support/waiting';
import { configFilesOf, containerOf, newChart, podSpecOf } from '../../support/workloads';

export interface RenderedEnvoy {
  readonly files: { [name: string]: string };
  readonly config: any;
  readonly container: any;
}

/** The configuration and container of a reverse proxy by Envoy. */
export function renderEnvoy(props: ReverseProxyProps = {}, options: EnvoyReverseProxyOptions = {}, chart = newChart()): RenderedEnvoy {
  addProxy({ program: ReverseProxyProgram.envoy(options), ...props }, chart);
  const files = configFilesOf(chart);
  return { files, config: JSON.parse(files['envoy.json']), container: containerOf(podSpecOf(chart), 'proxy') };
}

const FOLDERS = /"\/(etc\/envoy|run\/envoy|var\/log\/proxy|etc\/proxy-tls)(?=["/])/g;

/** The same for all configurations, because making one takes time. */
let certificate: CertificateFiles | undefined;

/** Writes the files, with the folders of the container below one of this machine. */
function place({ files }: RenderedEnvoy): string {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'front-'));
  ['etc/envoy', 'run/envoy', 'var/log/proxy'].forEach((name) => fs.mkdirSync(path.join(folder, name), { recursive: true }));
  mountSecret(path.join(folder, 'etc/proxy-tls'), certificate ??= makeCertificate());
  for (const [name, text] of Object.entries(files)) {
    fs.writeFileSync(path.join(folder, 'etc/envoy', name), text.replace(FOLDERS, `"${folder}/$1`));
  }
  return folder;
}

const argsOf = ({ container }: RenderedEnvoy) => container.args.slice(container.args.indexOf('--concurrency'));

/** What the program says of a configuration: nothing, or why it cannot run, or what it warns of. */
export function complaintsOf(envoy: Program, rendered: RenderedEnvoy): string {
  const folder = place(rendered);
  const { status, stderr } = envoy.run(['--mode', 'validate', '-c', path.join(folder, 'etc/envoy/envoy.json'), ...argsOf(rendered)]);
  fs.rmSync(folder, { recursive: true });
  return status === 0 ? stderr : `${status} ${stderr}`;
}

/** An Envoy in front of an app, with a generated configuration. */
export class FrontEnvoy {
  public static async start(
    program: Program, props: ReverseProxyProps, options: EnvoyReverseProxyOptions = {}, chart = newChart(), env: NodeJS.ProcessEnv = {},
  ): Promise<FrontEnvoy> {
    const [port, statusPort] = await freePorts(2);
    const rendered = renderEnvoy({ port, ...props }, { ...options, metrics: { port: statusPort, ...options.metrics } }, chart);
    const folder = place(rendered);
    const [out, err] = ['stdout', 'stderr'].map((name) => fs.openSync(path.join(folder, name), 'a'));
    const child = program.start(['-c', path.join(folder, 'etc/envoy/envoy.json'), ...argsOf(rendered)], {
      stdio: ['ignore', out, err], env: { ...process.env, ...env },
    });
    const envoy = new FrontEnvoy(folder, port, statusPort, child);
    await until('Envoy is ready', async () => (await envoy.status('/metrics')).ok, () => envoy.read('stderr'));
    return envoy;
  }

  private constructor(
    public readonly folder: string,
    public readonly port: number,
    private readonly statusPort: number,
    private readonly child: ChildProcess,
  ) {}

  public status(page: string): Promise<Response> {
    return fetch(`http://127.0.0.1:${this.statusPort}${page}`);
  }

  public async metrics(): Promise<string> {
    return (await this.status('/metrics')).text();
  }

  public read(file: string): string {
    return fs.readFileSync(path.join(this.folder, file), 'utf8');
  }

  /** A request from an address of this machine, with a body in parts where there are several. */
  public get(target: string, headers: http.OutgoingHttpHeaders = {}, body: Buffer[] = [], localAddress = '127.0.0.1'): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const request = http.request({
        host: '127.0.0.1',
        port: this.port,
        localAddress,
        path: target,
        agent: false,
        method: body.length > 0 ? 'POST' : 'GET',
        headers: { ...body.length === 1 ? { 'Content-Length': body[0].length } : {}, ...headers },
      }, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () => resolve({ status: response.statusCode!, headers: response.headers, body: Buffer.concat(chunks) }));
      });
      request.on('error', reject);
      body.forEach((part) => request.write(part));
      request.end();
    });
  }

  public renew(files: { [name: string]: string }): void {
    mountSecret(path.join(this.folder, 'etc/proxy-tls'), files);
  }

  public async stop(): Promise<void> {
    await stop(this.child, 'SIGKILL');
    fs.rmSync(this.folder, { recursive: true });
  }
}
