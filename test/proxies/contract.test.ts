import * as http from 'node:http';
import { until } from '../support/waiting';
import { ask, AskOptions, exchange, hold, WEBSOCKET } from './support/clients';
import { Asked } from './support/echo-server';
import { describeProxies, Place } from './support/proxies';
import { HeaderValue, ReverseProxyProps } from '../../src';

/** A request as it reaches the server. */
async function asked(place: Place, options?: AskOptions): Promise<Asked> {
  expect((await ask(place.port, options)).status).toBe(200);
  return place.server.last;
}

jest.setTimeout(60_000);

describeProxies('headers', (place) => {
  test('names that are unusual reach the server and the client as they are', async () => {
    await place.start();
    place.server.answer = (response) => response.writeHead(200, { 'x_answer': '1', 'x.answer': '2' }).end();
    const headers = { 'api_key': 'a', 'x.y': 'b', 'X-Own': 'c', '__csrf': 'd', '!#$%&\'*+-.^_`|~': 'e' };
    const { headers: got } = await ask(place.port, { headers });
    expect(place.server.last.headers).toMatchObject({ 'api_key': ['a'], 'x.y': ['b'], 'x-own': ['c'], '__csrf': ['d'], '!#$%&\'*+-.^_`|~': ['e'] });
    expect(got).toMatchObject({ 'x_answer': '1', 'x.answer': '2' });
  });

  test.each(['Cookie', 'Authorization'])('16 KB of %s pass', async (name) => {
    await place.start();
    expect((await asked(place, { headers: { [name]: 'a'.repeat(16 * 1024) } })).headers[name.toLowerCase()]![0]).toHaveLength(16 * 1024);
  });

  test('16 KB in the path pass', async () => {
    await place.start();
    expect((await asked(place, { path: `/${'a'.repeat(16 * 1024)}` })).url).toHaveLength(16 * 1024 + 1);
  });

  test.each([1, 8])('16 KB of response headers pass: in %d', async (count) => {
    await place.start();
    place.server.answer = (response) => response.writeHead(200, { 'Set-Cookie': Array(count).fill(`a=${'b'.repeat(16 * 1024 / count)}`) }).end();
    const { status, headers } = await ask(place.port);
    expect([status, headers['set-cookie']?.join('').length]).toEqual([200, 16 * 1024 + 2 * count]);
  });

  test('150 of them pass in both directions', async () => {
    await place.start();
    const many = Object.fromEntries(Array.from({ length: 150 }, (_, index) => [`x-${index}`, 'a']));
    place.server.answer = (response) => response.writeHead(200, many).end();
    expect((await ask(place.port, { headers: many })).headers).toMatchObject(many);
    expect(Object.keys(place.server.last.headers).filter((name) => /^x-\d/.test(name))).toHaveLength(150);
  });

  test('what is above the limit is refused, and nothing else', async () => {
    await place.start();
    expect((await ask(place.port, { headers: { Cookie: 'a'.repeat(200 * 1024) } })).status).toBeGreaterThanOrEqual(400);
    await asked(place);
  });
});

