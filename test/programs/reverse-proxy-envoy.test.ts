import { spawn, spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import { IncomingHttpHeaders } from 'node:http';
import * as http2 from 'node:http2';
import * as net from 'node:net';
import * as os from 'node:os';
import * as path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import * as tls from 'node:tls';
import { Duration, Size } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import {
  Endpoint, EnvoyAccessLog, EnvoyReverseProxyOptions, HeaderValue, ReverseProxyProps, ReverseProxyProtocol, SharedVolume, TlsCertificate,
} from '../../src';
import { ENVOY } from '../ambassador/support/envoy';
import { Backend, freePorts, until } from '../ambassador/support/servers';
import { COLLECTOR } from '../logging/support/collector';
import { EchoApp } from '../proxy/support/echo-app';
import { FrontEnvoy } from '../proxy/support/envoy';
import { makeCertificate } from '../support/certificate';
import { skipped } from '../support/skipped';
import { newChart } from '../support/workloads';

if (!ENVOY) {
  skipped('envoy');
}

if (!COLLECTOR) {
  skipped('otelcol-contrib');
}

const PROMTOOL = spawnSync('promtool', ['--version']).status === 0;
if (!PROMTOOL) {
  skipped('promtool');
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

(ENVOY ? describe : describe.skip)('Envoy as a reverse proxy', () => {
  let app: EchoApp;
  let appPort: number;
  let envoy: FrontEnvoy;
  beforeEach(async () => {
    app = new EchoApp();
    appPort = await app.start();
  });
  afterEach(async () => {
    await envoy.stop();
    await app.stop();
  });

  const start = async (props: ReverseProxyProps = {}, options: EnvoyReverseProxyOptions = {}, chart = newChart()) => {
    envoy = await FrontEnvoy.start({ appPort, ...props }, options, chart);
  };
  const asked = async (headers = {}) => (await envoy.get('/', headers), app.asked.at(-1)!.headers);

  describe('requests', () => {
    test('arrive with the headers that say where they come from, and no others', async () => {
      await start();
      await envoy.get('/a%20b/../c?d=e', { 'Host': 'shop.example:8443', 'X-Own': 'kept', 'X-Real-IP': 'forged', 'X-Envoy-Max-Retries': '5' }, [], '127.0.0.2');
      const { url, headers } = app.asked[0];
      expect(url).toBe('/a%20b/../c?d=e');
      expect(headers).toEqual({
        'host': 'shop.example:8443',
        'x-own': 'kept',
        'x-real-ip': '127.0.0.2',
        'x-forwarded-for': expect.any(String),
        'x-forwarded-proto': 'http',
        'x-request-id': expect.stringMatching(UUID),
      });
      expect(await asked({ 'X-Request-ID': 'abc-1' })).toMatchObject({ 'x-request-id': 'abc-1' });
      expect(envoy.read('stderr')).toBe('');
    });

    test('have no say in where they come from without trust', async () => {
      await start({ trustedProxies: ['10.0.0.0/8'] });
      expect(await asked({ 'X-Forwarded-For': '1.2.3.4', 'X-Forwarded-Proto': 'https' }))
        .toMatchObject({ 'x-forwarded-for': expect.stringMatching(/^1\.2\.3\.4,/), 'x-forwarded-proto': 'http', 'x-real-ip': '127.0.0.1' });
    });

    test('of trusted proxies are believed', async () => {
      await start({ trustedProxies: ['127.0.0.0/8'], responseHeaders: { 'X-Scheme': HeaderValue.scheme(), 'X-Client': HeaderValue.clientAddress() } });
      const { headers } = await envoy.get('/', { 'X-Forwarded-For': '9.9.9.9, 1.2.3.4, 127.0.0.9', 'X-Forwarded-Proto': 'https' });
      expect(headers).toMatchObject({ 'x-scheme': 'https', 'x-client': '1.2.3.4' });
      expect(app.asked[0].headers).toMatchObject({
        'x-forwarded-for': expect.stringMatching(/^9\.9\.9\.9, ?1\.2\.3\.4, ?127\.0\.0\.9, ?[0-9.]+$/), 'x-forwarded-proto': 'https', 'x-real-ip': '1.2.3.4',
      });
    });

    test('have no say in time-outs', async () => {
      await start({ trustedProxies: ['127.0.0.0/8'] });
      app.pause = 200;
      expect((await envoy.get('/', { 'X-Forwarded-For': '10.1.2.3', 'X-Envoy-Upstream-Rq-Timeout-Ms': '20' })).status).toBe(200);
      expect(app.asked[0].headers).not.toHaveProperty('x-envoy-upstream-rq-timeout-ms');
    });

    test('get headers of the user, in place of their own', async () => {
      await start({
        requestHeaders: {
          'X-Tenant': HeaderValue.text('a "b" \\ %REQ(HOST)% 5% $c ü'),
          'x-real-ip': HeaderValue.removed(),
          'X-Host': HeaderValue.host(),
          'Host': HeaderValue.text('app'),
          'X-Forwarded-Proto': HeaderValue.text('https'),
        },
      });
      const headers = await asked({ 'X-Tenant': 'forged', 'X-Real-IP': 'forged', 'Host': 'shop' });
      expect(Buffer.from(headers['x-tenant'] as string, 'latin1').toString()).toBe('a "b" \\ %REQ(HOST)% 5% $c ü');
      expect(headers).toMatchObject({ 'host': 'app', 'x-forwarded-proto': 'https' });
      expect(headers).not.toHaveProperty('x-real-ip');
    });

    test('with a body beyond the limit are refused, others arrive whole, whether their length is said or not', async () => {
      await start({ maxBodySize: Size.kibibytes(100), responseHeaders: { 'X-Frame-Options': HeaderValue.text('DENY') } });
      const [fits, tooMuch] = [100 * 1024, 100 * 1024 + 1].map((bytes) => Buffer.alloc(bytes));
      const halves = (body: Buffer) => [body.subarray(0, 1000), body.subarray(1000)];
      for (const [body, status] of [[fits, 200], [tooMuch, 413]] as [Buffer, number][]) {
        expect((await envoy.get('/', {}, [body])).status).toBe(status);
        const answer = await envoy.get('/', {}, halves(body));
        expect(answer.status).toBe(status);
        expect(answer.headers['x-frame-options']).toBe('DENY');
      }
      expect(app.asked.map(({ bytes }) => bytes)).toEqual([100 * 1024, 100 * 1024]);
    });

    test('beyond the rate are refused, for each client by itself', async () => {
      await start({ rateLimit: { requestsPerSecond: 1, burst: 4 } });
      const statuses = async (from: string) => (await Promise.all(Array.from({ length: 8 }, () => envoy.get('/', {}, [], from)))).map(({ status }) => status).sort();
      expect(await statuses('127.0.0.1')).toEqual([200, 200, 200, 200, 200, 429, 429, 429]);
      expect(await statuses('127.0.0.2')).toEqual([200, 200, 200, 200, 200, 429, 429, 429]);
      expect((await envoy.get('/healthz/proxy')).status).toBe(200);
    });

    test('within the rate are let through without a burst', async () => {
      await start({ rateLimit: { requestsPerSecond: 20, burst: 0 } });
      const statuses = [];
      for (let i = 0; i < 10; i++) {
        statuses.push((await envoy.get('/')).status);
        await sleep(60);
      }
      expect(statuses).toEqual(Array(10).fill(200));
    });
  });

  describe('responses', () => {
    test('get headers of the user in place of those of the app', async () => {
      await start({
        responseHeaders: {
          'X-Frame-Options': HeaderValue.text('DENY 5%'), 'X-Powered-By': HeaderValue.removed(), 'X-Id': HeaderValue.requestId(), 'X-Time': HeaderValue.appResponseTime(),
        },
      });
      app.headers = { 'X-Frame-Options': 'ALLOW', 'X-Powered-By': 'x' };
      app.pause = 50;
      const { headers } = await envoy.get('/');
      expect(headers).toMatchObject({ 'x-frame-options': 'DENY 5%', 'x-id': app.asked[0].headers['x-request-id'] });
      expect(Number(headers['x-time'])).toBeGreaterThanOrEqual(49);
      expect(headers).not.toHaveProperty('x-powered-by');
      const health = await envoy.get('/healthz/proxy?a=b');
      expect([health.status, health.body.toString(), health.headers['x-frame-options']]).toEqual([200, 'healthy\n', undefined]);
      expect(app.asked).toHaveLength(1);
    });

    test('that do not come are waited for as long as is said', async () => {
      await start({ timeouts: { connect: Duration.millis(100), response: Duration.millis(300) } });
      app.pause = 2000;
      expect((await envoy.get('/')).status).toBe(504);
    });

    test('without an app are 503', async () => {
      await start();
      await app.stop();
      expect((await envoy.get('/')).status).toBe(503);
      await app.start();
    });
  });

  test('WebSockets pass', async () => {
    await start();
    const socket = net.connect(envoy.port, '127.0.0.1');
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
    await start({ appPort: (server.address() as net.AddressInfo).port, appProtocol: ReverseProxyProtocol.GRPC });
    const session = http2.connect(`http://127.0.0.1:${envoy.port}`);
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
      const socket = tls.connect({ port: envoy.port, servername: 'localhost', rejectUnauthorized: false });
      await new Promise((resolve, reject) => socket.once('secureConnect', resolve).once('error', reject));
      return socket;
    };

    test('a certificate is renewed while connections are held', async () => {
      await start(...certificate());
      const held = await connect();
      const { serialNumber } = held.getPeerCertificate();
      envoy.renew(makeCertificate());
      await until('another certificate is there', async () => {
        const socket = await connect();
        const shown = socket.getPeerCertificate().serialNumber;
        socket.destroy();
        return shown !== serialNumber;
      });
      held.write('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n');
      expect(String(await new Promise((resolve) => held.once('data', resolve)))).toMatch(/^HTTP\/1\.1 200/);
      held.destroy();
      expect(app.asked[0].headers['x-forwarded-proto']).toBe('https');
    });

    test('clients may speak HTTP/2', async () => {
      await start(...certificate());
      const session = http2.connect(`https://localhost:${envoy.port}`, { rejectUnauthorized: false });
      const stream = session.request({ ':path': '/' });
      const status = await new Promise((resolve, reject) => stream.on('response', (headers) => resolve(headers[':status'])).on('error', reject));
      session.destroy();
      expect(status).toBe(200);
    });
  });

  describe('what is told', () => {
    (PROMTOOL ? test : test.skip)('metrics count each request exactly, and promtool has nothing to say', async () => {
      const backend = await Backend.start((n) => (n % 10 === 0 ? 500 : 200));
      await start({ appPort: backend.port }, { metrics: { requests: 'demo_requests_total', latency: 'demo_latency_seconds' } });
      const statuses: number[] = [];
      await Promise.all(Array.from({ length: 10 }, async () => {
        for (let i = 0; i < 50; i++) {
          statuses.push((await envoy.get('/')).status);
        }
      }));
      await envoy.get('/healthz/proxy');
      expect(statuses.filter((status) => status === 500)).toHaveLength(50);
      await until('histograms are put together', async () => (await envoy.metrics()).includes('demo_latency_seconds_count 500'));
      const metrics = await envoy.metrics();
      expect(metrics).toContain('demo_requests_total{code="200"} 450\ndemo_requests_total{code="500"} 50\n');
      expect(metrics).toContain('demo_latency_seconds_bucket{le="+Inf"} 500\n');
      expect(metrics).toMatch(/# TYPE demo_latency_seconds histogram\ndemo_latency_seconds_bucket\{le="0\.005"\} \d+\n/);
      expect(metrics).toMatch(/# TYPE http_connections gauge\nhttp_connections \d+\n/);
      expect(spawnSync('promtool', ['check', 'metrics'], { input: metrics, encoding: 'utf8' })).toMatchObject({ status: 0, stdout: '', stderr: '' });
      await backend.stop();
    });

    test('the histogram has seconds', async () => {
      await start({}, { metrics: { buckets: [Duration.millis(100), Duration.seconds(1)] } });
      app.pause = 300;
      await envoy.get('/');
      await until('it is there', async () => (await envoy.metrics()).includes('_count 1'));
      const metrics = await envoy.metrics();
      expect(metrics).toContain('http_request_duration_seconds_bucket{le="0.1"} 0\nhttp_request_duration_seconds_bucket{le="1"} 1\n');
      const sum = Number(/_sum (.*)/.exec(metrics)![1]);
      expect(sum).toBeGreaterThan(0.28);
      expect(sum).toBeLessThan(0.9);
    });

    test('the access log has a line of JSON for each request, without queries and the health path', async () => {
      const chart = newChart();
      await start({}, { accessLog: EnvoyAccessLog.file(new SharedVolume(chart, 'Logs')) }, chart);
      await envoy.get('/a%20"b?token=secret', { 'X-Request-ID': 'abc-1' }, [Buffer.alloc(7)], '127.0.0.2');
      await envoy.get('/healthz/proxy');
      await until('the line is there', async () => envoy.read('var/log/proxy/access.log') !== '');
      await sleep(1100);
      const lines = envoy.read('var/log/proxy/access.log').trimEnd().split('\n').map((line) => JSON.parse(line));
      expect(lines).toEqual([{
        time: expect.stringMatching(/^\d{4}-.*Z$/),
        method: 'POST',
        path: '/a%20"b',
        protocol: 'HTTP/1.1',
        status: 200,
        flags: '-',
        bytes_received: 7,
        bytes_sent: 2000,
        duration_ms: expect.any(Number),
        peer: '127.0.0.2',
        request_id: 'abc-1',
      }]);
      expect(fs.readdirSync(`${envoy.folder}/var/log/proxy`)).toEqual(['access.log']);
    });
  });

  (COLLECTOR ? describe : describe.skip)('traces', () => {
    let collector: SpanCollector;
    beforeEach(async () => { collector = await SpanCollector.start(); });
    afterEach(() => collector.stop());

    const traced = async (samplePercent?: number) => {
      const chart = newChart();
      const tracing = { serviceName: 'web "1"', collector: new Endpoint({ port: collector.port }), samplePercent };
      await start({}, { tracing, accessLog: EnvoyAccessLog.file(new SharedVolume(chart, 'Logs')) }, chart);
    };
    const traceIdOf = ({ traceparent }: IncomingHttpHeaders) => String(traceparent).split('-')[1];

    test('begin with a span for each request, which the app and the access log know', async () => {
      await traced();
      const id = traceIdOf(await asked({ 'X-Request-ID': 'abc-1' }));
      await envoy.get('/healthz/proxy');
      await until('the span is there', async () => collector.spans().length > 0);
      const spans = collector.spans();
      expect(spans).toMatchObject([{ traceId: id, kind: 2, service: 'web "1"', attributes: { 'http.method': 'GET', 'http.status_code': '200' } }]);
      await until('the line is there', async () => envoy.read('var/log/proxy/access.log').includes(`"trace_id":"${id}"`));
    });

    test('go on where the client has begun them, unless it leaves the request out', async () => {
      await traced();
      const id = '0af7651916cd43dd8448eb211c80319c';
      expect(await asked({ traceparent: `00-${id}-b7ad6b7169203331-00` })).toMatchObject({ traceparent: expect.stringMatching(`^00-${id}-.*-00$`) });
      expect(await asked({ traceparent: `00-${id}-b7ad6b7169203331-01` })).toMatchObject({ traceparent: expect.stringMatching(`^00-${id}-.*-01$`) });
      await until('the span is there', async () => collector.spans().length > 0);
      expect(collector.spans()).toMatchObject([{ traceId: id, parentSpanId: 'b7ad6b7169203331' }]);
    });

    test('have no spans of requests that are not in the sample', async () => {
      await traced(0);
      expect(await asked()).toMatchObject({ traceparent: expect.stringMatching(/-00$/) });
    });

    test('that nobody takes keep no request from the app', async () => {
      await traced();
      collector.stop();
      expect((await envoy.get('/')).status).toBe(200);
    });
  });

  test('a stop is answered when the app is told, and connections are closed after their response from then on', async () => {
    await start({ stopDelay: Duration.seconds(1), drainTime: Duration.seconds(1) });
    const agent = async () => (await fetch(`http://127.0.0.1:${envoy.port}/`)).headers.get('connection');
    expect(await agent()).not.toBe('close');
    const begin = Date.now();
    const stop = envoy.status('/stop').then(({ status }) => [status, Date.now() - begin]);
    await until('connections are closed', async () => await agent() === 'close');
    expect(Date.now() - begin).toBeLessThan(1500);
    const [status, millis] = await stop;
    expect(status).toBe(200);
    expect(millis).toBeGreaterThanOrEqual(1990);
    expect((await envoy.get('/')).status).toBe(200);
    expect((await envoy.get('/healthz/proxy')).status).toBe(200);
  });
});

interface Span {
  readonly traceId: string;
  readonly parentSpanId: string;
  readonly kind: number;
  readonly service: string;
  readonly attributes: { [name: string]: string };
}

/** A collector that writes the spans that it gets into a file. */
class SpanCollector {
  public static async start(): Promise<SpanCollector> {
    const [port] = await freePorts(1);
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'spans-'));
    const config = {
      receivers: { otlp: { protocols: { grpc: { endpoint: `127.0.0.1:${port}` } } } },
      exporters: { file: { path: path.join(folder, 'spans'), flush_interval: '100ms' } },
      service: { telemetry: { metrics: { level: 'none' } }, pipelines: { traces: { receivers: ['otlp'], exporters: ['file'] } } },
    };
    fs.writeFileSync(path.join(folder, 'config.json'), JSON.stringify(config));
    const collector = new SpanCollector(port, folder, spawn(COLLECTOR!, ['--config', path.join(folder, 'config.json')], { stdio: 'ignore' }));
    await until('the collector listens', () => new Promise((resolve) => {
      const socket = net.connect(port, '127.0.0.1', () => resolve(socket.destroy()));
      socket.on('error', () => resolve(false));
    }));
    return collector;
  }

  private constructor(public readonly port: number, private readonly folder: string, private readonly child: ReturnType<typeof spawn>) {}

  public spans(): Span[] {
    const pairs = (attributes: any[]) => Object.fromEntries(attributes.map(({ key, value }) => [key, Object.values(value)[0]]));
    return fs.readFileSync(path.join(this.folder, 'spans'), 'utf8').split('\n').filter(Boolean)
      .flatMap((line) => JSON.parse(line).resourceSpans)
      .flatMap(({ resource, scopeSpans }) => scopeSpans.flatMap(({ spans }: any) => spans)
        .map((span: any) => ({ ...span, service: pairs(resource.attributes)['service.name'], attributes: pairs(span.attributes) })));
  }

  public stop(): void {
    this.child.kill('SIGKILL');
    fs.rmSync(this.folder, { recursive: true, force: true });
  }
}
