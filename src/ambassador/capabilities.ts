import { Construct } from 'constructs';
import { needsEnvoy } from './haproxy/check';
import { LocalUpstream } from './local-upstream';
import type { UpstreamKind } from './upstream';
import { UpstreamOptions } from './upstream-options';
import { at } from '../core/values/errors';

/** The proxies that the library configures, in the order in which it picks one. */
export type ProxyName = 'envoy' | 'haproxy' | 'nginx' | 'pgBouncer';

/** What an upstream can ask of a proxy beside its kind. */
export type Policy = 'several addresses' | 'tls' | 'request timeout' | 'retries' | 'circuitBreaker' | 'outlierDetection' | 'rateLimit'
  | 'connectionPool' | 'healthCheck';

/** What each proxy can do for each kind: the one place that knows it. */
export const CAPABILITIES: { [proxy in ProxyName]: { [kind in UpstreamKind]?: Policy[] } } = {
  envoy: {
    tcp: ['several addresses', 'tls', 'circuitBreaker', 'outlierDetection', 'rateLimit', 'healthCheck'],
    http: ['several addresses', 'tls', 'request timeout', 'retries', 'circuitBreaker', 'outlierDetection', 'rateLimit', 'connectionPool', 'healthCheck'],
    http2: ['several addresses', 'tls', 'request timeout', 'retries', 'circuitBreaker', 'outlierDetection', 'rateLimit', 'connectionPool', 'healthCheck'],
    grpc: ['several addresses', 'tls', 'request timeout', 'retries', 'circuitBreaker', 'outlierDetection', 'rateLimit', 'connectionPool', 'healthCheck'],
    postgres: ['several addresses', 'circuitBreaker', 'outlierDetection', 'rateLimit'],
    mysql: ['several addresses', 'circuitBreaker', 'outlierDetection', 'rateLimit'],
    redis: ['several addresses', 'tls', 'request timeout', 'outlierDetection', 'healthCheck'],
  },
  haproxy: {
    tcp: ['several addresses', 'tls', 'circuitBreaker', 'rateLimit', 'healthCheck'],
    http: ['several addresses', 'tls', 'retries', 'circuitBreaker', 'rateLimit', 'connectionPool', 'healthCheck'],
    postgres: ['several addresses', 'circuitBreaker', 'rateLimit', 'healthCheck'],
    mysql: ['several addresses', 'circuitBreaker', 'rateLimit', 'healthCheck'],
  },
  nginx: {
    tcp: ['several addresses', 'tls'],
    http: ['several addresses', 'tls', 'rateLimit'],
    postgres: ['several addresses'],
    mysql: ['several addresses'],
  },
  pgBouncer: {
    postgres: ['tls', 'connectionPool'],
  },
};

const FACTORIES: { [proxy in ProxyName]: string } = {
  envoy: 'AmbassadorProgram.envoy()',
  haproxy: 'AmbassadorProgram.haproxy()',
  nginx: 'AmbassadorProgram.nginx()',
  pgBouncer: 'AmbassadorProgram.pgBouncer()',
};

const PROXIES = Object.keys(CAPABILITIES) as ProxyName[];

/** Fails when a proxy cannot do what an upstream asks; says which one can. */
export function checkCapabilities(where: Construct, proxy: ProxyName, upstreams: LocalUpstream[]): void {
  for (const upstream of upstreams) {
    const missing = missingOf(proxy, upstream);
    if (missing) {
      throw new Error(`${missing} of upstream '${upstream.name}' of ${at(where)} cannot be done by ${FACTORIES[proxy]}: ${wayOut(upstream, upstreams)}`);
    }
  }
}

/** The first thing that the upstream asks and the proxy cannot do. */
function missingOf(proxy: ProxyName, { kind, options, addresses }: LocalUpstream): string | undefined {
  const policies = CAPABILITIES[proxy][kind];
  return policies ? asked(options, addresses.length).find((policy) => !policies.includes(policy)) : `kind '${kind}'`;
}

/** Whether it can do all that is asked, also what is finer than the table. */
function can(proxy: ProxyName, upstream: LocalUpstream): boolean {
  return !missingOf(proxy, upstream) && !(proxy === 'haproxy' && needsEnvoy(upstream));
}

function asked(options: UpstreamOptions, addresses: number): Policy[] {
  const policies = ['tls', 'retries', 'circuitBreaker', 'outlierDetection', 'rateLimit', 'connectionPool', 'healthCheck'] as const;
  return [
    ...addresses > 1 ? ['several addresses' as const] : [],
    ...options.timeouts?.request ? ['request timeout' as const] : [],
    ...policies.filter((policy) => options[policy] !== undefined),
  ];
}

function wayOut(upstream: LocalUpstream, all: LocalUpstream[]): string {
  const able = PROXIES.filter((proxy) => can(proxy, upstream));
  const names = able.map((proxy) => FACTORIES[proxy]).join(' or ');
  switch (true) {
    case able.length === 0:
      return 'no proxy of this library can do all that it asks; ask for less, or use AmbassadorProgram.custom()';
    case able.some((proxy) => all.every((other) => can(proxy, other)) && (proxy !== 'pgBouncer' || all.length === 1)):
      return `use ${names}`;
    default:
      return `give it an ambassador of its own with ${names}, which cannot do what the other upstreams ask`;
  }
}

/** The first proxy that can do all that the upstreams ask: PgBouncer needs options, and nginx can do nothing that HAProxy cannot. */
export function pickProxy(where: Construct, upstreams: LocalUpstream[]): 'envoy' | 'haproxy' {
  const candidates = ['envoy', 'haproxy'] as const;
  const able = candidates.find((proxy) => upstreams.every((upstream) => can(proxy, upstream)));
  if (!able) {
    checkCapabilities(where, 'envoy', upstreams);
  }
  return able!;
}
