import { RunningEnvoy } from './envoy';
import { Backend } from './servers';
import { EnvoyOptions, Upstream, UpstreamOptions } from '../../../src';
import { freePorts } from '../../support/ports';
import { Program } from '../../support/programs';

/** Envoy as an ambassador of an HTTP server, and the servers behind it. */
export class HttpAmbassador {
  public port = 0;
  private running?: RunningEnvoy;
  private backends: Backend[] = [];

  constructor(private readonly program: Program) {}

  public get envoy(): RunningEnvoy {
    return this.running!;
  }

  public async backend(answer?: Backend['answer']): Promise<Backend> {
    const backend = await Backend.start(answer);
    this.backends.push(backend);
    return backend;
  }

  /** Starts it in front of a server. */
  public async start(server: Backend, options: UpstreamOptions = {}, envoyOptions: EnvoyOptions = {}): Promise<void> {
    [this.port] = await freePorts(1);
    const upstream = Upstream.http({ name: 'api', localPort: this.port, host: '127.0.0.1', port: server.port, ...options });
    this.running = await RunningEnvoy.start(this.program, [upstream], envoyOptions);
  }

  public async status(path = '/', init?: RequestInit): Promise<number> {
    const response = await fetch(`http://127.0.0.1:${this.port}${path}`, init);
    await response.text();
    return response.status;
  }

  /** The statuses of so many requests, one after the other. */
  public async statuses(count: number, init?: RequestInit): Promise<number[]> {
    const all = [];
    while (all.length < count) {
      all.push(await this.status('/', init));
    }
    return all;
  }

  /** The statuses of so many requests at once, in the order in which they are answered. */
  public askAtOnce(count: number): number[] {
    const statuses: number[] = [];
    void Promise.all(Array.from({ length: count }, () => this.status().then((status) => statuses.push(status))));
    return statuses;
  }

  public async stop(): Promise<void> {
    await this.running?.stop();
    await Promise.all(this.backends.map((one) => one.stop()));
    [this.running, this.backends] = [undefined, []];
  }
}
