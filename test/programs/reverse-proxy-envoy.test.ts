import * as http2 from 'node:http2';
import * as net from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import * as tls from 'node:tls';
import { Duration, Size } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { HeaderValue, ReverseProxyProtocol, TlsCertificate } from '../../src';
import { speakHttp10 } from '../ambassador/support/servers';
import { describeFront } from '../proxy/support/front';
import { makeCertificate } from '../support/certificates';
import { until } from '../support/waiting';
import { newChart } from '../support/workloads';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

describeFront('Envoy as a reverse proxy', (front) => {
  describe('requests', () => {
    test('arrive with the headers that say where they come from, and no others', async () => {
      await front.start();
      await front.envoy.get('/a%20b/../c?d=e', { 'Host': 'shop.example:8443', 'X-Own': 'kept', 'X-Real-IP': 'forged', 'X-Envoy-Max-Retries': '5' }, [], '127.0.0.2');
      const { url, headers } = front.app.asked[0];
      expect(url).toBe('/a%20b/../c?d=e');
      expect(headers).toEqual({
        'host': 'shop.example:8443',
        'x-own': 'kept',
        'x-real-ip': '127.0.0.2',
        'x-forwarded-for': expect.any(String),
        'x-forwarded-proto': 'http',
        'x-request-id': expect.stringMatching(UUID),
      });
      expect(await front.asked({ 'X-Request-ID': 'abc-1' })).toMatchObject({ 'x-request-id': 'abc-1' });
      expect(front.envoy.read('stderr')).toBe('');
    });

    test('by HTTP/1.0 are answered', async () => {
      await front.start();
      expect(await speakHttp10(front.envoy.port)).toMatch(/^HTTP\/1\.[01] 200 OK\r\n/);
      expect(front.app.asked).toHaveLength(1);
    });

    test('have no say in where they come from without trust', async () => {
      await front.start({ trustedProxies: ['10.0.0.0/8'] });
      expect(await front.asked({ 'X-Forwarded-For': '1.2.3.4', 'X-Forwarded-Proto': 'https' }))
        .toMatchObject({ 'x-forwarded-for': expect.stringMatching(/^1\.2\.3\.4,/), 'x-forwarded-proto': 'http', 'x-real-ip': '127.0.0.1' });
    });

    test('of trusted proxies are believed', async () => {
      await front.start({ trustedProxies: ['127.0.0.0/8'], responseHeaders: { 'X-Scheme': HeaderValue.scheme(), 'X-Client': HeaderValue.clientAddress() } });
      const { headers } = await front.envoy.get('/', { 'X-Forwarded-For': '9.9.9.9, 1.2.3.4, 127.0.0.9', 'X-Forwarded-Proto': 'https' });
      expect(headers).toMatchObject({ 'x-scheme': 'https', 'x-client': '1.2.3.4' });
      expect(front.app.asked[0].headers).toMatchObject({
        'x-forwarded-for': expect.stringMatching(/^9\.9\.9\.9, ?1\.2\.3\.4, ?127\.0\.0\.9, ?[0-9.]+$/), 'x-forwarded-proto': 'https', 'x-real-ip': '1.2.3.4',
      });
    });

    test('have no say in timeouts', async () => {
      await front.start({ trustedProxies: ['127.0.0.0/8'] });
      front.app.pause = 200;
      expect((await front.envoy.get('/', { 'X-Forwarded-For': '10.1.2.3', 'X-Envoy-Upstream-Rq-Timeout-Ms': '20' })).status).toBe(200);
      expect(front.app.asked[0].headers).not.toHaveProperty('x-envoy-upstream-rq-timeout-ms');
    });

    test('get headers of the user, in place of their own', async () => {
      await front.start({
        requestHeaders: {
          'X-Tenant': HeaderValue.text('a "b" \\ %REQ(HOST)% 5% $c ü'),
          'x-real-ip': HeaderValue.removed(),
          'X-Host': HeaderValue.host(),
          'Host': HeaderValue.text('app'),
          'X-Forwarded-Proto': HeaderValue.text('https'),
        },
      });
      const headers = await front.asked({ 'X-Tenant': 'forged', 'X-Real-IP': 'forged', 'Host': 'shop' });
      expect(Buffer.from(headers['x-tenant'] as string, 'latin1').toString()).toBe('a "b" \\ %REQ(HOST)% 5% $c ü');
      expect(headers).toMatchObject({ 'host': 'app', 'x-forwarded-proto': 'https' });
      expect(headers).not.toHaveProperty('x-real-ip');
    });

    test('with a body beyond the limit are refused, others arrive whole, whether their length is said or not', async () => {
      await front.start({ maxBodySize: Size.kibibytes(100), responseHeaders: { 'X-Frame-Options': HeaderValue.text('DENY') } });
      const [fits, tooMuch] = [100 * 1024, 100 * 1024 + 1].map((bytes) => Buffer.alloc(bytes));
      const halves = (body: Buffer) => [body.subarray(0, 1000), body.subarray(1000)];
      for (const [body, status] of [[fits, 200], [tooMuch, 413]] as [Buffer, number][]) {
        expect((await front.envoy.get('/', {}, [body])).status).toBe(status);
        const answer = await front.envoy.get('/', {}, halves(body));
        expect(answer.status).toBe(status);
        expect(answer.headers['x-frame-options']).toBe('DENY');
      }
      expect(front.app.asked.map(({ bytes }) => bytes)).toEqual([100 * 1024, 100 * 1024]);
    });

    test('beyond the rate are refused, for each client by itself', async () => {
      await front.start({ rateLimit: { requests: 1, interval: Duration.minutes(1), burst: 5 } });
      const statuses = async (from: string) => (await Promise.all(Array.from({ length: 8 }, () => front.envoy.get('/', {}, [], from)))).map(({ status }) => status).sort();
      expect(await statuses('127.0.0.1')).toEqual([200, 200, 200, 200, 200, 429, 429, 429]);
      expect(await statuses('127.0.0.2')).toEqual([200, 200, 200, 200, 200, 429, 429, 429]);
      expect((await front.envoy.get('/healthz/proxy')).status).toBe(200);
    });

    test('within the rate are let through without a burst', async () => {
      await front.start({ rateLimit: { requests: 20, burst: 1 } });
      const statuses = [];
      for (let i = 0; i < 6; i++) {
        statuses.push((await front.envoy.get('/')).status);
        await sleep(100); // which is twice as long as it takes until there may be another one
      }
      expect(statuses).toEqual(Array(6).fill(200));
    });
  });

  describe('responses', () => {
    test('get headers of the user in place of those of the app', async () => {
      await front.start({
        responseHeaders: {
          'X-Frame-Options': HeaderValue.text('DENY 5%'), 'X-Powered-By': HeaderValue.removed(), 'X-Id': HeaderValue.requestId(), 'X-Time': HeaderValue.appResponseTime(),
        },
      });
      front.app.headers = { 'X-Frame-Options': 'ALLOW', 'X-Powered-By': 'x' };
      front.app.pause = 50;
      const { headers } = await front.envoy.get('/');
      expect(headers).toMatchObject({ 'x-frame-options': 'DENY 5%', 'x-id': front.app.asked[0].headers['x-request-id'] });
      expect(Number(headers['x-time'])).toBeGreaterThanOrEqual(49);
      expect(headers).not.toHaveProperty('x-powered-by');
      const health = await front.envoy.get('/healthz/proxy?a=b');
      expect([health.status, health.body.toString(), health.headers['x-frame-options']]).toEqual([200, 'healthy\n', undefined]);
      expect(front.app.asked).toHaveLength(1);
    });

    test('that do not come are waited for as long as is said', async () => {
      await front.start({ timeouts: { response: Duration.millis(300) } });
      front.app.hold();
      expect((await front.envoy.get('/')).status).toBe(504);
    });

    test('without an app are 503', async () => {
      await front.start();
      await front.app.stop();
      expect((await front.envoy.get('/')).status).toBe(503);
      await front.app.start();
    });
  });

  test('WebSockets pass', async () => {
    await front.start();
    const socket = net.connect(front.envoy.port, '127.0.0.1');
    const next = () => new Promise<string>((resolve) => socket.once('data', (data) => resolve(String(data))));
    socket.write('GET /ws HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Key: x\r\nSec-WebSocket-Version: 13\r\n\r\n');
    expect(await next()).toMatch(/^HTTP\/1\.1 101 /);
    socket.write('hello');
    expect(await next()).toBe('hello');
    socket.destroy();
  });

  test('gRPC passes with its trailers, in both directions at a time', async () => {
    const server = http2.createServer().on('stream', (stream) => {
      stream.respond({ ':status': 200, 'content-type': 'application/grpc' }, { waitForTrailers: true });
      stream.on('wantTrailers', () => stream.sendTrailers({ 'grpc-status': '0' }));
      stream.pipe(stream);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    await front.start({ appPort: (server.address() as net.AddressInfo).port, appProtocol: ReverseProxyProtocol.GRPC });
    const session = http2.connect(`http://127.0.0.1:${front.envoy.port}`);
    const stream = session.request({ ':path': '/shop.Orders/Watch', ':method': 'POST', 'content-type': 'application/grpc', 'te': 'trailers' });
    stream.write('first');
    expect(String(await new Promise((resolve) => stream.once('data', resolve)))).toBe('first');
    const trailers = new Promise((resolve) => stream.once('trailers', resolve));
    stream.resume().end();
    expect(await trailers).toMatchObject({ 'grpc-status': '0' });
    session.destroy();
    server.close();
  });

  describe('TLS', () => {
    const certificate = () => {
      const chart = newChart();
      return [{ tls: { certificate: TlsCertificate.fromSecret(kplus.Secret.fromSecretName(chart, 'Certificate', 'web-tls')) } }, {}, chart] as const;
    };
    const connect = async () => {
      const socket = tls.connect({ port: front.envoy.port, servername: 'localhost', rejectUnauthorized: false });
      await new Promise((resolve, reject) => socket.once('secureConnect', resolve).once('error', reject));
      return socket;
    };

    test('a certificate is renewed while connections are held', async () => {
      await front.start(...certificate());
      const held = await connect();
      const { serialNumber } = held.getPeerCertificate();
      front.envoy.renew(makeCertificate());
      await until('another certificate is there', async () => {
        const socket = await connect();
        const shown = socket.getPeerCertificate().serialNumber;
        socket.destroy();
        return shown !== serialNumber;
      });
      held.write('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n');
      expect(String(await new Promise((resolve) => held.once('data', resolve)))).toMatch(/^HTTP\/1\.1 200/);
      held.destroy();
      expect(front.app.asked[0].headers['x-forwarded-proto']).toBe('https');
    });

    test('clients may speak HTTP/2', async () => {
      await front.start(...certificate());
      const session = http2.connect(`https://localhost:${front.envoy.port}`, { rejectUnauthorized: false });
      const stream = session.request({ ':path': '/' });
      const status = await new Promise((resolve, reject) => stream.on('response', (headers) => resolve(headers[':status'])).on('error', reject));
      session.destroy();
      expect(status).toBe(200);
    });
  });

  test('a stop is answered when the app is told, and connections are closed after their response from then on', async () => {
    await front.start({ stopDelay: Duration.seconds(1), drainTime: Duration.seconds(4) });
    const agent = async () => (await fetch(`http://127.0.0.1:${front.envoy.port}/`)).headers.get('connection');
    expect(await agent()).not.toBe('close');
    const begin = Date.now();
    let isStopped = false;
    const stop = front.envoy.status('/stop').then(({ status }) => {
      isStopped = true;
      return [status, Date.now() - begin];
    });
    await until('connections are closed', async () => await agent() === 'close');
    expect(isStopped).toBe(false);
    const [status, millis] = await stop;
    expect(status).toBe(200);
    expect(millis).toBeGreaterThanOrEqual(4990);
    expect((await front.envoy.get('/')).status).toBe(200);
    expect((await front.envoy.get('/healthz/proxy')).status).toBe(200);
  });
});