describeProxies('the server is asked', (place) => {
  test.each(['1.0', '1.1'])('by a client that speaks HTTP/%s', async (version) => {
    await place.start();
    expect(await exchange(place.port, `GET /a HTTP/${version}\r\nHost: shop.example\r\nConnection: close\r\n\r\n`)).toMatch(/^HTTP\/1\.[01] 200 .*hello/s);
    expect(place.server.last).toMatchObject({ url: '/a', method: 'GET' });
  });

  test('by a client that speaks HTTP/1.0 without a Host', async () => {
    await place.start();
    expect(await exchange(place.port, 'GET / HTTP/1.0\r\n\r\n')).toMatch(/^HTTP\/1\.[01] 200 .*hello/s);
    expect(place.server.last.headers.host).toHaveLength(1);
  });

  test.each([
    ['websocket', WEBSOCKET],
    ['WebSocket', WEBSOCKET.replace('websocket', 'WebSocket')],
  ])('for an upgrade to %s', async (_, request) => {
    await place.start();
    const [held] = hold(place.port, 1, request);
    await until('the connection is upgraded', async () => held.received.endsWith('\r\n\r\n'));
    held.socket.write('hello');
    await until('the echo is there', async () => held.received.endsWith('hello'));
    held.socket.destroy();
    expect(held.received).toMatch(/^HTTP\/1\.1 101 .*\r\n\r\nhello$/s);
    expect(place.server.last.headers).toMatchObject({ upgrade: [expect.stringMatching(/^websocket$/i)], connection: [expect.stringMatching(/^upgrade$/i)] });
  });

  test.each([
    ['TLS/1.2', { Connection: 'Upgrade', Upgrade: 'TLS/1.2' }],
    ['TLS/1.2, HTTP/1.1', { Connection: 'Upgrade', Upgrade: 'TLS/1.2, HTTP/1.1' }],
    ['h2c', { 'Connection': 'Upgrade, HTTP2-Settings', 'Upgrade': 'h2c', 'HTTP2-Settings': 'AAMAAABkAARAAAAAAAIAAAAA' }],
    ['anything', { Connection: 'Upgrade', Upgrade: 'anything' }],
  ])('without an upgrade to %s', async (_, headers) => {
    await place.start();
    const { headers: got } = await asked(place, { headers });
    expect(got).not.toHaveProperty('upgrade');
    expect(got).not.toHaveProperty('http2-settings');
    expect(got.connection?.join() ?? '').not.toMatch(/upgrade|http2/i);
  });

  test.each(['GET', 'POST'])('though it closes its connections shortly after each answer: %s', async (method) => {
    await place.start();
    let turn = 0;
    place.server.closeAfter(() => turn++ % 4);
    const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
    const statuses: { [status: number]: number } = {};
    for (let number = 0; number < 300; number++) {
      const options = { agent, method, headers: method === 'POST' ? { 'Content-Length': 1 } : {}, body: method === 'POST' ? 'x' : undefined };
      const { status } = await ask(place.port, options);
      statuses[status] = (statuses[status] ?? 0) + 1;
      await new Promise((resolve) => setTimeout(resolve, number % 3));
    }
    agent.destroy();
    expect(statuses).toEqual({ 200: 300 });
  });
});

describeProxies('health', (place) => {
  test.each(['127.0.0.1', '::1'])('answers on %s', async (host) => {
    await place.start();
    expect(await place.health(host)).toBe(200);
  });
});

