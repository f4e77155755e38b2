import { Duration } from 'cdk8s';
import * as fc from 'fast-check';
import { RetryCondition, Upstream, UpstreamOptions } from '../../../src';

const label = fc.stringMatching(/^[a-z0-9]([a-z0-9_-]{0,20}[a-z0-9])?$/);
/** Every form of a host that is taken. */
export const host = fc.oneof(
  label,
  fc.array(label, { minLength: 2, maxLength: 4 }).map((labels) => `${labels.join('.')}x`),
  fc.tuple(label, label).map(([name, namespace]) => `${name}.${namespace}.svc`),
  fc.tuple(label, label).map(([name, namespace]) => `${name}.${namespace}.svc.cluster.local.`),
  fc.ipV4(),
  fc.ipV6().map((address) => `[${address}]`),
);
const isAddress = (name: string) => name.includes(':') || /^[\d.]+$/.test(name);
const port = fc.integer({ min: 1, max: 65535 });
const count = fc.integer({ min: 1, max: 1_000_000 });
const duration = fc.integer({ min: 1, max: 86_400_000 }).map(Duration.millis);
const optional = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });

const timeouts = fc.record({ connect: duration, idle: duration }, { requiredKeys: [] });
const retries = fc.record({
  attempts: fc.integer({ min: 1, max: 100 }),
  conditions: fc.uniqueArray(fc.constantFrom(RetryCondition.CONNECT_FAILURE, RetryCondition.RESET, RetryCondition.GATEWAY_ERROR), { minLength: 1 }),
  methods: fc.uniqueArray(fc.constantFrom('GET', 'HEAD', 'OPTIONS', 'PUT', 'DELETE', 'POST', 'PROPFIND'), { minLength: 1 }),
  repeatNonIdempotent: fc.constant(true),
}, { requiredKeys: ['repeatNonIdempotent'] });
const path = fc.array(fc.constantFrom(...'/a\'"\\$#{}%[]()&;,`!?=~ -'.replace(' ', '')), { maxLength: 20 }).map((characters) => `/${characters.join('')}`);
/** A name of a user, with everything that configurations take for something else. */
export const user = fc.oneof(
  fc.string({ unit: fc.constantFrom(...'a \'"\\$#{}%[]()&;,`ü'), minLength: 1, maxLength: 30 }),
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 }),
).filter((name) => !/[\0-\x1f\x7f]/.test(name));

const policies = {
  timeouts,
  circuitBreaker: fc.record({ maxConnections: count }, { requiredKeys: [] }),
  rateLimit: fc.record({ requests: count, interval: duration }, { requiredKeys: ['requests'] }),
};

/** An upstream of HAProxy. */
export function haproxyUpstream(name: string, localPort: number): fc.Arbitrary<Upstream> {
  const one = (more: { [key: string]: fc.Arbitrary<unknown> }): fc.Arbitrary<UpstreamOptions> => fc.record({
    name: fc.constant(name), localPort: fc.constant(localPort), host, port, ...Object.fromEntries(Object.entries(more).map(([key, value]) => [key, optional(value)])),
  }) as fc.Arbitrary<UpstreamOptions>;
  const check = { interval: duration, timeout: duration, failures: fc.integer({ min: 1, max: 100 }), successes: fc.integer({ min: 1, max: 100 }) };
  return fc.oneof(
    one({ ...policies, healthCheck: fc.record(check, { requiredKeys: [] }) }).map(Upstream.tcp),
    one({ ...policies, healthCheck: fc.record({ ...check, user }) }).map(Upstream.mysql),
    one({ ...policies, healthCheck: fc.record({ ...check, user }) }).map(Upstream.postgres),
    one({
      ...policies,
      retries,
      connectionPool: fc.record({ maxConnections: count }, { requiredKeys: [] }),
      healthCheck: fc.record({ ...check, path }, { requiredKeys: [] }),
    }).map(Upstream.http),
    one({ tls: fc.record({ serverName: host.filter((name_) => !isAddress(name_)) }) }).map(Upstream.http),
    one({}).map(({ host: first, ...options }) => Upstream.http({
      ...options, addresses: [{ host: first!, weight: 128 }, { host: 'other', port: 81 }],
    })),
  );
}
