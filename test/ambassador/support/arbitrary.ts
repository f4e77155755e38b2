import { Duration } from 'cdk8s';
import * as fc from 'fast-check';
import { RetryCondition, Upstream, UpstreamOptions } from '../../../src';

const label = fc.stringMatching(/^[a-z0-9]([a-z0-9_-]{0,20}[a-z0-9])?$/);
/** Every form of a host that is taken. */
export const host = fc.oneof(
  label.map((name) => `${name}x`),
  fc.array(label, { minLength: 3, maxLength: 4 }).map((labels) => `${labels.join('.')}x`),
  fc.tuple(label, label).map(([name, domain]) => `${name}.${domain}x.`),
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
  maxRetries: fc.integer({ min: 1, max: 100 }),
  conditions: fc.uniqueArray(fc.constantFrom(RetryCondition.CONNECT_FAILURE, RetryCondition.RESET, RetryCondition.GATEWAY_ERROR), { minLength: 1 }),
  methods: fc.uniqueArray(fc.constantFrom('GET', 'HEAD', 'OPTIONS', 'PUT', 'DELETE', 'POST', 'PROPFIND'), { minLength: 1 }),
  repeatNonIdempotent: fc.constant(true),
}, { requiredKeys: ['repeatNonIdempotent'] });
const path = fc.array(fc.constantFrom(...'/a\'"\\$#{}%[]()&;,`!?=~ -'.replace(' ', '')), { maxLength: 20 }).map((characters) => `/${characters.join('')}`);
/** A name of a user, with everything that configurations take for something else. */
export const user = fc.oneof(
  fc.string({ unit: fc.constantFrom(...'a \'"\\$#{}%[]()&;,`ü'), minLength: 1, maxLength: 30 }),
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 }),
).filter((name) => name.trim() !== '' && !/[\0-\x1f\x7f]/.test(name));

const policies = {
  timeouts,
  circuitBreaker: fc.record({ maxConnections: count }, { requiredKeys: [] }),
  rateLimit: fc.record({ requests: count, interval: duration }, { requiredKeys: ['requests'] }),
};

/** An upstream with or without each of some options. */
function withSome(name: string, localPort: number, options: { [key: string]: fc.Arbitrary<unknown> }): fc.Arbitrary<UpstreamOptions> {
  const some = Object.fromEntries(Object.entries(options).map(([key, value]) => [key, optional(value)]));
  return fc.record({ name: fc.constant(name), localPort: fc.constant(localPort), host, port, ...some }) as fc.Arbitrary<UpstreamOptions>;
}

/** With three addresses in place of one. */
const several = ({ host: first, ...options }: UpstreamOptions) => ({
  ...options, addresses: [{ host: first!, weight: 128 }, { host: 'other', port: 81 }, { host: 'third.shop.svc', port: 82, weight: 3 }],
});

const tls = fc.record({ serverName: host.filter((name) => !isAddress(name)) });

/** An upstream of nginx. */
export function nginxUpstream(name: string, localPort: number): fc.Arbitrary<Upstream> {
  const short = fc.record({ connect: fc.integer({ min: 1, max: 75_000 }).map(Duration.millis), idle: duration }, { requiredKeys: [] });
  const one = (more: { [key: string]: fc.Arbitrary<unknown> }) => withSome(name, localPort, more);
  const rateLimit = fc.record({ requests: count });
  return fc.oneof(
    one({ timeouts: short, tls }).map(Upstream.tcp),
    one({ timeouts: short }).map(Upstream.mysql),
    one({ timeouts: short, rateLimit }).map(Upstream.http),
    one({ timeouts: short, rateLimit }).map(several).map(Upstream.http),
    one({ timeouts: short }).map(several).map(Upstream.tcp),
    one({ tls }).map((options) => Upstream.http(options.tls ? options : { ...options, tls: { serverName: 'x' } })),
  );
}

/** An upstream of HAProxy. */
export function haproxyUpstream(name: string, localPort: number): fc.Arbitrary<Upstream> {
  const one = (more: { [key: string]: fc.Arbitrary<unknown> }) => withSome(name, localPort, more);
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
    one({ tls }).map(Upstream.http),
    one({}).map(several).map(Upstream.http),
  );
}
