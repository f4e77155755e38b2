import * as http2 from 'node:http2';
import { setTimeout as sleep } from 'node:timers/promises';
import { Duration } from 'cdk8s';
import { RetryCondition, Upstream, UpstreamOptions } from '../../src';
import { RunningEnvoy } from '../ambassador/support/envoy';
import { listening, portOf } from '../ambassador/support/servers';
import { freePorts } from '../support/ports';
import { describeProgram } from '../support/programs';
import { until } from '../support/waiting';

describeProgram('envoy', 'Envoy as an ambassador of', (program) => {
  let server: http2.Http2Server;
  let port: number;
  let envoy: RunningEnvoy | undefined;
  let calls: http2.IncomingHttpHeaders[] = [];

  type Answer = (stream: http2.ServerHttp2Stream, n: number) => void;

  const SERVING = Buffer.from([0, 0, 0, 0, 2, 8, 1]);
  const NOT_SERVING = Buffer.from([0, 0, 0, 0, 2, 8, 2]);

  function grpc(stream: http2.ServerHttp2Stream, message?: Buffer, code = 0): void {
    const status = { 'grpc-status': String(code) };
    if (stream.destroyed) {
      return;
    }
    if (message === undefined) {
      stream.respond({ ':status': 200, 'content-type': 'application/grpc', ...status }, { endStream: true });
      return;
    }
    stream.respond({ ':status': 200, 'content-type': 'application/grpc' }, { waitForTrailers: true });
    stream.on('wantTrailers', () => stream.sendTrailers(status));
    stream.end(message);
  }

  async function start(kind: 'http2' | 'grpc', answer: Answer, options: UpstreamOptions = {}, health = SERVING): Promise<void> {
    calls = [];
    server = http2.createServer().on('stream', (stream, headers) => {
      stream.on('error', () => {});
      if (headers[':path'] === '/grpc.health.v1.Health/Check') {
        grpc(stream, health);
      } else {
        answer(stream, calls.push(headers));
      }
    });
    await listening(server as any);
    [port] = await freePorts(1);
    envoy = await RunningEnvoy.start(program, [Upstream[kind]({ name: 'api', localPort: port, host: 'localhost', port: portOf(server as any), ...options })]);
  }

  interface Reply {
    readonly headers: http2.IncomingHttpHeaders;
    readonly trailers: http2.IncomingHttpHeaders;
    readonly body: string;
  }

  /** A call through the ambassador, without TLS and without an upgrade. */
  async function call(path = '/shop.Orders/Get', headers: http2.OutgoingHttpHeaders = {}): Promise<Reply> {
    const session = http2.connect(`http://127.0.0.1:${port}`);
    try {
      return await new Promise<Reply>((resolve, reject) => {
        let [body, received, trailers]: [string, http2.IncomingHttpHeaders, http2.IncomingHttpHeaders] = ['', {}, {}];
        session.on('error', reject);
        session.request({ ':method': 'POST', ':path': path, 'content-type': 'application/grpc', 'te': 'trailers', ...headers })
          .on('error', reject)
          .on('response', (values) => { received = values; })
          .on('trailers', (values) => { trailers = values; })
          .on('data', (data) => { body += data.toString('hex'); })
          .on('end', () => resolve({ headers: received, trailers, body }))
          .end(headers[':method'] === 'GET' ? undefined : Buffer.from([0, 0, 0, 0, 0]));
      });
    } finally {
      session.close();
    }
  }

  const codeOf = ({ headers, trailers }: Reply) => Number(trailers['grpc-status'] ?? headers['grpc-status']);

  afterEach(async () => {
    await envoy?.stop();
    server.close();
  });

  test('HTTP/2 passes requests on by HTTP/2, under the name of the upstream', async () => {
    await start('http2', (stream) => {
      stream.respond({ ':status': 200, 'x-own': 'b' });
      stream.end('c');
    }, { retries: {}, circuitBreaker: { maxRequests: 9 }, outlierDetection: {}, rateLimit: { requests: 1, interval: Duration.minutes(1) } });
    const reply = await call('/a', { ':method': 'GET' });
    expect(reply).toMatchObject({ headers: { ':status': 200, 'x-own': 'b' }, body: Buffer.from('c').toString('hex') });
    expect(calls[0]).toMatchObject({ ':authority': expect.stringMatching(/^localhost:\d+$/), ':path': '/a' });
    expect((await call('/a', { ':method': 'GET', 'content-type': 'text/plain' })).headers[':status']).toBe(429);
  });

  test('gRPC passes messages and trailers on', async () => {
    await start('grpc', (stream) => grpc(stream, SERVING, 5));
    const reply = await call();
    expect([reply.body, codeOf(reply), reply.headers['grpc-status']]).toEqual([SERVING.toString('hex'), 5, undefined]);
    expect(envoy!.log()).toBe('');
  });

  test('gRPC lets streams last, unless a timeout is set', async () => {
    const slow: Answer = (stream) => { void sleep(700).then(() => grpc(stream, SERVING)); };
    await start('grpc', slow);
    expect(codeOf(await call())).toBe(0);
    expect(envoy!.log()).toBe('');
    await envoy!.stop();
    server.close();
    await start('grpc', () => {}, { timeouts: { request: Duration.millis(200) } });
    expect(codeOf(await call())).toBe(14);
  });

  test('gRPC tries calls again only where that was asked for', async () => {
    const flaky: Answer = (stream, n) => grpc(stream, undefined, n === 1 ? 14 : 0);
    await start('grpc', flaky, { retries: {} });
    expect([codeOf(await call()), calls.length]).toEqual([14, 1]);
    await envoy!.stop();
    server.close();
    await start('grpc', flaky, { retries: { conditions: [RetryCondition.UNAVAILABLE], repeatNonIdempotent: true } });
    expect([codeOf(await call()), calls.length]).toEqual([0, 2]);
  });

  test('gRPC says by its own status that the rate is limited', async () => {
    await start('grpc', (stream) => grpc(stream, SERVING), { rateLimit: { requests: 1, interval: Duration.minutes(1) } });
    expect([codeOf(await call()), codeOf(await call())]).toEqual([0, 8]);
  });

  test('gRPC asks the health service', async () => {
    const check = { healthCheck: { interval: Duration.millis(100), failures: 1 } };
    await start('grpc', (stream) => grpc(stream, SERVING), check);
    await until('the address is used', async () => codeOf(await call()) === 0);
    await envoy!.stop();
    server.close();
    await start('grpc', (stream) => grpc(stream, SERVING), check, NOT_SERVING);
    await until('no address is left', async () => codeOf(await call()) === 14);
    expect(await envoy!.metric('envoy_cluster_membership_healthy', '"api"')).toBe(0);
  });
});
