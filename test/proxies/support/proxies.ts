import { isDeepStrictEqual } from 'node:util';
import { Chart } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { ask } from './clients';
import { EchoServer } from './echo-server';
import { LocalContainer } from './local-container';
import { AmbassadorProxy, AmbassadorProgram, ReverseProxy, ReverseProxyProps, ReverseProxyProgram, TlsCertificate, Upstream, UpstreamOptions } from '../../../src';
import { Authority, KeyPair } from '../../support/certificates';
import { freePorts } from '../../support/ports';
import { describeProgram, Program } from '../../support/programs';
import { until } from '../../support/waiting';
import { newChart } from '../../support/workloads';

/** A proxy between a server and the clients of a test. */
export class Place {
  public server!: EchoServer;
  public container!: LocalContainer;
  public port = 0;
  private options?: StartOptions;

  constructor(private readonly proxy: ContractProxy, private readonly program: Program) {}

  /** Starts the proxy, unless it runs with these options already, and waits until it is healthy. */
  public async start(options: StartOptions = {}): Promise<void> {
    if (this.options && isDeepStrictEqual(options, this.options)) {
      this.server.reset();
      return;
    }
    await this.close();
    this.options = options;
    this.server = await EchoServer.start(options.serverTls ? certificates().server : undefined);
    const [port, healthPort] = await freePorts(2);
    this.port = port;
    const chart = newChart();
    this.proxy.add(chart, { ...options, port, healthPort, serverPort: this.server.port });
    this.container = new LocalContainer(chart, 'proxy', this.program, () => certificates().secrets);
    await until(`${this.proxy.name} is healthy`, async () => {
      this.container.expectRunning();
      return await this.health() === 200 && this.container.isComplete;
    }, () => this.container.output);
  }

  /** What the liveness probe gets. */
  public async health(host = '127.0.0.1'): Promise<number> {
    const { port, path, scheme } = this.container.livenessProbe;
    return (await ask(port, { host, path, tls: scheme === 'HTTPS', timeout: 5000 })).status;
  }

  public async close(): Promise<void> {
    if (this.options) {
      this.options = undefined;
      await this.container?.remove();
      await this.server.stop();
    }
  }
}

/** Keys take long to make: once, and only where they are needed. */
let made: { readonly server: KeyPair; readonly secrets: { [name: string]: { [file: string]: string } } } | undefined;

function certificates(): NonNullable<typeof made> {
  if (!made) {
    const authority = new Authority();
    const server = authority.issue('localhost');
    made = { server, secrets: { authority: { 'ca.crt': authority.cert }, web: { 'tls.crt': server.cert, 'tls.key': server.key } } };
  }
  return made;
}

export interface StartOptions {
  /** What the server behind it speaks. @default 'http' */
  readonly kind?: 'http' | 'tcp';
  readonly serverTls?: boolean;
  readonly clientTls?: boolean;
  readonly maxClients?: number;
  readonly reverseProxy?: ReverseProxyProps;
}

interface Ports {
  readonly port: number;
  readonly healthPort: number;
  readonly serverPort: number;
}

/** A program in a role. */
export interface ContractProxy {
  readonly name: string;
  readonly role: 'ambassador' | 'reverse proxy';
  readonly program: string;
  readonly add: (chart: Chart, options: StartOptions & Ports) => void;
}

type Factory = (options: { maxClients?: number }) => AmbassadorProgram;

function ambassador(name: string, program: string, toProxy: Factory): ContractProxy {
  return {
    name: `${name} as an ambassador`,
    role: 'ambassador',
    program,
    add: (chart, { kind = 'http', serverTls, maxClients, port, healthPort, serverPort }) => {
      const caCertificate = { secret: kplus.Secret.fromSecretName(chart, 'Authority', 'authority'), key: 'ca.crt' };
      const options: UpstreamOptions = { host: '127.0.0.1', port: serverPort, localPort: port, tls: serverTls ? { caCertificate, serverName: 'localhost' } : undefined };
      new AmbassadorProxy(webOf(chart), 'Proxy', { program: toProxy({ maxClients }), healthPort, upstreams: [Upstream[kind](options)] });
    },
  };
}

function reverseProxy(name: string, program: string, toServer: (healthPort: number) => ReverseProxyProgram): ContractProxy {
  return {
    name: `${name} as a reverse proxy`,
    role: 'reverse proxy',
    program,
    add: (chart, { maxClients, clientTls, port, healthPort, serverPort, reverseProxy: props }) => {
      new ReverseProxy(webOf(chart), 'Proxy', { serviceElsewhere: true, program: toServer(healthPort), port, appPort: serverPort, maxClients, tls: clientTls ? { certificate: webCertificate(chart) } : undefined, ...props });
    },
  };
}

function webOf(chart: Chart): kplus.Deployment {
  return new kplus.Deployment(chart, 'Web', { containers: [{ image: 'ghcr.io/acme/web:1.4.2' }] });
}

export const PROXIES: ContractProxy[] = [
  ambassador('HAProxy', 'haproxy', (options) => AmbassadorProgram.haproxy(options)),
  ambassador('nginx', 'nginx with stream', (options) => AmbassadorProgram.nginx(options)),
  reverseProxy('nginx', 'nginx', () => ReverseProxyProgram.nginx()),
  ambassador('Envoy', 'envoy', (options) => AmbassadorProgram.envoy(options)),
  reverseProxy('Envoy', 'envoy', (port) => ReverseProxyProgram.envoy({ metrics: { port } })),
];

const webCertificate = (chart: Chart) => TlsCertificate.fromSecret(kplus.Secret.fromSecretName(chart, 'Certificate', 'web'));

/** Tests of each program in a role, or in both. */
export function describeProxies(what: string, tests: (place: Place) => void, role?: ContractProxy['role']): void {
  for (const proxy of PROXIES.filter((one) => role === undefined || one.role === role)) {
    describeProgram(proxy.program, `${proxy.name}: ${what}`, (program) => {
      const place = new Place(proxy, program);
      afterAll(() => place.close());
      tests(place);
    });
  }
}
