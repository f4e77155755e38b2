import * as fs from 'node:fs';
import * as http from 'node:http';
import * as http2 from 'node:http2';
import * as net from 'node:net';
import { gunzipSync } from 'node:zlib';
import { Duration, Size } from 'cdk8s';
import { HeaderValue, ReverseProxyProtocol, SharedVolume } from '../../src';
import { describeFrontNginx } from '../proxy/support/front-nginx';
import { freePort } from '../support/ports';
import { until } from '../support/waiting';
import { newChart } from '../support/workloads';

describeFrontNginx('nginx as a reverse proxy', (front) => {
  describe('requests', () => {
    test('arrive with the headers that say where they come from', async () => {
      await front.start();
      const { status } = await front.nginx.get('/a%20b?c=d', { 'Host': 'shop.example:8443', 'X-Own': 'kept', 'X-Real-IP': 'forged' });
      expect(status).toBe(200);
      expect(front.app.asked[0].url).toBe('/a%20b?c=d');
      expect(front.app.asked[0].headers).toMatchObject({
        'host': 'shop.example:8443',
        'x-own': 'kept',
        'x-real-ip': 'unix:',
        'x-forwarded-for': 'unix:',
        'x-forwarded-proto': 'http',
        'x-request-id': expect.stringMatching(/^[0-9a-f]{32}$/),
      });
    });

    test('keep their own id, unless it is invalid', async () => {
      await front.start();
      expect(await front.asked({ 'X-Request-ID': 'abc-1' })).toMatchObject({ 'x-request-id': 'abc-1' });
      expect(await front.asked({ 'X-Request-ID': 'a b' })).toMatchObject({ 'x-request-id': expect.stringMatching(/^[0-9a-f]{32}$/) });
    });

    test('have no say in where they come from without trust', async () => {
      await front.start();
      expect(await front.asked({ 'X-Forwarded-For': '1.2.3.4', 'X-Forwarded-Proto': 'https' }))
        .toMatchObject({ 'x-forwarded-for': '1.2.3.4, unix:', 'x-forwarded-proto': 'http', 'x-real-ip': 'unix:' });
    });

    test('of trusted proxies are believed', async () => {
      await front.start({ trustedProxies: ['127.0.0.0/8'], port: 18000 });
      await front.nginx.stop();
      const port = await freePort();
      await front.nginx.start(fs.readFileSync(front.nginx.file('nginx.conf'), 'utf8')
        .replace(/( *)(listen) unix:.*/, (line) => `${line}\n    listen 127.0.0.1:${port};`));
      const headers = { 'X-Forwarded-For': '1.2.3.4, 127.0.0.9', 'X-Forwarded-Proto': 'https' };
      await fetch(`http://127.0.0.1:${port}/`, { headers });
      expect(front.app.asked.at(-1)!.headers).toMatchObject({
        'x-forwarded-for': '1.2.3.4, 127.0.0.9, 127.0.0.1', 'x-forwarded-proto': 'https', 'x-real-ip': '1.2.3.4',
      });
      expect(await front.asked(headers)).toMatchObject({ 'x-forwarded-proto': 'http', 'x-real-ip': 'unix:' });
    });

    test('get headers of the user, in place of their own', async () => {
      await front.start({ requestHeaders: { 'X-Tenant': HeaderValue.text('a "b" \\ ; ü'), 'x-real-ip': HeaderValue.removed(), 'X-Host': HeaderValue.host() } });
      const headers = await front.asked({ 'X-Tenant': 'forged' });
      expect(Buffer.from(headers['x-tenant'] as string, 'latin1').toString()).toBe('a "b" \\ ; ü');
      expect(headers['x-host']).toBe('localhost');
      expect(headers).not.toHaveProperty('x-real-ip');
    });

    test('with a body beyond the limit are refused, others arrive whole', async () => {
      await front.start({ maxBodySize: Size.kibibytes(100) });
      expect((await front.nginx.get('/', {}, Buffer.alloc(100 * 1024))).status).toBe(200);
      expect((await front.nginx.get('/', {}, Buffer.alloc(100 * 1024 + 1))).status).toBe(413);
      expect(front.app.asked.map(({ bytes }) => bytes)).toEqual([100 * 1024]);
    });

    test('reach the app while their body is still on its way', async () => {
      await front.start();
      const request = http.request({ socketPath: front.nginx.file('http'), method: 'POST', headers: { Host: 'localhost' } });
      const answered = new Promise((resolve) => request.once('response', resolve));
      request.write('one');
      await until('the app has the request', async () => front.app.begun === 1);
      request.end('two');
      await answered;
      expect(front.app.asked.map(({ bytes }) => bytes)).toEqual([6]);
    });

    test('beyond the rate are refused, others are not held back', async () => {
      await front.start({ rateLimit: { requests: 1, interval: Duration.minutes(1), burst: 5 } }); // held back, they would take minutes
      const statuses = await Promise.all(Array.from({ length: 10 }, async () => (await front.nginx.get('/')).status));
      expect(statuses.sort()).toEqual([200, 200, 200, 200, 200, 429, 429, 429, 429, 429]);
      expect((await front.nginx.get('/healthz/proxy')).status).toBe(200);
    });
  });

  describe('responses', () => {
    test('get headers of the user in place of those of the app', async () => {
      const responseHeaders = {
        'X-Frame-Options': HeaderValue.text('DENY'),
        'X-Powered-By': HeaderValue.removed(),
        'X-Id': HeaderValue.requestId(),
        'X-Time': HeaderValue.appResponseTime(),
      };
      await front.start({ responseHeaders });
      front.app.headers = { 'X-Frame-Options': 'ALLOW', 'X-Powered-By': 'cleverness' };
      const { headers } = await front.nginx.get('/');
      expect(headers).toMatchObject({ 'x-frame-options': 'DENY', 'x-id': front.app.asked[0].headers['x-request-id'], 'x-time': expect.stringMatching(/^0\.\d{3}$/) });
      expect(headers).not.toHaveProperty('x-powered-by');
    });

    test('come in time or not at all', async () => {
      await front.start({ timeouts: { response: Duration.millis(300) } });
      front.app.hold();
      expect((await front.nginx.get('/')).status).toBe(504);
    });

    test('are compressed for clients that take it', async () => {
      await front.start({}, { compression: {} });
      const { headers, body } = await front.nginx.get('/', { 'Accept-Encoding': 'gzip' });
      expect(headers['content-encoding']).toBe('gzip');
      expect(gunzipSync(body)).toHaveLength(2000);
      expect((await front.nginx.get('/')).headers['content-encoding']).toBeUndefined();
    });

    test('are healthy without the app', async () => {
      await front.start({ healthPath: '/health', responseHeaders: { 'X-A': HeaderValue.text('b') } });
      await front.app.stop();
      expect(await front.nginx.get('/health')).toMatchObject({ status: 200, headers: { 'content-type': 'text/plain' }, body: Buffer.from('healthy\n') });
      expect((await front.nginx.get('/')).status).toBe(502);
      await front.app.start();
    });

    test('are logged in a line without query and secrets', async () => {
      await front.start();
      await front.nginx.get('/healthz/proxy');
      await front.nginx.get('/orders?token=hunter2', { 'Authorization': 'hunter2', 'X-Request-ID': 'id-1' });
      const log = () => fs.readFileSync(front.nginx.file('access.log'), 'utf8');
      await until('the line is there', async () => log().includes('id-1\n'));
      expect(log()).toMatch(/^unix: \[[^\]]*\] "GET \/orders HTTP\/1\.1" 200 \d+ 0\.\d{3} id-1\n$/);
    });
  });

  test('static files are those of the volume, and no others', async () => {
    const chart = newChart();
    await front.start({}, { staticFiles: [{ path: '/static', volume: new SharedVolume(chart, 'Static') }] }, chart);
    const folder = front.nginx.file('srv/static-1');
    fs.mkdirSync(folder);
    fs.writeFileSync(`${folder}/a b.css`, 'p {}');
    fs.mkdirSync(`${folder}/sub`);
    fs.symlinkSync('a b.css', `${folder}/same-owner.css`);
    fs.symlinkSync('/etc/hostname', `${folder}/other-owner`);
    fs.lchownSync(`${folder}/other-owner`, 1000, 1000);
    expect(await front.nginx.get('/static/a%20b.css')).toMatchObject({ status: 200, headers: { 'content-type': 'text/css' }, body: Buffer.from('p {}') });
    expect((await front.nginx.get('/static/same-owner.css')).status).toBe(200);
    expect((await front.nginx.get('/static/other-owner')).status).toBe(403);
    expect(await front.nginx.get('/static/sub')).toMatchObject({ status: 301, headers: { location: '/static/sub/' } });
    for (const target of ['/static/none', '/static/..%2f..%2fnginx.conf', '/static/../../nginx.conf']) {
      expect((await front.nginx.get(target)).body.toString()).not.toContain('worker_processes');
    }
    expect(front.app.asked.map(({ url }) => url)).not.toContain('/static/none');
  });

  test('WebSockets pass, also where a response is in the cache', async () => {
    await front.start({}, { cache: { validFor: Duration.minutes(1) } });
    await front.nginx.get('/');
    const open = () => new Promise<net.Socket>((resolve, reject) => {
      http.get({ socketPath: front.nginx.file('http'), headers: { Host: 'localhost', Connection: 'Upgrade', Upgrade: 'websocket' } })
        .on('response', ({ statusCode }) => reject(new Error(`status ${statusCode}`)))
        .on('upgrade', (_response, socket) => resolve(socket as net.Socket));
    });
    const sockets = await Promise.all([open(), open()]);
    for (const [index, socket] of sockets.entries()) {
      socket.write(`message ${index}`);
      expect(String(await new Promise((resolve) => socket.once('data', resolve)))).toBe(`message ${index}`);
      socket.destroy();
    }
  });

  test('gRPC passes: a stream in both directions, its trailers and its metadata', async () => {
    const server = http2.createServer();
    const seen: http2.IncomingHttpHeaders[] = [];
    server.on('stream', (stream, headers) => {
      seen.push(headers);
      stream.respond({ ':status': 200, 'content-type': 'application/grpc' }, { waitForTrailers: true });
      stream.on('wantTrailers', () => stream.sendTrailers({ 'grpc-status': '0' }));
      stream.pipe(stream);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    await front.start({ appPort: (server.address() as net.AddressInfo).port, appProtocol: ReverseProxyProtocol.GRPC });
    const client = http2.connect('http://localhost', { createConnection: () => net.connect(front.nginx.file('http')) });
    try {
      const stream = client.request({ ':method': 'POST', ':path': '/shop.Orders/Watch', 'content-type': 'application/grpc', 'te': 'trailers', 'x-meta': 'a' });
      for (const message of ['one', 'two']) {
        stream.write(message);
        expect(String(await new Promise((resolve) => stream.once('data', resolve)))).toBe(message);
      }
      const trailers = new Promise((resolve) => stream.once('trailers', resolve));
      stream.end();
      expect(await trailers).toMatchObject({ 'grpc-status': '0' });
      expect(seen).toMatchObject([{ ':path': '/shop.Orders/Watch', 'x-meta': 'a', 'te': 'trailers', 'host': 'localhost:80', 'x-forwarded-proto': 'http' }]);
    } finally {
      client.destroy();
      server.close();
    }
  });

  test('a request under way is finished when it receives SIGTERM', async () => {
    await front.start();
    const release = front.app.hold();
    const answer = front.nginx.get('/');
    await until('the app has it', async () => front.app.begun === 1);
    const ended = front.nginx.stop('SIGQUIT');
    await until('it takes no more', async () => !await front.nginx.accepts());
    release();
    expect((await answer).status).toBe(200);
    expect(await ended).toBe(0);
  });
});