const FORWARDED = ['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'x-forwarded-port', 'x-forwarded-prefix', 'x-forwarded-proto', 'x-real-ip'];

describeProxies('the server', (place) => {
  test('gets its own name and port, and nothing about who asks', async () => {
    await place.start();
    const { headers } = await asked(place, { headers: { Host: 'shop.example' } });
    expect(headers.host).toEqual([`127.0.0.1:${place.server.port}`]);
    expect(Object.keys(headers).filter((name) => FORWARDED.includes(name))).toEqual([]);
  });

  test('by TLS gets the name that its certificate has, and is not told of http', async () => {
    await place.start({ serverTls: true });
    const { headers } = await asked(place);
    expect(headers.host).toEqual([`localhost:${place.server.port}`]);
    expect(Object.keys(headers).filter((name) => FORWARDED.includes(name))).toEqual([]);
  });

  test('gets what the app says about who asks', async () => {
    await place.start();
    const { headers } = await asked(place, { headers: { 'X-Forwarded-For': '1.2.3.4', 'X-Forwarded-Proto': 'https', 'X-Forwarded-Host': 'shop.example' } });
    expect(headers).toMatchObject({ 'x-forwarded-for': ['1.2.3.4'], 'x-forwarded-proto': ['https'], 'x-forwarded-host': ['shop.example'] });
  });
}, 'ambassador');

const FORGED = {
  'Forwarded': 'for=1.1.1.1;host=evil;proto=https',
  'X-Forwarded-Host': 'evil',
  'X-Forwarded-Port': '1',
  'X-Forwarded-Prefix': '/evil',
  'X-Forwarded-Ssl': 'on',
  'X-Forwarded-Scheme': 'https',
};
const TRUSTED: ReverseProxyProps = { trustedProxies: ['127.0.0.0/8'] };

describeProxies('the app', (place) => {
  test('gets the host and port that the client asked for, and who it is', async () => {
    await place.start();
    const { headers } = await asked(place, { headers: { Host: 'shop.example:8443' } });
    expect(headers).toMatchObject({ 'host': ['shop.example:8443'], 'x-real-ip': ['127.0.0.1'], 'x-forwarded-for': ['127.0.0.1'], 'x-forwarded-proto': ['http'] });
  });

  test.each([
    ['with nobody trusted', {}],
    ['from somebody who is not', { trustedProxies: ['10.0.0.0/8'] }],
  ])('is told nothing else by clients: %s', async (_, reverseProxy) => {
    await place.start({ reverseProxy });
    const { headers } = await asked(place, { headers: { ...FORGED, 'X-Forwarded-Proto': 'https', 'X-Real-IP': '1.1.1.1' } });
    expect(headers).toMatchObject({ 'x-forwarded-proto': ['http'], 'x-real-ip': ['127.0.0.1'] });
    expect(Object.keys(headers).filter((name) => Object.keys(FORGED).map((forged) => forged.toLowerCase()).includes(name))).toEqual([]);
  });

  test('is told everything by a proxy that is trusted', async () => {
    await place.start({ reverseProxy: TRUSTED });
    const { headers } = await asked(place, { headers: FORGED });
    expect(headers).toMatchObject(Object.fromEntries(Object.entries(FORGED).map(([name, value]) => [name.toLowerCase(), [value]])));
  });

  test.each([
    ['203.0.113.1', '203.0.113.1'],
    ['203.0.113.1:51001', '203.0.113.1'],
    ['2001:db8::1', '2001:db8::1'],
    ['[2001:db8::1]:51001', '2001:db8::1'],
    ['198.51.100.9, 203.0.113.1:51001, 127.0.0.9', '203.0.113.1'],
  ])('gets the client of X-Forwarded-For: %s', async (chain, client) => {
    await place.start({ reverseProxy: TRUSTED });
    const { headers } = await asked(place, { headers: { 'X-Forwarded-For': chain } });
    expect(headers).toMatchObject({ 'x-real-ip': [client], 'x-forwarded-for': [expect.stringContaining(chain)] });
  });

  test.each([['https', 'https'], ['https,http', 'https'], ['HTTPS , http', 'https'], ['http, https', 'http'], ['wss', 'https'], ['gopher', 'http']])(
    'gets the protocol of X-Forwarded-Proto: %s', async (given, protocol) => {
      await place.start({ reverseProxy: TRUSTED });
      expect((await asked(place, { headers: { 'X-Forwarded-Proto': given } })).headers['x-forwarded-proto']).toEqual([protocol]);
    });

  test('does not get a name that servers take for one that the proxy sets or removes', async () => {
    await place.start({ reverseProxy: { requestHeaders: { 'X-User': HeaderValue.removed(), 'X-Tenant-Id': HeaderValue.text('own') } } });
    const forged = ['X-User', 'X_User', 'x.user', 'X_Tenant_Id', 'X-Tenant_Id', 'X_Real_IP', 'X_Forwarded_For', 'X.Forwarded_Proto', 'X_Forwarded_Host'];
    const { headers } = await asked(place, { headers: Object.fromEntries(forged.map((name) => [name, 'forged'])) });
    expect(Object.entries(headers).filter(([, values]) => values!.includes('forged'))).toEqual([]);
    expect(headers['x-tenant-id']).toEqual(['own']);
  });

  test('hears of https from clients by TLS', async () => {
    await place.start({ clientTls: true });
    expect((await asked(place, { tls: true, headers: { Host: 'shop.example' } })).headers).toMatchObject({ 'host': ['shop.example'], 'x-forwarded-proto': ['https'] });
  });
}, 'reverse proxy');
