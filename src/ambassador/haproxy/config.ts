import { connectTimeout } from '../../programs/timeouts';
import { completeName } from '../complete-name';
import { LocalUpstream } from '../local-upstream';
import { ProxyContext } from '../proxy-plan';
import { idleTimeout, inMilliseconds, responseTimeout } from '../timeouts';
import { hostHeader, serverName, TlsFiles } from '../tls-files';
import { checkLines, checkWords, connectionLimitLines, rateLimitLines, requestLimitLines, retryLines } from './rules';
import { HaproxySection, HaproxyValue, HaproxyVariable } from '../../programs/haproxy/writer';

/** What a configuration is made of beside the upstreams. */
export interface HaproxySpec {
  readonly context: ProxyContext;
  /** On each local port. */
  readonly maxClients: number;
  readonly headerKibibytes: number;
  /** Lines for all requests and connections, and not only for those that went wrong. */
  readonly logsAll: boolean;
  /** Files for TLS of each upstream, in their order. */
  readonly tls: TlsFiles[];
}

/** Of the health port, which clients of the upstreams cannot take. */
const HEALTH_CLIENTS = 100;

/** Of a buffer that a request or a response is in. */
export function bufferKibibytes(headerKibibytes: number): number {
  return headerKibibytes + 4;
}

export function toSections(spec: HaproxySpec): HaproxySection[] {
  const { context: { upstreams, healthPort, stopDelay }, maxClients, headerKibibytes, logsAll } = spec;
  return [
    {
      name: ['global'],
      lines: [
        // One thread, so that limits count everything.
        ['nbthread', 1],
        // Above those of its frontends, because a frontend that waits for one of all would let probes wait too.
        ['maxconn', maxClients * upstreams.length + HEALTH_CLIENTS],
        ['tune.bufsize', bufferKibibytes(headerKibibytes) * 1024],
        ['tune.http.maxhdr', 500],
        ['hard-stop-after', inMilliseconds(stopDelay)],
        ['log', 'stdout', 'format', 'raw', 'daemon', logsAll ? 'info' : 'notice'],
      ],
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
        ['maxconn', HEALTH_CLIENTS],
        ['bind', new HaproxyVariable('', 'ANY_ADDRESS', `:${healthPort}`), 'v4v6'],
        ['monitor-uri', '/healthz'],
        // Otherwise each connection has a line when it is accepted.
        ['option', 'httplog'],
        ['option', 'dontlog-normal'],
        ['http-request', 'use-service', 'prometheus-exporter', 'if', '{', 'path', '/metrics', '}'],
        ['http-request', 'return', 'status', 404],
      ],
    },
    ...upstreams.flatMap((upstream, number) => [toFrontend(spec, upstream), toBackend(upstream, spec.tls[number])]),
  ];
}

/** As `httplog`, without the query and headers. */
const REQUEST = '%ci:%cp [%tr] %ft %b/%s %TR/%Tw/%Tc/%Tr/%Ta %ST %B %tsc %ac/%fc/%bc/%sc/%rc %sq/%bq %HM %HPO %HV';

function toFrontend({ context, maxClients }: HaproxySpec, { name, kind, localPort, options, policies }: LocalUpstream): HaproxySection {
  const http = kind === 'http';
  return {
    name: ['frontend', name],
    lines: [
      ['mode', http ? 'http' : 'tcp'],
      http ? ['log-format', REQUEST] : ['option', 'tcplog'],
      ['bind', `${context.listenAddress}:${localPort}`],
      ['maxconn', maxClients],
      ['timeout', 'client', inMilliseconds(idleTimeout(options.timeouts))],
      ...http ? UPGRADES : [],
      ...http ? [] : connectionLimitLines(policies.circuitBreaker),
      ...rateLimitLines(kind, policies.rateLimit),
      ['default_backend', name],
    ],
  };
}

/** Of upgrades those to WebSockets alone go on. */
const UPGRADES = [
  ['acl', 'websocket', 'req.fhdr(Upgrade)', '-i', 'websocket'],
  ['http-request', 'del-header', 'Connection', 'unless', 'websocket'],
  ['http-request', 'del-header', 'HTTP2-Settings'],
  ['http-request', 'del-header', 'Upgrade', 'unless', 'websocket'],
];

function toBackend(upstream: LocalUpstream, tls: TlsFiles): HaproxySection {
  const { name, kind, addresses, options: { timeouts, connectionPool }, policies: { retries, circuitBreaker, healthCheck } } = upstream;
  const http = kind === 'http';
  const idle = inMilliseconds(idleTimeout(timeouts));
  const response = inMilliseconds(responseTimeout(timeouts));
  const host = hostHeader(upstream);
  return {
    name: ['backend', name],
    lines: [
      ['mode', http ? 'http' : 'tcp'],
      ['balance', http ? 'roundrobin' : 'leastconn'],
      ['timeout', 'connect', inMilliseconds(connectTimeout(timeouts))],
      ['timeout', 'server', http ? response : idle],
      ...http ? [['timeout', 'queue', response], ['timeout', 'tunnel', idle], ['http-request', 'set-header', 'Host', host]] : [],
      // A server that is gone without a word is noticed.
      ['option', 'srvtcpka'], ['srvtcpka-idle', '30s'], ['srvtcpka-intvl', '10s'], ['srvtcpka-cnt', 3],
      ...retryLines(addresses.length, retries),
      ...http ? requestLimitLines(circuitBreaker) : [],
      // An upstream cannot close a connection at the wrong moment that is not used again.
      ...connectionPool ? [['http-reuse', 'always']] : http ? [['option', 'http-server-close']] : [],
      ...checkLines(upstream, host, healthCheck),
      ...addresses.map((_, number) => toServer(upstream, number, tls)),
    ],
  };
}

function toServer(upstream: LocalUpstream, number: number, tls: TlsFiles): HaproxyValue[] {
  const { name, kind, addresses, options: { circuitBreaker, connectionPool }, policies: { healthCheck } } = upstream;
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
