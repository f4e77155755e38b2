import { Duration } from 'cdk8s';
import { completeName } from '../complete-name';
import { LocalUpstream } from '../local-upstream';
import { ProxyContext } from '../proxy-plan';
import { connectTimeout, idleTimeout, inMilliseconds } from '../timeouts';
import { hostHeader, serverName, TlsFiles } from '../tls-files';
import { checkLines, checkWords, connectionLimitLines, rateLimitLines, requestLimitLines, retryLines } from './rules';
import { HaproxySection, HaproxyValue, HaproxyVariable } from './writer';

/** What a configuration is made of beside the upstreams. */
export interface HaproxySpec {
  readonly context: ProxyContext;
  readonly maxClients: number;
  readonly responseTimeout: Duration;
  /** Files for TLS of each upstream, in their order. */
  readonly tls: TlsFiles[];
}

export function toSections(spec: HaproxySpec): HaproxySection[] {
  const { context: { upstreams, healthPort, drain } } = spec;
  return [
    {
      name: ['global'],
      // One thread, so that limits count everything; a maximum, because otherwise memory grows with the limit of open files.
      lines: [['nbthread', 1], ['maxconn', spec.maxClients], ['hard-stop-after', inMilliseconds(drain)], ['log', 'stderr', 'format', 'raw', 'daemon', 'notice']],
    },
    {
      name: ['defaults'],
      lines: [['log', 'global'], ['option', 'log-separate-errors'], ['option', 'dontlognull'], ['timeout', 'client', '10s']],
    },
    { name: ['resolvers', 'pod'], lines: [['parse-resolv-conf'], ['accepted_payload_size', 8192]] },
    {
      name: ['frontend', 'ambassador_health'],
      lines: [
        ['mode', 'http'],
        ['bind', `0.0.0.0:${healthPort}`],
        ['monitor-uri', '/healthz'],
        ['http-request', 'use-service', 'prometheus-exporter', 'if', '{', 'path', '/metrics', '}'],
        ['http-request', 'return', 'status', 404],
      ],
    },
    ...upstreams.flatMap((upstream, number) => [toFrontend(spec, upstream), toBackend(spec, upstream, spec.tls[number])]),
  ];
}

function toFrontend({ context }: HaproxySpec, { name, kind, localPort, options }: LocalUpstream): HaproxySection {
  const http = kind === 'http';
  return {
    name: ['frontend', name],
    lines: [
      ['mode', http ? 'http' : 'tcp'],
      ['option', http ? 'httplog' : 'tcplog'],
      ['bind', `${context.listenAddress}:${localPort}`],
      ['timeout', 'client', inMilliseconds(idleTimeout(options.timeouts))],
      ...http ? [] : connectionLimitLines(options.circuitBreaker),
      ...rateLimitLines(kind, options.rateLimit),
      ['default_backend', name],
    ],
  };
}

function toBackend({ responseTimeout }: HaproxySpec, upstream: LocalUpstream, tls: TlsFiles): HaproxySection {
  const { name, kind, addresses, options: { timeouts, retries, circuitBreaker, connectionPool, healthCheck } } = upstream;
  const http = kind === 'http';
  const idle = inMilliseconds(idleTimeout(timeouts));
  const host = hostHeader(upstream);
  return {
    name: ['backend', name],
    lines: [
      ['mode', http ? 'http' : 'tcp'],
      ['balance', http ? 'roundrobin' : 'leastconn'],
      ['timeout', 'connect', inMilliseconds(connectTimeout(timeouts))],
      ['timeout', 'server', http ? inMilliseconds(responseTimeout) : idle],
      ...http ? [['timeout', 'queue', inMilliseconds(responseTimeout)], ['timeout', 'tunnel', idle], ['http-request', 'set-header', 'Host', host]] : [],
      // A server that is gone without a word is noticed.
      ['option', 'srvtcpka'], ['srvtcpka-idle', '30s'], ['srvtcpka-intvl', '10s'], ['srvtcpka-cnt', 3],
      ...retryLines(addresses.length, retries),
      ...http ? requestLimitLines(circuitBreaker) : [],
      ...connectionPool ? [['http-reuse', 'always']] : [],
      ...checkLines(upstream, host, healthCheck),
      ...addresses.map((_, number) => toServer(upstream, number, tls)),
    ],
  };
}

function toServer(upstream: LocalUpstream, number: number, tls: TlsFiles): HaproxyValue[] {
  const { name, kind, addresses, options: { circuitBreaker, connectionPool, healthCheck } } = upstream;
  const { host, port, weight } = addresses[number];
  const requests = kind === 'http' ? [circuitBreaker?.maxConnections, connectionPool?.maxConnections].filter((count) => count !== undefined) : [];
  return [
    'server', `${name}-${number + 1}`, toAddress(host, port),
    'weight', weight,
    // A name that is not there yet, or not any more, is looked up until it is.
    'resolvers', 'pod', 'resolve-prefer', 'ipv4', 'init-addr', 'libc,none',
    'tcp-ut', '15s',
    ...requests.length > 0 ? ['maxconn', Math.min(...requests as number[])] : [],
    ...connectionPool ? ['pool-max-conn', connectionPool.maxConnections ?? -1] : [],
    ...checkWords(healthCheck),
    ...tlsWords(upstream, host, tls),
  ];
}

function toAddress(given: string, port: number): HaproxyValue {
  const { host, domain } = completeName(given);
  return domain ? new HaproxyVariable(host, domain === 'namespace' ? 'NAMESPACE_DOMAIN' : 'CLUSTER_DOMAIN', `:${port}`) : `${host}:${port}`;
}

function tlsWords({ options }: LocalUpstream, host: string, { ca, certificate }: TlsFiles): HaproxyValue[] {
  if (!options.tls) {
    return [];
  }
  const name = serverName(options.tls, host);
  return [
    'ssl', 'verify', 'required', 'verifyhost', name, 'sni', `str(${name})`, 'ca-file', ca ?? '@system-ca',
    ...options.healthCheck ? ['check-sni', name] : [],
    ...certificate ? ['crt', certificate.certificate] : [],
  ];
}
