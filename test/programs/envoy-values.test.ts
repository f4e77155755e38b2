import { Chart, Duration } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import * as fc from 'fast-check';
import { AccessLog, EnvoyLogLevel, RedisUpstreamOptions, RetryCondition, Upstream } from '../../src';
import { CAPABILITIES } from '../../src/ambassador/capabilities';
import { UpstreamKind } from '../../src/ambassador/upstream';
import { render, validate } from '../ambassador/support/envoy';
import { describeProgram } from '../support/programs';
import { newChart } from '../support/workloads';

const optional = <T>(values: fc.Arbitrary<T>) => fc.option(values, { nil: undefined });
const count = fc.integer({ min: 1, max: 1_000_000 });
const duration = fc.integer({ min: 50, max: 100_000_000 }).map(Duration.millis);
const host = fc.constantFrom('api', 'api.shop.svc.cluster.local.', '10.0.0.1', '[2001:db8::1]', '::1', 'my_service', 'A-b.C', '1.2');
const address = fc.record({ host, port: fc.integer({ min: 1, max: 65535 }), weight: fc.integer({ min: 1, max: 128 }) });
const conditionsOf = (kind: string) => Object.values(RetryCondition).filter((condition) => kind === 'grpc' || condition !== RetryCondition.UNAVAILABLE);
const path = fc.string({ unit: 'binary', maxLength: 40 }).map((text) => `/${encodeURI(Buffer.from(text).toString())}"'$\{}%`);
const requests: UpstreamKind[] = ['http', 'http2', 'grpc'];

/** Whatever the kind can be asked for. */
function optionsOf(kind: UpstreamKind, chart: Chart): fc.Arbitrary<RedisUpstreamOptions> {
  const can = CAPABILITIES.envoy[kind]!;
  const only = <T>(able: boolean, values: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> => (able ? optional(values) : fc.constant(undefined));
  const secret = kplus.Secret.fromSecretName(chart, `Secret${kind}`, 'secret');
  const isRequests = requests.includes(kind);
  return fc.record({
    addresses: fc.array(address, { minLength: 1, maxLength: 4 }),
    tls: only(can.includes('tls'), fc.record({
      caCertificate: optional(fc.constant({ secret, key: 'a.pem' })),
      serverName: fc.constantFrom('api.shop', '10.0.0.1', '::1'),
      clientCertificate: optional(fc.constant(secret)),
    })),
    timeouts: optional(fc.record({
      connect: optional(fc.integer({ min: 1, max: 50 }).map(Duration.millis)),
      request: only(can.includes('request timeout'), duration),
      response: only(isRequests, fc.constant(Duration.millis(50))),
      idle: only(kind !== 'redis', duration),
    })),
    retries: only(can.includes('retries'), fc.record({
      maxRetries: optional(count),
      conditions: optional(fc.uniqueArray(fc.constantFrom(...conditionsOf(kind)), { minLength: 1 })),
      methods: only(kind !== 'grpc', fc.uniqueArray(fc.constantFrom('GET', 'POST', 'PURGE'), { minLength: 1 })),
      repeatNonIdempotent: fc.constant(true),
      tryTimeout: optional(fc.integer({ min: 1, max: 50 }).map(Duration.millis)),
      pause: optional(fc.integer({ min: 1, max: 100 }).map(Duration.millis)),
      maxPause: optional(fc.integer({ min: 100, max: 10_000 }).map(Duration.millis)),
      budgetPercent: optional(fc.integer({ min: 1, max: 100 })),
    })),
    circuitBreaker: only(can.includes('circuitBreaker'), fc.record({
      maxConnections: optional(count), maxPendingRequests: only(isRequests, count), maxRequests: only(isRequests, count),
    })),
    outlierDetection: only(can.includes('outlierDetection'), fc.record({
      consecutiveFailures: optional(count), ejectionTime: optional(duration), maxEjectedPercent: optional(fc.integer({ min: 1, max: 100 })),
    })),
    rateLimit: only(can.includes('rateLimit'), fc.record({ requests: count, interval: optional(duration), burst: optional(count) })),
    connectionPool: only(can.includes('connectionPool'), fc.record({ maxConnections: optional(count), maxRequestsPerConnection: optional(count) })),
    healthCheck: only(can.includes('healthCheck'), fc.record({
      path: only(kind === 'http' || kind === 'http2', path),
      interval: optional(duration),
      timeout: optional(duration),
      failures: optional(count),
      successes: optional(count),
    })),
    password: only(kind === 'redis', fc.constant({ secret, key: 'password' })),
    user: only(kind === 'redis', fc.string({ unit: 'binary' }).filter((name) => name.trim() !== '')),
  }).map(({ user, ...options }) => options.password ? { ...options, user } : options);
}

const kinds = Object.keys(CAPABILITIES.envoy) as UpstreamKind[];
const envoyOptions = fc.record({
  accessLog: fc.constantFrom(AccessLog.off(), AccessLog.stdout()),
  reportInterval: fc.option(fc.integer({ min: 1 }).map((millis) => Duration.millis(millis)), { nil: undefined }),
  logLevel: fc.constantFrom(EnvoyLogLevel.ERROR, EnvoyLogLevel.WARNING),
  concurrency: fc.integer({ min: 1, max: 4 }),
});

describeProgram('envoy', 'values in a configuration of Envoy', (program) => {
  test('every configuration is valid, without a warning', () => {
    const chart = newChart('secrets');
    const options = fc.record(Object.fromEntries(kinds.map((kind) => [kind, optionsOf(kind, chart)])));
    fc.assert(fc.property(options, envoyOptions, (byKind, envoy) => {
      const upstreams = kinds.map((kind) => Upstream[kind]({ name: kind, ...byKind[kind] }));
      expect(validate(program, render(upstreams, envoy))).toBe('');
    }), { numRuns: 20 });
  });

  test('a path and a user arrive as they are', () => {
    fc.assert(fc.property(path, fc.string({ unit: 'binary' }).filter((name) => name.trim() !== ''), (text, user) => {
      const { config } = render((chart) => [
        Upstream.http({ host: 'api', healthCheck: { path: text } }),
        Upstream.redis({ host: 'cache', user, password: { secret: kplus.Secret.fromSecretName(chart, 'S', 's'), key: 'k' } }),
      ]);
      const [api, cache] = config.static_resources.clusters;
      expect(api.health_checks[0].http_health_check.path).toBe(text);
      const [{ auth_username: name }] = Object.values<any>(cache.typed_extension_protocol_options);
      expect(name.inline_string).toBe(user);
    }));
  });

  test('an invalid configuration is found', () => {
    const rendered = render([Upstream.http({ host: 'api' })]);
    const files = { ...rendered.files, 'envoy.json': rendered.files['envoy.json'].replace('connect_timeout', 'connect_time') };
    expect(validate(program, { ...rendered, files })).toMatch(/no\s+such\s+field:\s+'connect_time'/);
  });
});
