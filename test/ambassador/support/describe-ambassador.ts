import { Duration } from 'cdk8s';
import { LocalProxy } from './local-proxy';
import { render } from './render';
import { blackHole, closeServers, hold, request, serveHttp, serveTcp } from './test-servers';
import { AccessLog, AmbassadorProxyProps, AmbassadorProgram, Upstream, UpstreamOptions } from '../../../src';
import { freePorts } from '../../support/ports';
import { describeProgram, Program } from '../../support/programs';
import { eventually } from '../../support/waiting';

/** An ambassador that a test starts, with ports of this machine. */
export class Place<O> {
  public proxy!: LocalProxy;
  public local = 0;
  public other = 0;
  public health = 0;

  constructor(private readonly program: Program, private readonly toProxy: (options: O) => AmbassadorProgram) {}

  public async open(): Promise<void> {
    [this.local, this.other, this.health] = await freePorts(3);
  }

  public async close(): Promise<void> {
    await this.proxy?.remove();
    await closeServers();
  }

  public async start(props: Partial<AmbassadorProxyProps> & { upstreams: Upstream[] }, options = {} as O): Promise<void> {
    const rendered = render({ program: this.toProxy(options), healthPort: this.health, ...props });
    this.proxy = await new LocalProxy(this.program, rendered).startAnswering(this.health);
  }

  public http(port: number, options: UpstreamOptions = {}): Upstream {
    return Upstream.http({ host: '127.0.0.1', port, localPort: this.local, ...options });
  }

  public tcp(port: number, options: UpstreamOptions = {}): Upstream {
    return Upstream.tcp({ host: '127.0.0.1', port, localPort: this.local, ...options });
  }
}

/** Tests of a proxy, and what every proxy does; left out where the program is not installed. */
export function describeAmbassador<O>(
  command: string, name: string, toProxy: (options: O) => AmbassadorProgram, tests: (place: Place<O>) => void,
): void {
  describeProgram(command, name, (program) => {
    const place = new Place(program, toProxy);
    beforeEach(() => place.open());
    afterEach(() => place.close());

    test('leads to TCP, byte for byte, and to a server that speaks first', async () => {
      const server = await serveTcp((socket) => { socket.write('hello '); socket.pipe(socket); });
      await place.start({ upstreams: [place.tcp(server.port)] });
      const held = await hold(place.local);
      let text = '';
      held.socket.on('data', (data) => { text += data.toString('latin1'); });
      held.socket.write(Buffer.from('\0\xff\n', 'latin1'));
      await eventually(() => text === 'hello \0\xff\n', () => JSON.stringify(text));
    });

    test('leads to HTTP with the host of the upstream', async () => {
      const server = await serveHttp((asked, answer) => answer.end(`${asked.method} ${asked.headers.host} ${asked.url}`));
      await place.start({ upstreams: [place.http(server.port)] });
      expect((await request(place.local, '/a%20b?c=%2F', { method: 'PUT' })).body).toBe(`PUT 127.0.0.1:${server.port} /a%20b?c=%2F`);
    });

    test('writes a line for each request and connection where that is asked for, without the query, and none for probes and scrapes', async () => {
      const server = await serveHttp((_, answer) => answer.end('hello'));
      const other = Upstream.tcp({ name: 'queue', host: '127.0.0.1', port: server.port, localPort: place.other });
      await place.start({ upstreams: [place.http(server.port, { name: 'api' }), other] }, { accessLog: AccessLog.stdout() } as O);
      await request(place.health, '/healthz');
      await request(place.health, '/metrics');
      await request(place.local, '/orders?token=secret');
      await request(place.other, '/by-tcp?token=secret');
      const lines = () => place.proxy.written().split('\n');
      await eventually(() => lines().length === 3, () => place.proxy.written());
      expect(place.proxy.written()).not.toMatch(/healthz|metrics/);
      expect(place.proxy.written()).toMatch(/GET \/orders HTTP\/1.1|200.*GET \/orders/);
      expect(place.proxy.written()).not.toMatch(/token|by-tcp/);
    });

    test('writes nothing of what went well otherwise', async () => {
      const server = await serveHttp((_, answer) => answer.end('hello'));
      await place.start({ upstreams: [place.http(server.port)] });
      await request(place.local, '/orders');
      expect(place.proxy.written()).not.toContain('/orders');
    });

    test('gives up a connection after the connect timeout', async () => {
      const hole = await blackHole();
      const patient = Upstream.http({ name: 'patient', host: '127.0.0.1', port: hole, localPort: place.other });
      await place.start({ upstreams: [place.http(hole, { timeouts: { connect: Duration.millis(300) } }), patient] });
      const answers = [place.other, place.local].map((port) => request(port).then(({ status }) => ({ port, status }), () => undefined));
      const first = await Promise.race(answers); // and not the one that waits for the default time, however slow the machine is
      expect(first?.port).toBe(place.local);
      expect([503, 504]).toContain(first?.status);
    });

    tests(place);
  });
}
