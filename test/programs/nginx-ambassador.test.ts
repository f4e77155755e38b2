import * as fs from 'node:fs';
import * as http from 'node:http';
import { Duration } from 'cdk8s';
import { AmbassadorProxyProps, NginxOptions, Proxy, Upstream, UpstreamOptions } from '../../src';
import { eventually, freePorts, LocalProxy, pause } from '../ambassador/support/local-proxy';
import { describeProgram } from '../ambassador/support/programs';
import { render } from '../ambassador/support/render';
import { blackHole, closeServers, exchange, expectWithin, hold, request, serveHttp, serveTcp, timed } from '../ambassador/support/test-servers';

describeProgram('nginx', 'nginx as an ambassador', () => {
  let proxy: LocalProxy;
  let local: number;
  let other: number;
  let health: number;
  beforeEach(async () => { [local, other, health] = await freePorts(3); });
  afterEach(async () => {
    await proxy?.remove();
    await closeServers();
  });

  async function start(props: Partial<AmbassadorProxyProps> & { upstreams: Upstream[] }, options: NginxOptions = {}): Promise<void> {
    proxy = await new LocalProxy(render({ proxy: Proxy.nginx(options), healthPort: health, ...props })).start(health);
  }
  const to = (port: number, options: UpstreamOptions = {}) => Upstream.http({ host: '127.0.0.1', port, localPort: local, ...options });
  const tcp = (port: number, options: UpstreamOptions = {}) => Upstream.tcp({ host: '127.0.0.1', port, localPort: local, ...options });

  test('leads to TCP, byte for byte, and to a server that speaks first', async () => {
    const server = await serveTcp((socket) => { socket.write('hello '); socket.pipe(socket); });
    await start({ upstreams: [tcp(server.port)] });
    const held = await hold(local);
    let text = '';
    held.socket.on('data', (data) => { text += data.toString('latin1'); });
    held.socket.write(Buffer.from('\0\xff\n', 'latin1'));
    await eventually(() => text === 'hello \0\xff\n', () => JSON.stringify(text));
  });

  test('leads to HTTP with the host of the upstream', async () => {
    const server = await serveHttp((asked, answer) => answer.end(`${asked.method} ${asked.headers.host} ${asked.url}`));
    await start({ upstreams: [to(server.port)] });
    expect((await request(local, '/a%20b?c=%2F', { method: 'PUT' })).body).toBe(`PUT 127.0.0.1:${server.port} /a%20b?c=%2F`);
  });

  test('takes no more of an answer than the app does', async () => {
    const answers: http.ServerResponse[] = [];
    const server = await serveHttp((_, answer) => { answers.push(answer.end(Buffer.alloc(64 * 1024 * 1024))); });
    await start({ upstreams: [to(server.port)] });
    const response = await new Promise<http.IncomingMessage>((resolve) => { http.get({ port: local, agent: false }, resolve); });
    await pause(500);
    expect(answers[0].writableFinished).toBe(false);
    response.resume();
    await eventually(() => answers[0].writableFinished);
  });

  test('hands a large request on', async () => {
    const server = await serveHttp((asked, answer) => {
      let bytes = 0;
      answer.write('begin ');
      asked.on('data', (data) => { bytes += data.length; });
      asked.on('end', () => answer.end(String(bytes)));
    });
    await start({ upstreams: [to(server.port)] });
    expect((await request(local, '/', { method: 'POST' }, 'x'.repeat(3_000_000))).body).toBe('begin 3000000');
    expect(fs.readdirSync(`${proxy.folder}/tmp/proxy`)).toEqual([]);
  });

  test('lets a connection be upgraded', async () => {
    const server = await serveHttp(() => {});
    server.server.on('upgrade', (_, socket) => socket.write('HTTP/1.1 101 Switching\r\nUpgrade: echo\r\nConnection: upgrade\r\n\r\n'));
    await start({ upstreams: [to(server.port)] });
    expect(await exchange(local, 'GET / HTTP/1.1\r\nHost: x\r\nUpgrade: echo\r\nConnection: upgrade\r\n\r\n')).toContain('101 Switching');
  });

  test('answers health without a connection to the upstream', async () => {
    const server = await serveTcp(() => {});
    await start({ upstreams: [tcp(server.port)] });
    expect(await request(health, '/healthz')).toMatchObject({ status: 200, body: 'ok\n' });
    expect((await request(health, '/other')).status).toBe(404);
    expect(server.connections).toBe(0);
  });

  test('answers 502 while the upstream is away, and finds it when it is back', async () => {
    const [port] = await freePorts(1);
    await start({ upstreams: [to(port)] });
    expect((await request(local)).status).toBe(502);
    await serveHttp((_, answer) => answer.end('back'), port);
    expect((await request(local)).body).toBe('back');
  });

  test('shares between several addresses by weight', async () => {
    const one = await serveHttp((_, answer) => answer.end('one'));
    const two = await serveHttp((_, answer) => answer.end('two'));
    const addresses = [{ host: '127.0.0.1', port: one.port, weight: 3 }, { host: '127.0.0.1', port: two.port }];
    const none = { host: undefined, port: undefined, addresses };
    await start({ upstreams: [to(0, none), tcp(0, { ...none, name: 'tcp', localPort: other })] });
    for (const port of [local, other]) {
      const bodies = await Promise.all(Array.from({ length: 200 }, async () => (await request(port)).body));
      expectWithin(bodies.filter((body) => body === 'one').length, 115, 185);
      expect(new Set(bodies)).toEqual(new Set(['one', 'two']));
    }
  });

  test('gives up a connection after the connect time-out', async () => {
    await start({ upstreams: [to(await blackHole(), { timeouts: { connect: Duration.millis(300) } })] });
    expectWithin(await timed(async () => expect((await request(local)).status).toBe(504)), 250, 2000);
  });

  test('gives up an upstream that is silent for the response time-out, and asks it once', async () => {
    let asked = 0;
    const server = await serveHttp(() => { asked++; });
    await start({ upstreams: [to(server.port)] }, { responseTimeout: Duration.millis(300) });
    expectWithin(await timed(async () => expect((await request(local)).status).toBe(504)), 250, 2000);
    expect(asked).toBe(1);
  });

  test('closes a connection on which nothing moves', async () => {
    const server = await serveTcp((socket) => socket.pipe(socket));
    await start({ upstreams: [tcp(server.port, { timeouts: { idle: Duration.millis(300) } })] });
    const held = await hold(local);
    await eventually(() => !held.open);
    await eventually(() => server.sockets.size === 0);
  });

  test('lets as much through as the rate says while there is too much', async () => {
    const server = await serveHttp((_, answer) => answer.end('good'));
    await start({ upstreams: [to(server.port, { rateLimit: { requests: 10, interval: Duration.millis(500) } })] });
    const statuses: number[] = [];
    for (const begin = Date.now(); Date.now() - begin < 1500; await pause(5)) {
      statuses.push((await request(local)).status);
    }
    expectWithin(statuses.filter((status) => status === 200).length, 30, 45);
    expect(new Set(statuses)).toEqual(new Set([200, 429]));
  });

  test('when it is told to stop, takes no more connections, and ends after the last one or the drain', async () => {
    const server = await serveTcp((socket) => socket.pipe(socket));
    await start({ upstreams: [tcp(server.port)], drain: Duration.seconds(2) });
    const held = await hold(local);
    const begin = Date.now();
    const ended = proxy.stop('SIGQUIT');
    await eventually(async () => await exchange(local, 'x') === '');
    let text = '';
    held.socket.on('data', (data) => { text += data; });
    held.socket.write('still');
    await eventually(() => text === 'still');
    expect(await ended).toBe(0);
    expectWithin(Date.now() - begin, 1900, 6000);
    expect(held.open).toBe(false);
  });
});
