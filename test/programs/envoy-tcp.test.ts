import * as net from 'node:net';
import { Duration } from 'cdk8s';
import { AccessLog, EnvoyOptions, Upstream, UpstreamOptions } from '../../src';
import { RunningEnvoy } from '../ambassador/support/envoy';
import { listening, portOf } from '../ambassador/support/servers';
import { freePorts } from '../support/ports';
import { describeProgram, required } from '../support/programs';
import { until } from '../support/waiting';

describeProgram('envoy', 'Envoy as an ambassador of TCP', (program) => {
  let port: number;
  let envoy: RunningEnvoy | undefined;
  let servers: net.Server[] = [];

  /** Greets first, as databases do, and gives back what it gets. */
  async function greeter(name: string, at?: number): Promise<net.Server> {
    const server = await listening(net.createServer((socket) => {
      socket.on('error', () => {});
      socket.write(`${name}:`);
      socket.pipe(socket);
    }), at);
    servers.push(server);
    return server;
  }

  /** A server that takes no connection any more: its queue is full. */
  async function deafServer(): Promise<{ port: number; stop: () => void }> {
    const [at] = await freePorts(1);
    const block = `require('net').createServer().listen({ port: ${at}, host: '127.0.0.1', backlog: 1 }, () => {
      process.stdout.write('up', () => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)); });`;
    const child = required('node').start(['-e', block]);
    await new Promise((resolve) => child.stdout.once('data', resolve));
    const queued = Array.from({ length: 4 }, () => net.connect(at, '127.0.0.1').on('error', () => {}));
    await until('the queue is full', async () => queued.filter(({ connecting }) => !connecting).length >= 2);
    return {
      port: at,
      stop: () => {
        queued.forEach((socket) => socket.destroy());
        child.kill('SIGKILL');
      },
    };
  }

  async function stop(server: net.Server): Promise<void> {
    await new Promise((resolve) => server.close(resolve));
  }

  async function ambassador(options: UpstreamOptions, envoyOptions: EnvoyOptions = {}): Promise<void> {
    [port] = await freePorts(1);
    envoy = await RunningEnvoy.start(program, [Upstream.tcp({ name: 'queue', localPort: port, host: '127.0.0.1', ...options })], envoyOptions);
  }

  function linesOf(running: RunningEnvoy): any[] {
    return running.log().trim().split('\n').filter((line) => line.startsWith('{')).map((line) => JSON.parse(line));
  }

  /** A connection that stays open; what it got is in `text`. */
  class Client {
    public text = '';
    public closed = false;
    private readonly socket = net.connect(port, '127.0.0.1')
      .on('data', (data) => { this.text += data.toString('latin1'); })
      .on('error', () => {})
      .on('close', () => { this.closed = true; });

    public write(data: Buffer): void {
      this.socket.write(data);
    }

    public async settled(): Promise<string> {
      await until('the connection is greeted or closed', async () => this.text !== '' || this.closed);
      return this.text;
    }

    public close(): void {
      this.socket.destroy();
    }
  }

  async function greeting(): Promise<string> {
    const client = new Client();
    const text = await client.settled();
    client.close();
    return text;
  }

  afterEach(async () => {
    await envoy?.stop();
    await Promise.all(servers.filter(({ listening: open }) => open).map(stop));
    [envoy, servers] = [undefined, []];
  });

  test('passes every byte on, and finds a server that restarts', async () => {
    const [at] = await freePorts(1);
    const server = await greeter('a', at);
    await ambassador({ port: at });
    const client = new Client();
    const bytes = Buffer.from(Array.from({ length: 70_000 }, (_, i) => (i * 7) % 256));
    client.write(bytes);
    await until('all is back', async () => client.text.length === bytes.length + 2);
    expect(Buffer.from(client.text.slice(2), 'latin1').equals(bytes)).toBe(true);
    client.close();
    await stop(server);
    expect(await greeting()).toBe('');
    await greeter('b', at);
    expect(await greeting()).toBe('b:');
    expect(envoy!.log()).toBe('');
  });

  test('breaks the circuit beyond the limit of connections', async () => {
    await ambassador({ port: portOf(await greeter('a')), circuitBreaker: { maxConnections: 2 } });
    const clients = [new Client(), new Client()];
    expect(await Promise.all(clients.map((client) => client.settled()))).toEqual(['a:', 'a:']);
    expect(await greeting()).toBe('');
    clients[0].close();
    await until('another one is let through', async () => await greeting() === 'a:');
    clients[1].close();
  });

  test('limits the rate of connections', async () => {
    await ambassador({ port: portOf(await greeter('a')), rateLimit: { requests: 2, interval: Duration.seconds(60) } });
    expect([await greeting(), await greeting(), await greeting()]).toEqual(['a:', 'a:', '']);
  });

  test('closes connections on which nothing moves', async () => {
    await ambassador({ port: portOf(await greeter('a')), timeouts: { idle: Duration.seconds(1) } });
    const client = new Client();
    await until('it is closed', async () => client.closed);
    expect(client.text).toBe('a:');
  });

  test('gives up a connection that cannot be made in time', async () => {
    const deaf = await deafServer();
    await ambassador({ port: deaf.port, timeouts: { connect: Duration.millis(100) } });
    expect(await greeting()).toBe('');
    expect(await envoy!.metric('envoy_cluster_upstream_cx_connect_timeout', '"queue"')).toBe(3);
    deaf.stop();
  });

  test('tries another address, and leaves out for a while the one that fails', async () => {
    const [closed] = await freePorts(1);
    const server = await greeter('a');
    await ambassador({
      host: undefined,
      addresses: [{ host: '127.0.0.1', port: closed }, { host: '127.0.0.1', port: portOf(server) }],
      outlierDetection: { consecutiveFailures: 2, ejectionTime: Duration.seconds(1) },
    });
    for (let i = 0; i < 6; i++) {
      expect(await greeting()).toBe('a:');
    }
    expect(await envoy!.metric('envoy_cluster_outlier_detection_ejections_enforced_total', '"queue"')).toBeGreaterThan(0);
    await greeter('b', closed);
    await until('it is used again', async () => await greeting() === 'b:');
  });

  test('asks addresses whether they are well', async () => {
    const [closed] = await freePorts(1);
    await ambassador({
      host: undefined,
      addresses: [{ host: '127.0.0.1', port: closed }, { host: '127.0.0.1', port: portOf(await greeter('a')) }],
      healthCheck: { interval: Duration.millis(100), successes: 1 },
    });
    expect([await greeting(), await greeting()]).toEqual(['a:', 'a:']);
    expect(await envoy!.metric('envoy_cluster_upstream_cx_connect_fail', '"queue"')).toBe(0);
    expect(await envoy!.metric('envoy_cluster_membership_healthy', '"queue"')).toBe(1);
  });

  test.each(['postgres', 'mysql'] as const)('does the same for %s', async (kind) => {
    const [closed, at] = await freePorts(2);
    const addresses = [{ host: '127.0.0.1', port: closed }, { host: '127.0.0.1', port: portOf(await greeter('a')), weight: 2 }];
    envoy = await RunningEnvoy.start(program, [Upstream[kind]({
      name: 'db', localPort: at, addresses, circuitBreaker: { maxConnections: 9 }, outlierDetection: {}, rateLimit: { requests: 2, interval: Duration.minutes(1) },
    })]);
    port = at;
    expect([await greeting(), await greeting(), await greeting()]).toEqual(['a:', 'a:', '']);
  });

  test('stands beside another one', async () => {
    await ambassador({ port: portOf(await greeter('a')) });
    const [at] = await freePorts(1);
    const other = await RunningEnvoy.start(program, [Upstream.tcp({ host: '127.0.0.1', port: portOf(await greeter('b')), localPort: at })]);
    expect(await greeting()).toBe('a:');
    port = at;
    expect(await greeting()).toBe('b:');
    await other.stop();
  });

  test('serves several upstreams, and writes when each connection was made and when it ended where that is asked for', async () => {
    const ports = await freePorts(2);
    const upstreams = await Promise.all(ports.map(async (at, index) => Upstream.tcp({
      name: `queue-${index}`, localPort: at, host: '127.0.0.1', port: portOf(await greeter(`server ${index}`)),
    })));
    envoy = await RunningEnvoy.start(program, upstreams, { accessLog: AccessLog.stdout() });
    const texts = [];
    for (port of ports) {
      texts.push(await greeting());
    }
    expect(texts).toEqual(['server 0:', 'server 1:']);
    await until('they are written', async () => envoy!.log().split('\n').length === 5);
    expect(linesOf(envoy).map(({ upstream, event }) => `${upstream} ${event}`).sort()).toEqual([
      'queue-0 TcpConnectionEnd', 'queue-0 TcpUpstreamConnected', 'queue-1 TcpConnectionEnd', 'queue-1 TcpUpstreamConnected',
    ]);
  });

  test('writes why a server was not reached', async () => {
    const [away] = await freePorts(1);
    await ambassador({ port: away }, { accessLog: AccessLog.stdout() });
    expect(await greeting()).toBe('');
    await until('it is written', async () => envoy!.log().includes('\n'));
    expect(linesOf(envoy!)).toEqual([expect.objectContaining({
      event: 'TcpConnectionEnd', upstream: 'queue', address: `127.0.0.1:${away}`, flags: 'UF,URX', failure: 'delayed_connect_error:_Connection_refused',
    })]);
  });

  test('writes when a health check changes its mind', async () => {
    const [at] = await freePorts(1);
    const healthCheck = { interval: Duration.millis(200), failures: 1, successes: 1 };
    await ambassador({ port: at, healthCheck }, { accessLog: AccessLog.stdout() });
    const events = () => linesOf(envoy!).flatMap(({ health_checker_type: type, ...event }) => type === 'TCP' ? Object.keys(event).filter((key) => /event/.test(key)) : []);
    const server = await greeter('a', at);
    await until('it is healthy', async () => events().includes('add_healthy_event'), () => envoy!.log());
    await stop(server);
    await until('it is not', async () => events().includes('eject_unhealthy_event'), () => envoy!.log());
  });

  test('writes what came in for each upstream at intervals', async () => {
    await ambassador({ port: portOf(await greeter('a')) }, { reportInterval: Duration.seconds(1) });
    const connections = () => linesOf(envoy!).map(({ upstreams }) => upstreams.queue.connections);
    await until('it began with none', async () => connections().includes(0), () => envoy!.log());
    expect([await greeting(), await greeting()]).toEqual(['a:', 'a:']);
    const sum = () => connections().reduce((all, one) => all + one, 0);
    await until('two are reported', async () => sum() === 2, () => envoy!.log());
    const reports = linesOf(envoy!).length;
    await until('each is counted once', async () => linesOf(envoy!).length > reports + 1);
    expect(sum()).toBe(2);
    expect(linesOf(envoy!).at(-1)).toEqual({
      time: expect.any(String),
      seconds: expect.any(Number),
      upstreams: { queue: { connections: 0, retries: 0, failed_connects: 0, open_to_upstream: 0, addresses: 1 } },
    });
  });

  test('closes connections above its limit, keeps the others, and answers its probe by IPv4 and IPv6', async () => {
    const server = portOf(await greeter('served'));
    [port] = await freePorts(1);
    envoy = await RunningEnvoy.start(program, [Upstream.tcp({ name: 'queue', localPort: port, host: '127.0.0.1', port: server })], { maxClients: 5 });
    const clients = Array.from({ length: 8 }, () => new Client());
    await until('all are served or closed', async () => clients.every(({ text, closed }) => closed || text === 'served:'));
    expect(clients.filter(({ closed }) => !closed)).toHaveLength(5);
    expect((await envoy.health('/healthz')).status).toBe(200);
    expect((await envoy.health('/healthz', undefined, '[::1]')).status).toBe(200);
  });
});
