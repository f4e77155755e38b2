import * as http from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { Duration } from 'cdk8s';
import { HaproxyOptions, AmbassadorProgram, RetryCondition } from '../../src';
import { describeAmbassador } from '../ambassador/support/describe-ambassador';
import { drainsConnections } from '../ambassador/support/draining';
import { expectWithin, hold, holdThrough, request, serveHttp, serveTcp, timed } from '../ambassador/support/test-servers';
import { freePorts } from '../support/ports';
import { eventually } from '../support/waiting';

describeAmbassador('haproxy', 'HAProxy as an ambassador', (options: HaproxyOptions) => AmbassadorProgram.haproxy(options), (place) => {
  test('answers health and metrics without a connection to the upstream', async () => {
    const server = await serveTcp(() => {});
    await place.start({ upstreams: [place.tcp(server.port)] });
    expect((await request(place.health, '/healthz')).status).toBe(200);
    expect((await request(place.health, '/metrics')).body).toContain('haproxy_backend_current_sessions{proxy="tcp"} 0');
    expect((await request(place.health, '/other')).status).toBe(404);
    expect(server.connections).toBe(0);
  });

  test('answers 503 while the upstream is away, and finds it when it is back', async () => {
    const [port] = await freePorts(1);
    await place.start({ upstreams: [place.http(port)] });
    expect((await request(place.local)).status).toBe(503);
    await serveHttp((_, answer) => answer.end('back'), port);
    expect((await request(place.local)).body).toBe('back');
  });

  test('goes to the next address when one refuses, and shares by weight', async () => {
    const [gone] = await freePorts(1);
    const one = await serveHttp((_, answer) => answer.end('one'));
    const two = await serveHttp((_, answer) => answer.end('two'));
    const addresses = [{ host: '127.0.0.1', port: gone }, { host: '127.0.0.1', port: one.port, weight: 3 }, { host: '127.0.0.1', port: two.port }];
    await place.start({ upstreams: [place.http(0, { host: undefined, port: undefined, addresses })] });
    const bodies = [];
    for (let number = 0; number < 20; number++) {
      bodies.push((await request(place.local)).body);
    }
    expect(new Set(bodies)).toEqual(new Set(['one', 'two']));
    expect(bodies.filter((body) => body === 'one').length).toBeGreaterThan(bodies.length / 2);
  });

  test('gives up an upstream that is silent for the response timeout', async () => {
    const server = await serveHttp(() => {});
    await place.start({ upstreams: [place.http(server.port, { timeouts: { response: Duration.millis(300) } })] });
    expectWithin(await timed(async () => expect((await request(place.local)).status).toBe(504)), 250, 20_000);
  });

  test('closes a connection on which nothing moves', async () => {
    const server = await serveTcp((socket) => socket.pipe(socket));
    await place.start({ upstreams: [place.tcp(server.port, { timeouts: { idle: Duration.millis(300) } })] });
    const held = await hold(place.local);
    await eventually(() => !held.open);
    await eventually(() => server.sockets.size === 0);
  });

  describe('retries', () => {
    /** Fails at first: closes the connection, or answers with a status. */
    const failing = async (times: number, status?: number) => {
      const seen: string[] = [];
      const server = await serveHttp((asked, answer) => {
        seen.push(asked.method!);
        if (seen.length > times) {
          answer.end('good');
        } else if (status) {
          answer.writeHead(status).end();
        } else {
          asked.socket.destroy();
        }
      });
      return { server, seen };
    };

    test.each([['a closed connection', undefined], ['a 503', 503]])('ask again after %s', async (_, status) => {
      const { server, seen } = await failing(2, status);
      await place.start({ upstreams: [place.http(server.port, { retries: { maxRetries: 2 } })] });
      expect((await request(place.local)).body).toBe('good');
      expect(seen).toEqual(['GET', 'GET', 'GET']);
    });

    test('do as many tries as they are told', async () => {
      const { server, seen } = await failing(5, 502);
      await place.start({ upstreams: [place.http(server.port, { retries: { maxRetries: 1 } })] });
      expect((await request(place.local)).status).toBe(502);
      expect(seen).toHaveLength(2);
    });

    test('keep to the conditions', async () => {
      const { server, seen } = await failing(1, 503);
      const conditions = [RetryCondition.RESET, RetryCondition.CONNECT_FAILURE];
      await place.start({ upstreams: [place.http(server.port, { retries: { conditions } })] });
      expect((await request(place.local)).status).toBe(503);
      expect(seen).toHaveLength(1);
    });

    test('leave out what must not be done twice, unless they are told', async () => {
      const { server, seen } = await failing(1, 503);
      await place.start({ upstreams: [place.http(server.port, { retries: {} }), place.http(server.port, { name: 'again', localPort: place.other, retries: { repeatNonIdempotent: true } })] });
      expect((await request(place.local, '/', { method: 'POST' }, 'x')).status).toBe(503);
      expect(seen).toEqual(['POST']);
      seen.length = 0;
      expect((await request(place.other, '/', { method: 'POST' }, 'x')).body).toBe('good');
      expect(seen).toEqual(['POST', 'POST']);
    });

    test('are none where none are asked', async () => {
      const { server, seen } = await failing(1, 503);
      await place.start({ upstreams: [place.http(server.port)] });
      expect((await request(place.local)).status).toBe(503);
      expect(seen).toHaveLength(1);
    });
  });

  describe('limits', () => {
    /** The statuses of so many requests at once, in the order in which they are answered. */
    function askAtOnce(count: number): number[] {
      const statuses: number[] = [];
      void Promise.all(Array.from({ length: count }, () => request(place.local).then(({ status }) => statuses.push(status))));
      return statuses;
    }

    test('refuse TCP connections above the circuit breaker at once, and take new ones when some have gone', async () => {
      const server = await serveTcp(() => {});
      await place.start({ upstreams: [place.tcp(server.port, { circuitBreaker: { maxConnections: 2 } })] });
      const [first] = [await holdThrough(place.local, server), await holdThrough(place.local, server)];
      const third = await hold(place.local);
      await eventually(() => !third.open);
      await eventually(() => server.sockets.size === 2);
      first.socket.destroy();
      await eventually(() => server.sockets.size === 1);
      await eventually(async () => {
        await hold(place.local);
        return server.connections > 2;
      });
    });

    test('let requests wait for a connection, and answer 503 when too many wait', async () => {
      const held: http.ServerResponse[] = [];
      const server = await serveHttp((_, answer) => { held.push(answer); });
      await place.start({ upstreams: [place.http(server.port, { circuitBreaker: { maxConnections: 2, maxPendingRequests: 3 } })] });
      const statuses = askAtOnce(10);
      await eventually(() => statuses.length === 5 && held.length === 2);
      expect(statuses).toEqual(Array(5).fill(503));
      while (statuses.length < 10) {
        expect(held.length).toBeLessThanOrEqual(2);
        held.splice(0).forEach((answer) => answer.end());
        await pause(5);
      }
      expect(statuses.slice(5)).toEqual(Array(5).fill(200));
    });

    test('answer 503 above the requests at a time', async () => {
      const held: http.ServerResponse[] = [];
      const server = await serveHttp((_, answer) => { held.push(answer); });
      await place.start({ upstreams: [place.http(server.port, { circuitBreaker: { maxRequests: 4 } })] });
      const statuses = askAtOnce(10);
      await eventually(() => statuses.length === 6 && held.length === 4);
      held.forEach((answer) => answer.end());
      await eventually(() => statuses.length === 10);
      expect(statuses).toEqual([...Array(6).fill(503), ...Array(4).fill(200)]);
    });

    test.each(['http', 'tcp'])('let as much through as the rate says while there is too much: %s', async (kind) => {
      const server = await serveHttp((_, answer) => answer.end('good'));
      const options = { rateLimit: { requests: 10, interval: Duration.millis(300) } };
      await place.start({ upstreams: [kind === 'http' ? place.http(server.port, options) : place.tcp(server.port, options)] });
      let good = 0;
      let refused = 0;
      const begin = Date.now();
      while (good < 45 || refused < 45) { // many at once, so that it is too much for every machine
        const answers = await Promise.all(Array.from({ length: 30 }, () => request(place.local).catch(() => undefined)));
        for (const answer of answers) {
          answer?.status === 200 ? good++ : refused++;
          expect([200, kind === 'http' ? 429 : undefined]).toContain(answer?.status);
        }
      }
      const intervals = Math.ceil((Date.now() - begin) / 300);
      expect(good).toBeLessThanOrEqual(10 * (intervals + 1));
    });

    test('keep to the connections of the pool, and use them again', async () => {
      const server = await serveHttp((_, answer) => { setTimeout(() => answer.end(), 20); });
      await place.start({ upstreams: [place.http(server.port, { connectionPool: { maxConnections: 2 } })] });
      for (let round = 0; round < 3; round++) {
        const answers = await Promise.all(Array.from({ length: 10 }, () => request(place.local)));
        expect(answers.every(({ status }) => status === 200)).toBe(true);
      }
      expect(server.connections).toBe(2);
    });
  });

  describe('health checks', () => {
    const quick = { interval: Duration.millis(100), failures: 2, successes: 1 };

    test('leave an address out while its path does not answer well', async () => {
      let status = 200;
      const paths = new Set<string>();
      const ill = await serveHttp((asked, answer) => { paths.add(`${asked.headers.host} ${asked.url}`); answer.writeHead(asked.url === '/well?' ? status : 200).end('ill'); });
      const well = await serveHttp((_, answer) => answer.end('well'));
      const addresses = [ill, well].map(({ port }) => ({ host: '127.0.0.1', port }));
      await place.start({ upstreams: [place.http(0, { host: undefined, port: undefined, addresses, healthCheck: { path: '/well?', ...quick } })] });
      const bodies = async () => new Set(await Promise.all([1, 2, 3, 4].map(async () => (await request(place.local)).body)));
      await eventually(async () => isDeepStrictEqual(await bodies(), new Set(['ill', 'well'])));
      status = 500;
      await eventually(async () => !(await bodies()).has('ill'));
      status = 204;
      await eventually(async () => (await bodies()).has('ill'));
      expect(paths).toContain(`127.0.0.1:${ill.port} /well?`);
    });

    test('of TCP see whether it takes connections', async () => {
      const server = await serveTcp(() => {});
      await place.start({ upstreams: [place.tcp(server.port, { healthCheck: quick })] });
      await server.close();
      await eventually(() => place.proxy.output.includes('is DOWN'), () => place.proxy.output);
    });
  });

  drainsConnections(place, 'SIGUSR1');
});
