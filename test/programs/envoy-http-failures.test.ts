import { Duration } from 'cdk8s';
import { AccessLog, RetryCondition } from '../../src';
import { HttpAmbassador } from '../ambassador/support/http-ambassador';
import { freePorts } from '../support/ports';
import { describeProgram } from '../support/programs';
import { until } from '../support/waiting';

/** What answers wait for until a test opens it; then they are 200. */
class Gate {
  public open!: () => void;
  public readonly opened = new Promise<number>((resolve) => { this.open = () => resolve(200); });
}

describeProgram('envoy', 'Envoy as an ambassador of HTTP, when something fails', (program) => {
  const place = new HttpAmbassador(program);
  afterEach(() => place.stop());

  const times = (count: number, value: number) => Array.from({ length: count }, () => value);

  test('tries again what fails, as often as it may, and counts it', async () => {
    const server = await place.backend((n) => (n % 3 === 0 ? 200 : 503));
    await place.start(server, { retries: {} });
    expect(await place.statuses(5)).toEqual(times(5, 200));
    expect(server.requests).toHaveLength(15);
    expect(await place.envoy.metric('envoy_cluster_upstream_rq_retry', '"api"')).toBe(10);
    server.answer = () => 503;
    expect(await place.status()).toBe(503);
    expect(server.requests).toHaveLength(18);
  });

  test('does not do twice what is not idempotent', async () => {
    const server = await place.backend(() => 503);
    await place.start(server, { retries: {} });
    expect(await place.status('/', { method: 'POST', body: 'pay' })).toBe(503);
    expect(server.requests).toHaveLength(1);
  });

  test('tries whatever method again when no connection can be made: nothing was sent', async () => {
    const server = await place.backend();
    const [closed] = await freePorts(1);
    await place.start(server, {
      host: undefined,
      addresses: [{ host: '127.0.0.1', port: closed }, { host: '127.0.0.1', port: server.port }],
      retries: {},
    });
    expect(await place.statuses(6, { method: 'POST', body: 'pay' })).toEqual(times(6, 200));
    expect(server.requests).toHaveLength(6);
  });

  test.each([{ methods: ['POST'] }, {}])('does it where that is asked for: %j', async (methods) => {
    const server = await place.backend((n) => (n === 1 ? 'reset' : 200));
    await place.start(server, { retries: { ...methods, repeatNonIdempotent: true } });
    expect(await place.status('/', { method: 'POST', body: 'pay' })).toBe(200);
    expect(await server.requests.map(({ method }) => method)).toEqual(['POST', 'POST']);
  });

  test.each<[RetryCondition, number | 'reset', number]>([
    [RetryCondition.RESET, 'reset', 2], [RetryCondition.RESET, 503, 1],
    [RetryCondition.GATEWAY_ERROR, 502, 2], [RetryCondition.GATEWAY_ERROR, 500, 1],
    [RetryCondition.SERVER_ERROR, 500, 2], [RetryCondition.SERVER_ERROR, 429, 1],
    [RetryCondition.TOO_MANY_REQUESTS, 429, 2], [RetryCondition.TOO_MANY_REQUESTS, 404, 1],
  ])('on the condition %s asks a server that answers %s in all %d times', async (condition, answer, tries) => {
    const server = await place.backend(() => answer as number);
    await place.start(server, { retries: { maxRetries: 1, conditions: [condition] } });
    await place.status();
    expect(server.requests).toHaveLength(tries);
  });

  test('tries another address when no connection can be made', async () => {
    const server = await place.backend();
    const [closed] = await freePorts(1);
    await place.start(server, {
      host: undefined,
      addresses: [{ host: '127.0.0.1', port: closed }, { host: '127.0.0.1', port: server.port }],
      retries: { conditions: [RetryCondition.CONNECT_FAILURE] },
    });
    expect(await place.statuses(6)).toEqual(times(6, 200));
  });

  test('pauses between tries', async () => {
    const server = await place.backend(() => 503);
    await place.start(server, { retries: { maxRetries: 3, pause: Duration.millis(300), maxPause: Duration.millis(400) } });
    const runs = [];
    for (let i = 0; i < 3; i++) {
      const begin = Date.now();
      await place.status();
      runs.push(Date.now() - begin);
    }
    expect(Math.max(...runs)).toBeGreaterThan(150); // jitter is from 0 to the whole pause
  });

  test.each([[10, 1, 9], [100, 12, 40]])('keeps retries within a budget of %d per cent', async (budgetPercent, least, most) => {
    const [first, second] = [new Gate(), new Gate()];
    const server = await place.backend(async (n) => {
      n === 40 && first.open();
      await (n <= 40 ? first : second).opened;
      return 503;
    });
    await place.start(server, { retries: { budgetPercent, maxRetries: 1 } });
    const answers = place.askAtOnce(40);
    const counts = () => Promise.all(['retry', 'retry_overflow'].map((name) => place.envoy.metric(`envoy_cluster_upstream_rq_${name}`, '"api"')));
    await until('each was tried again, or may not be', async () => (await counts()).reduce((sum, count) => sum + count) === 40);
    const [retries] = await counts();
    second.open();
    await until('all are answered', async () => answers.length === 40);
    expect(retries).toBeGreaterThanOrEqual(least);
    expect(retries).toBeLessThanOrEqual(most);
    expect(server.requests).toHaveLength(40 + retries);
  });

  test('cuts off a try that takes too long', async () => {
    const server = await place.backend((n) => n === 1 ? new Gate().opened : 200);
    await place.start(server, { retries: { maxRetries: 9, conditions: [RetryCondition.GATEWAY_ERROR], tryTimeout: Duration.millis(300) } });
    expect(await place.status()).toBe(200);
    expect(await place.envoy.metric('envoy_cluster_upstream_rq_per_try_timeout', '"api"')).toBeGreaterThanOrEqual(1);
  });

  test.each([
    ['cuts off a request that takes too long', { timeouts: { request: Duration.millis(300) }, retries: {} }],
    ['gives up an upstream that is silent for the response timeout', { timeouts: { response: Duration.millis(300) } }],
  ])('%s', async (_, options) => {
    await place.start(await place.backend(() => new Gate().opened), options);
    const begin = Date.now();
    expect(await place.status()).toBe(504);
    const millis = Date.now() - begin;
    expect(millis).toBeGreaterThan(250);
    expect(millis).toBeLessThan(25_000); // without that limit, it would be 30 seconds
  });

  test('breaks the circuit beyond the limits of requests', async () => {
    const gate = new Gate();
    await place.start(await place.backend(() => gate.opened), { circuitBreaker: { maxRequests: 2 } });
    const answers = place.askAtOnce(6);
    await until('the others are refused', async () => answers.length === 4);
    gate.open();
    await until('all are answered', async () => answers.length === 6);
    expect(answers).toEqual([503, 503, 503, 503, 200, 200]);
  });

  test('lets requests wait for a connection up to a limit', async () => {
    const gate = new Gate();
    const server = await place.backend(() => gate.opened);
    await place.start(server, { circuitBreaker: { maxConnections: 1, maxPendingRequests: 2 } });
    const first = place.status();
    await until('it has the connection', async () => server.requests.length === 1);
    const answers = place.askAtOnce(5);
    await until('the others are refused', async () => answers.length === 3);
    gate.open();
    await until('all are answered', async () => answers.length === 5);
    expect([await first, ...answers]).toEqual([200, 503, 503, 503, 200, 200]);
  });

  test('opens the circuit of an address that fails, and closes it again', async () => {
    const server = await place.backend(() => 500);
    await place.start(server, { outlierDetection: { consecutiveFailures: 3, ejectionTime: Duration.seconds(1) } });
    expect(await place.statuses(3)).toEqual(times(3, 500));
    await until('the circuit is open, so that it is not asked', async () => {
      const seen = server.requests.length;
      return await place.status() === 503 && server.requests.length === seen;
    });
    expect(await place.envoy.metric('envoy_cluster_outlier_detection_ejections_enforced_total', '"api"')).toBeGreaterThan(0);
    server.answer = () => 200;
    await until('the circuit is closed', async () => await place.status() === 200);
    expect(await place.envoy.metric('envoy_cluster_outlier_detection_ejections_active', '"api"')).toBe(0);
  });

  test('writes with the requests when the circuit of an address opens and closes', async () => {
    const server = await place.backend(() => 500);
    await place.start(server, { outlierDetection: { consecutiveFailures: 3, ejectionTime: Duration.seconds(1) } }, { accessLog: AccessLog.stdout() });
    const actions = () => place.envoy.log().split('\n').filter((line) => line.includes('"action"')).map((line) => JSON.parse(line));
    await until('it is open', async () => await place.status() === 503);
    server.answer = () => 200;
    await until('it is closed', async () => await place.status() === 200);
    await until('both are written', async () => actions().length >= 2, () => place.envoy.log());
    expect(actions().slice(0, 2)).toEqual([
      expect.objectContaining({ action: 'EJECT', type: 'CONSECUTIVE_5XX', cluster_name: 'api', upstream_url: `127.0.0.1:${server.port}` }),
      expect.objectContaining({ action: 'UNEJECT', cluster_name: 'api' }),
    ]);
    await until('the refused call is written', async () => place.envoy.log().includes('"flags":"UH"'));
  });
});
