import * as fs from 'node:fs';
import * as http from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { Duration } from 'cdk8s';
import { NginxOptions, AmbassadorProgram } from '../../src';
import { describeAmbassador } from '../ambassador/support/describe-ambassador';
import { drainsConnections } from '../ambassador/support/draining';
import { exchange, expectWithin, hold, request, serveHttp, serveTcp, timed } from '../ambassador/support/test-servers';
import { freePorts } from '../support/ports';
import { eventually } from '../support/waiting';

describeAmbassador('nginx with stream', 'nginx as an ambassador', (options: NginxOptions) => AmbassadorProgram.nginx(options), (place) => {
  test('takes no more of an answer than the app does', async () => {
    const answers: http.ServerResponse[] = [];
    const server = await serveHttp((_, answer) => { answers.push(answer.end(Buffer.alloc(64 * 1024 * 1024))); });
    await place.start({ upstreams: [place.http(server.port)] });
    const response = await new Promise<http.IncomingMessage>((resolve) => { http.get({ port: place.local, agent: false }, resolve); });
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
    await place.start({ upstreams: [place.http(server.port)] });
    expect((await request(place.local, '/', { method: 'POST' }, 'x'.repeat(3_000_000))).body).toBe('begin 3000000');
    expect(fs.readdirSync(`${place.proxy.folder}/tmp/proxy`)).toEqual([]);
  });

  test('lets a connection be upgraded', async () => {
    const server = await serveHttp(() => {});
    server.server.on('upgrade', (_, socket) => socket.write('HTTP/1.1 101 Switching\r\nUpgrade: websocket\r\nConnection: upgrade\r\n\r\n'));
    await place.start({ upstreams: [place.http(server.port)] });
    expect(await exchange(place.local, 'GET / HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: upgrade\r\n\r\n')).toContain('101 Switching');
  });

  test('answers health without a connection to the upstream', async () => {
    const server = await serveTcp(() => {});
    await place.start({ upstreams: [place.tcp(server.port)] });
    expect(await request(place.health, '/healthz')).toMatchObject({ status: 200, body: 'ok\n' });
    expect((await request(place.health, '/other')).status).toBe(404);
    expect(server.connections).toBe(0);
  });

  test('answers 502 while the upstream is away, and finds it when it is back', async () => {
    const [port] = await freePorts(1);
    await place.start({ upstreams: [place.http(port)] });
    expect((await request(place.local)).status).toBe(502);
    await serveHttp((_, answer) => answer.end('back'), port);
    expect((await request(place.local)).body).toBe('back');
  });

  test('shares between several addresses by weight', async () => {
    const one = await serveHttp((_, answer) => answer.end('one'));
    const two = await serveHttp((_, answer) => answer.end('two'));
    const addresses = [{ host: '127.0.0.1', port: one.port, weight: 3 }, { host: '127.0.0.1', port: two.port }];
    const none = { host: undefined, port: undefined, addresses };
    await place.start({ upstreams: [place.http(0, none), place.tcp(0, { ...none, name: 'tcp', localPort: place.other })] });
    for (const port of [place.local, place.other]) {
      const bodies = await Promise.all(Array.from({ length: 200 }, async () => (await request(port)).body));
      expectWithin(bodies.filter((body) => body === 'one').length, 115, 185);
      expect(new Set(bodies)).toEqual(new Set(['one', 'two']));
    }
  });

  test('gives up an upstream that is silent for the response timeout, and asks it once', async () => {
    let asked = 0;
    const server = await serveHttp(() => { asked++; });
    await place.start({ upstreams: [place.http(server.port, { timeouts: { response: Duration.millis(300) } })] });
    expectWithin(await timed(async () => expect((await request(place.local)).status).toBe(504)), 250, 20_000);
    expect(asked).toBe(1);
  });

  test('closes a connection on which nothing moves', async () => {
    const server = await serveTcp((socket) => socket.pipe(socket));
    await place.start({ upstreams: [place.tcp(server.port, { timeouts: { idle: Duration.millis(300) } })] });
    const held = await hold(place.local);
    await eventually(() => !held.open);
    await eventually(() => server.sockets.size === 0);
  });

  test('lets as much through as the rate says while there is too much', async () => {
    const server = await serveHttp((_, answer) => answer.end('good'));
    await place.start({ upstreams: [place.http(server.port, { rateLimit: { requests: 10, interval: Duration.millis(500) } })] });
    const count = { 200: 0, 429: 0 };
    const begin = Date.now();
    while (count[200] < 30 || count[429] < 30) { // many at once, so that it is too much for every machine
      const answers = await Promise.all(Array.from({ length: 25 }, () => request(place.local)));
      answers.forEach(({ status }) => count[status as 200 | 429]++);
    }
    const most = 10 + (Date.now() - begin) / 50;
    expect(Object.keys(count)).toEqual(['200', '429']);
    expect(count[200]).toBeLessThanOrEqual(most + 1);
  });

  drainsConnections(place, 'SIGQUIT');
});
