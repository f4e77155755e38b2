import * as http from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { Duration } from 'cdk8s';
import { AccessLog, RetryCondition, Upstream, UpstreamOptions } from '../../src';
import { RunningEnvoy } from '../ambassador/support/envoy';
import { Backend, freePorts, speakHttp10, until } from '../ambassador/support/servers';
import { describeProgram } from '../support/programs';

describeProgram('envoy', 'Envoy as an ambassador of HTTP', (program) => {
  let port: number;
  let envoy: RunningEnvoy | undefined;
  let backends: Backend[] = [];

  async function backend(answer?: Backend['answer']): Promise<Backend> {
    backends.push(await Backend.start(answer));
    return backends[backends.length - 1];
  }

  /** An ambassador in front of a server. */
  async function ambassador(server: Backend, options: UpstreamOptions = {}): Promise<void> {
    [port] = await freePorts(1);
    envoy = await RunningEnvoy.start(program, [Upstream.http({ name: 'api', localPort: port, host: '127.0.0.1', port: server.port, ...options })]);
  }

  async function status(path = '/', init?: RequestInit): Promise<number> {
    const response = await fetch(`http://127.0.0.1:${port}${path}`, init);
    await response.text();
    return response.status;
  }

  async function statuses(count: number, init?: RequestInit): Promise<number[]> {
    const all = [];
    for (let i = 0; i < count; i++) {
      all.push(await status('/', init));
    }
    return all;
  }

  const times = (count: number, value: number) => Array.from({ length: count }, () => value);

  async function timed<T>(ask: () => Promise<T>): Promise<[T, number]> {
    const start = Date.now();
    return [await ask(), Date.now() - start];
  }

  afterEach(async () => {
    await envoy?.stop();
    await Promise.all(backends.map((one) => one.stop()));
    [envoy, backends] = [undefined, []];
  });

  test('asks the upstream under its own name and leaves headers as they are', async () => {
    const server = await backend();
    await ambassador(server, { host: 'localhost' });
    const response = await fetch(`http://127.0.0.1:${port}/a/../b?c=%20`, { headers: { 'x-own': 'a b' } });
    expect([response.status, response.headers.get('server'), await response.text()]).toEqual([200, 'backend', 'answer 1']);
    const [{ headers, url }] = server.requests;
    expect(url).toBe('/b?c=%20');
    expect(headers).toMatchObject({ 'host': `localhost:${server.port}`, 'x-own': 'a b' });
    expect(Object.keys(headers).filter((name) => /^x-(?!own)/.test(name))).toEqual([]);
    expect(envoy!.log()).toBe('');
  });

  test('answers those who speak HTTP/1.0', async () => {
    await ambassador(await backend());
    expect(await speakHttp10(port)).toMatch(/^HTTP\/1\.[01] 200 OK\r\n[^]*\r\n\r\nanswer 1$/);
  });

  test('tries again what fails, as often as it may, and counts it', async () => {
    const server = await backend((n) => (n % 3 === 0 ? 200 : 503));
    await ambassador(server, { retries: {} });
    expect(await statuses(5)).toEqual(times(5, 200));
    expect(server.requests).toHaveLength(15);
    expect(await envoy!.metric('envoy_cluster_upstream_rq_retry', '"api"')).toBe(10);
    server.answer = () => 503;
    expect(await status()).toBe(503);
    expect(server.requests).toHaveLength(18);
  });

  test('does not do twice what is not idempotent', async () => {
    const server = await backend(() => 503);
    await ambassador(server, { retries: {} });
    expect(await status('/', { method: 'POST', body: 'pay' })).toBe(503);
    expect(server.requests).toHaveLength(1);
  });

  test.each([{ pool: false, used: 3 }, { pool: true, used: 1 }])('keeps connections where that is asked for: %j', async ({ pool, used }) => {
    const server = await backend();
    await ambassador(server, pool ? { connectionPool: {} } : {});
    expect(await statuses(3)).toEqual(times(3, 200));
    expect(server.connections).toBe(used);
    expect(server.requests.map(({ headers }) => headers.connection)).toEqual(times(3, 0).map(() => (pool ? undefined : 'close')));
  });

  test('tries whatever method again when no connection can be made: nothing was sent', async () => {
    const server = await backend();
    const [closed] = await freePorts(1);
    await ambassador(server, {
      host: undefined,
      addresses: [{ host: '127.0.0.1', port: closed }, { host: '127.0.0.1', port: server.port }],
      retries: {},
    });
    expect(await statuses(6, { method: 'POST', body: 'pay' })).toEqual(times(6, 200));
    expect(server.requests).toHaveLength(6);
  });

  test.each([{ methods: ['POST'] }, {}])('does it where that is asked for: %j', async (methods) => {
    const server = await backend((n) => (n === 1 ? 'reset' : 200));
    await ambassador(server, { retries: { ...methods, repeatNonIdempotent: true } });
    expect(await status('/', { method: 'POST', body: 'pay' })).toBe(200);
    expect(await server.requests.map(({ method }) => method)).toEqual(['POST', 'POST']);
  });

  test.each<[RetryCondition, number | 'reset', number]>([
    [RetryCondition.RESET, 'reset', 2], [RetryCondition.RESET, 503, 1],
    [RetryCondition.GATEWAY_ERROR, 502, 2], [RetryCondition.GATEWAY_ERROR, 500, 1],
    [RetryCondition.SERVER_ERROR, 500, 2], [RetryCondition.SERVER_ERROR, 429, 1],
    [RetryCondition.TOO_MANY_REQUESTS, 429, 2], [RetryCondition.TOO_MANY_REQUESTS, 404, 1],
  ])('on the condition %s asks a server that answers %s in all %d times', async (condition, answer, tries) => {
    const server = await backend(() => answer as number);
    await ambassador(server, { retries: { maxRetries: 1, conditions: [condition] } });
    await status();
    expect(server.requests).toHaveLength(tries);
  });

  test('tries another address when no connection can be made', async () => {
    const server = await backend();
    const [closed] = await freePorts(1);
    await ambassador(server, {
      host: undefined,
      addresses: [{ host: '127.0.0.1', port: closed }, { host: '127.0.0.1', port: server.port }],
      retries: { conditions: [RetryCondition.CONNECT_FAILURE] },
    });
    expect(await statuses(6)).toEqual(times(6, 200));
  });

  test('pauses between tries, ever longer', async () => {
    const server = await backend(() => 503);
    await ambassador(server, { retries: { maxRetries: 3, pause: Duration.millis(300), maxPause: Duration.millis(400) } });
    const runs = [];
    for (let i = 0; i < 3; i++) {
      runs.push((await timed(() => status()))[1]);
    }
    expect(Math.max(...runs)).toBeGreaterThan(150); // jitter is from 0 to the whole pause
    expect(Math.max(...runs)).toBeLessThan(2000);
  });

  test.each([[10, 1, 9], [100, 12, 40]])('keeps retries within a budget of %d per cent', async (budgetPercent, least, most) => {
    const server = await backend(async () => sleep(200).then(() => 503));
    await ambassador(server, { retries: { budgetPercent, maxRetries: 1 } });
    await Promise.all(times(40, 0).map(() => status()));
    const [retries, refused] = await Promise.all(['retry', 'retry_overflow'].map((name) => envoy!.metric(`envoy_cluster_upstream_rq_${name}`, '"api"')));
    expect(retries).toBeGreaterThanOrEqual(least);
    expect(retries).toBeLessThanOrEqual(most);
    expect([retries + refused, server.requests.length]).toEqual([40, 40 + retries]);
  });

  test('cuts off a try that takes too long', async () => {
    const server = await backend(async (n) => sleep(n === 1 ? 2000 : 0).then(() => 200));
    await ambassador(server, { retries: { conditions: [RetryCondition.GATEWAY_ERROR], tryTimeout: Duration.millis(300) } });
    const [answer, milliseconds] = await timed(() => status());
    expect([answer, milliseconds > 250 && milliseconds < 1800]).toEqual([200, true]);
    expect(await envoy!.metric('envoy_cluster_upstream_rq_per_try_timeout', '"api"')).toBe(1);
  });

  test('cuts off a request that takes too long', async () => {
    const server = await backend(async () => sleep(2000).then(() => 200));
    await ambassador(server, { timeouts: { request: Duration.millis(300) }, retries: {} });
    const [answer, milliseconds] = await timed(() => status());
    expect([answer, milliseconds > 250 && milliseconds < 1800]).toEqual([504, true]);
  });

  test('gives up an upstream that is silent for the response timeout', async () => {
    const server = await backend(async () => sleep(2000).then(() => 200));
    await ambassador(server, { timeouts: { response: Duration.millis(300) } });
    const [answer, milliseconds] = await timed(() => status());
    expect([answer, milliseconds > 250 && milliseconds < 1800]).toEqual([504, true]);
  });

  test('closes connections on which nothing moves', async () => {
    const server = await backend();
    await ambassador(server, { connectionPool: {}, timeouts: { idle: Duration.millis(300) } });
    await status();
    expect(await envoy!.metric('envoy_cluster_upstream_cx_active', '"api"')).toBe(1);
    await until('the connection is closed', async () => await envoy!.metric('envoy_cluster_upstream_cx_active', '"api"') === 0);
  });

  test('breaks the circuit beyond the limits of requests', async () => {
    const server = await backend(async () => sleep(500).then(() => 200));
    await ambassador(server, { circuitBreaker: { maxRequests: 2 } });
    const answers = await Promise.all(times(6, 0).map(() => status()));
    expect(answers.sort()).toEqual([200, 200, 503, 503, 503, 503]);
  });

  test('lets requests wait for a connection up to a limit', async () => {
    const server = await backend(async () => sleep(500).then(() => 200));
    await ambassador(server, { circuitBreaker: { maxConnections: 1, maxPendingRequests: 2 } });
    const first = status();
    await until('it has the connection', async () => server.requests.length === 1);
    const answers = await Promise.all(times(5, 0).map(() => status()));
    expect([await first, ...answers.sort()]).toEqual([200, 200, 200, 503, 503, 503]);
  });

  test('keeps a pool of connections, and replaces them', async () => {
    const server = await backend(async () => sleep(20).then(() => 200));
    await ambassador(server, { connectionPool: { maxConnections: 2, maxRequestsPerConnection: 3 } });
    expect(await Promise.all(times(12, 0).map(() => status()))).toEqual(times(12, 200));
    expect(server.connections).toBe(4);
  });

  test('opens the circuit of an address that fails, and closes it again', async () => {
    const server = await backend(() => 500);
    await ambassador(server, { outlierDetection: { consecutiveFailures: 3, ejectionTime: Duration.seconds(1) } });
    expect(await statuses(3)).toEqual(times(3, 500));
    await until('the circuit is open', async () => await status() === 503); // workers are told of it
    const seen = server.requests.length;
    expect(await statuses(3)).toEqual(times(3, 503));
    expect(server.requests).toHaveLength(seen);
    expect(await envoy!.metric('envoy_cluster_outlier_detection_ejections_active', '"api"')).toBe(1);
    server.answer = () => 200;
    await until('the circuit is closed', async () => await status() === 200);
    expect(await envoy!.metric('envoy_cluster_outlier_detection_ejections_active', '"api"')).toBe(0);
  });

  test('limits the rate', async () => {
    const server = await backend();
    await ambassador(server, { rateLimit: { requests: 3, interval: Duration.seconds(60) } });
    expect(await statuses(5)).toEqual([200, 200, 200, 429, 429]);
    expect(server.requests).toHaveLength(3);
  });

  test('shares requests by weight', async () => {
    const [first, second] = [await backend(), await backend()];
    await ambassador(first, {
      host: undefined,
      addresses: [{ host: '127.0.0.1', port: first.port, weight: 3 }, { host: '127.0.0.1', port: second.port }],
    });
    await statuses(40);
    expect([first.requests.length, second.requests.length]).toEqual([30, 10]);
  });

  test('asks addresses whether they are well, and leaves out those that are not', async () => {
    const isCheck = ({ url }: http.IncomingMessage) => url === '/health?a=b%20c';
    const [ill, well] = [await backend((_n, request) => (isCheck(request) ? 404 : 500)), await backend()];
    await ambassador(ill, {
      host: undefined,
      addresses: [{ host: '127.0.0.1', port: ill.port }, { host: 'localhost', port: well.port }],
      healthCheck: { path: '/health?a=b%20c', interval: Duration.millis(100), failures: 1, successes: 1 },
    });
    await until('they are asked again before the first request', async () => well.requests.length > 2);
    expect(await statuses(4)).toEqual(times(4, 200));
    expect(well.requests.find(isCheck)?.headers.host).toBe(`localhost:${well.port}`);
    ill.answer = () => 204;
    await until('it is used again', async () => await status() === 204);
    [ill.answer, well.answer] = [() => 500, () => 500];
    await until('requests fail at once', async () => await status() === 503);
  });

  test('gives health and metrics to the pod, and nothing else of its admin interface', async () => {
    await ambassador(await backend());
    expect(await (await envoy!.health('/healthz')).text()).toBe('LIVE\n');
    expect(await (await envoy!.health('/metrics')).text()).toContain('# TYPE envoy_cluster_upstream_rq_total counter');
    for (const path of ['/', '/quitquitquit', '/healthz/', '/healthz/../quitquitquit', '/healthz/%2e%2e/quitquitquit', '//quitquitquit', '/config_dump']) {
      expect([path, (await envoy!.health(path)).status]).toEqual([path, 404]);
      expect([path, (await envoy!.health(path, { method: 'POST' })).status]).toEqual([path, 404]);
    }
    expect((await envoy!.health('/healthz', { method: 'POST' })).status).toBe(404);
  });

  test('is ready when the upstream is not there', async () => {
    const [closed] = await freePorts(1);
    await ambassador(await backend(), { host: 'no-such-host.invalid', port: closed, healthCheck: {} });
    expect(await status()).toBe(503);
  });

  test('writes a line for each request where that is asked for', async () => {
    const server = await backend();
    [port] = await freePorts(1);
    envoy = await RunningEnvoy.start(program, [Upstream.http({ name: 'api', localPort: port, host: '127.0.0.1', port: server.port })], { accessLog: AccessLog.stdout() });
    await status('/x?y=secret', { method: 'POST', body: '1234567', headers: { 'X-Request-ID': 'abc-1', 'traceparent': `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01` } });
    await until('it is written', async () => envoy!.log() !== '');
    expect(JSON.parse(envoy.log())).toEqual({
      time: expect.stringMatching(/^\d{4}-.*Z$/),
      method: 'POST',
      path: '/x',
      protocol: 'HTTP/1.1',
      status: 200,
      flags: '-',
      bytes_received: 7,
      bytes_sent: 'answer 1'.length,
      duration_ms: expect.any(Number),
      peer: '127.0.0.1',
      request_id: 'abc-1',
      trace_id: 'a'.repeat(32),
      upstream: 'api',
      address: `127.0.0.1:${server.port}`,
      tries: 1,
      failure: null,
    });
  });

  test('writes with the requests when the circuit of an address opens and closes', async () => {
    const server = await backend((n) => n <= 3 ? 500 : 200);
    [port] = await freePorts(1);
    envoy = await RunningEnvoy.start(program, [Upstream.http({
      name: 'api', localPort: port, host: '127.0.0.1', port: server.port, outlierDetection: { consecutiveFailures: 3, ejectionTime: Duration.seconds(1) },
    })], { accessLog: AccessLog.stdout() });
    const actions = () => envoy!.log().split('\n').filter((line) => line.includes('"action"')).map((line) => JSON.parse(line));
    await statuses(3);
    await until('it is open', async () => await status() === 503);
    await until('it is closed', async () => await status() === 200);
    await until('both are written', async () => actions().length === 2, () => envoy!.log());
    expect(actions()).toEqual([
      expect.objectContaining({ action: 'EJECT', type: 'CONSECUTIVE_5XX', cluster_name: 'api', upstream_url: `127.0.0.1:${server.port}` }),
      expect.objectContaining({ action: 'UNEJECT', cluster_name: 'api' }),
    ]);
    await until('the refused call is written', async () => envoy!.log().includes('"flags":"UH"'));
  });
});
