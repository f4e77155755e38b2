import * as http from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { Duration } from 'cdk8s';
import { AccessLog } from '../../src';
import { HttpAmbassador } from '../ambassador/support/http-ambassador';
import { speakHttp10 } from '../ambassador/support/servers';
import { freePorts } from '../support/ports';
import { describeProgram } from '../support/programs';
import { until } from '../support/waiting';

describeProgram('envoy', 'Envoy as an ambassador of HTTP', (program) => {
  const place = new HttpAmbassador(program);
  afterEach(() => place.stop());

  const times = (count: number, value: number) => Array.from({ length: count }, () => value);

  test('asks the upstream under its own name and leaves headers as they are', async () => {
    const server = await place.backend();
    await place.start(server, { host: 'localhost' });
    const response = await fetch(`http://127.0.0.1:${place.port}/a/../b?c=%20`, { headers: { 'x-own': 'a b' } });
    expect([response.status, response.headers.get('server'), await response.text()]).toEqual([200, 'backend', 'answer 1']);
    const [{ headers, url }] = server.requests;
    expect(url).toBe('/b?c=%20');
    expect(headers).toMatchObject({ 'host': `localhost:${server.port}`, 'x-own': 'a b' });
    expect(Object.keys(headers).filter((name) => /^x-(?!own)/.test(name))).toEqual([]);
    expect(place.envoy.log()).toBe('');
  });

  test('answers those who speak HTTP/1.0', async () => {
    await place.start(await place.backend());
    expect(await speakHttp10(place.port)).toMatch(/^HTTP\/1\.[01] 200 OK\r\n[^]*\r\n\r\nanswer 1$/);
  });

  test.each([{ pool: false, used: 3 }, { pool: true, used: 1 }])('keeps connections where that is asked for: %j', async ({ pool, used }) => {
    const server = await place.backend();
    await place.start(server, pool ? { connectionPool: {} } : {});
    expect(await place.statuses(3)).toEqual(times(3, 200));
    expect(server.connections).toBe(used);
    expect(server.requests.map(({ headers }) => headers.connection)).toEqual(times(3, 0).map(() => (pool ? undefined : 'close')));
  });

  test('closes connections on which nothing moves', async () => {
    const server = await place.backend();
    await place.start(server, { connectionPool: {}, timeouts: { idle: Duration.millis(300) } });
    await place.status();
    await until('the connection is closed', async () => await place.envoy.metric('envoy_cluster_upstream_cx_idle_timeout', '"api"') === 1);
    expect(await place.envoy.metric('envoy_cluster_upstream_cx_active', '"api"')).toBe(0);
  });

  test('keeps a pool of connections, and replaces them', async () => {
    let [running, most] = [0, 0];
    const server = await place.backend(async () => {
      most = Math.max(most, ++running);
      await sleep(20);
      running--;
      return 200;
    });
    await place.start(server, { connectionPool: { maxConnections: 2, maxRequestsPerConnection: 3 } });
    expect(await Promise.all(times(12, 0).map(() => place.status()))).toEqual(times(12, 200));
    expect(most).toBe(2);
    // Which connection is free first decides which are used up.
    const sockets = server.requests.map(({ socket }) => socket);
    expect(Math.max(...sockets.map((one) => sockets.filter((other) => other === one).length))).toBe(3);
  });

  test('limits the rate', async () => {
    const server = await place.backend();
    await place.start(server, { rateLimit: { requests: 3, interval: Duration.seconds(60) } });
    expect(await place.statuses(5)).toEqual([200, 200, 200, 429, 429]);
    expect(server.requests).toHaveLength(3);
  });

  test('shares requests by weight', async () => {
    const [first, second] = [await place.backend(), await place.backend()];
    await place.start(first, {
      host: undefined,
      addresses: [{ host: '127.0.0.1', port: first.port, weight: 3 }, { host: '127.0.0.1', port: second.port }],
    });
    await place.statuses(40);
    expect([first.requests.length, second.requests.length]).toEqual([30, 10]);
  });

  test('asks addresses whether they are well, and leaves out those that are not', async () => {
    const isCheck = ({ url }: http.IncomingMessage) => url === '/health?a=b%20c';
    const [ill, well] = [await place.backend((_n, request) => (isCheck(request) ? 404 : 500)), await place.backend()];
    await place.start(ill, {
      host: undefined,
      addresses: [{ host: '127.0.0.1', port: ill.port }, { host: 'localhost', port: well.port }],
      healthCheck: { path: '/health?a=b%20c', interval: Duration.millis(100), failures: 1, successes: 1 },
    });
    await until('they are asked again before the first request', async () => well.requests.length > 2);
    expect(await place.statuses(4)).toEqual(times(4, 200));
    expect(well.requests.find(isCheck)?.headers.host).toBe(`localhost:${well.port}`);
    ill.answer = () => 204;
    await until('it is used again', async () => await place.status() === 204);
    [ill.answer, well.answer] = [() => 500, () => 500];
    await until('requests fail at once', async () => await place.status() === 503);
  });

  test('gives health and metrics to the pod, and nothing else of its admin interface', async () => {
    await place.start(await place.backend());
    expect(await (await place.envoy.health('/healthz')).text()).toBe('LIVE\n');
    expect(await (await place.envoy.health('/metrics')).text()).toContain('# TYPE envoy_cluster_upstream_rq_total counter');
    for (const path of ['/', '/quitquitquit', '/healthz/', '/healthz/../quitquitquit', '/healthz/%2e%2e/quitquitquit', '//quitquitquit', '/config_dump']) {
      expect([path, (await place.envoy.health(path)).status]).toEqual([path, 404]);
      expect([path, (await place.envoy.health(path, { method: 'POST' })).status]).toEqual([path, 404]);
    }
    expect((await place.envoy.health('/healthz', { method: 'POST' })).status).toBe(404);
  });

  test('is ready when the upstream is not there', async () => {
    const [closed] = await freePorts(1);
    await place.start(await place.backend(), { host: 'no-such-host.invalid', port: closed, healthCheck: {} });
    expect(await place.status()).toBe(503);
  });

  test('writes a line for each request where that is asked for', async () => {
    const server = await place.backend();
    await place.start(server, {}, { accessLog: AccessLog.stdout() });
    await place.status('/x?y=secret', { method: 'POST', body: '1234567', headers: { 'X-Request-ID': 'abc-1', 'traceparent': `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01` } });
    await until('it is written', async () => place.envoy.log() !== '');
    expect(JSON.parse(place.envoy.log())).toEqual({
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
});
