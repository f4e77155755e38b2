import { toHostRewrite } from './authority';
import { keepsConnections } from './cluster';
import { EnvoyPlace } from './place';
import { redisProxy } from './redis';
import { toRoutes } from './retries';
import { accessLoggers, clientFormat, CONNECTION_FORMAT, requestFormat } from '../../programs/envoy/access-log';
import { earlyMutation, setHeader } from '../../programs/envoy/header-mutation';
import { extension, seconds, Section } from '../../programs/envoy/json';
import { httpConnectionManager, listener, tcpProxy } from '../../programs/envoy/listener';
import { tokenBucket } from '../../programs/envoy/token-bucket';
import { LocalUpstream } from '../local-upstream';
import { idleTimeout, requestTimeout } from '../timeouts';

/** The local port of an upstream. */
export function toListener(place: EnvoyPlace, upstream: LocalUpstream): Section {
  return listener({
    name: upstream.name,
    address: place.listenAddress,
    port: upstream.localPort,
    filters: toFilters(place, upstream),
    options: upstream.kind === 'redis' ? { access_log: toLoggers(place, clientFormat(upstream.name)) } : undefined,
  });
}

function toFilters(place: EnvoyPlace, upstream: LocalUpstream): Section[] {
  const { kind, name, policies: { rateLimit } } = upstream;
  const bucket = rateLimit && tokenBucket(place.owner, `of upstream '${name}' of `, rateLimit);
  switch (kind) {
    case 'http':
    case 'http2':
    case 'grpc':
      return [toHttp(place, upstream, bucket)];
    case 'redis':
      return [redisProxy(upstream)];
    default:
      return [...connectionLimit(name, bucket), toTcp(place, upstream)];
  }
}

/** Nothing has been sent while there is no connection, so that it can be tried again. */
function toTcp(place: EnvoyPlace, { name, options }: LocalUpstream): Section {
  return tcpProxy(name, name, {
    idle_timeout: seconds(idleTimeout(options.timeouts)),
    max_connect_attempts: 3,
    backoff_options: { base_interval: '0.1s', max_interval: '1s' },
    access_log: toLoggers(place, CONNECTION_FORMAT),
    access_log_options: place.accessLog.kind === 'off' ? undefined : { flush_access_log_on_connected: true },
  });
}

function toLoggers({ accessLog }: EnvoyPlace, format: Section): Section[] | undefined {
  return accessLog.kind === 'off' ? undefined : accessLoggers(accessLog, format);
}

const KEPT_PROTOCOL = 'x-envoy-kept-forwarded-proto';

/** Envoy tells every upstream that it was asked by http. Only what the app itself says of this is handed on. */
function toHttp(place: EnvoyPlace, upstream: LocalUpstream, bucket?: Section): Section {
  const { kind, name, options: { timeouts } } = upstream;
  return httpConnectionManager({
    statPrefix: name,
    limits: place.limits,
    idleTimeout: idleTimeout(timeouts),
    routes: toRoutes(upstream, toRoute(upstream)),
    virtualHost: { request_headers_to_remove: [KEPT_PROTOCOL] },
    httpFilters: bucket && [requestLimit(name, kind === 'grpc', bucket)],
    options: {
      early_header_mutation_extensions: [earlyMutation([{ append: setHeader(KEPT_PROTOCOL, '%REQ(X-FORWARDED-PROTO)%') }])],
      // Servers of HTTP/2 by TLS refuse another one than https.
      scheme_header_transformation: { match_upstream: true },
      stream_idle_timeout: seconds(timeouts?.response ?? idleTimeout(timeouts)),
      upgrade_configs: kind === 'http' ? [{ upgrade_type: 'websocket' }] : undefined,
      access_log: toLoggers(place, requestFormat(false)),
    },
  });
}

/** The upstream is asked under its own name, not as 127.0.0.1. Streams of gRPC may last. */
function toRoute(upstream: LocalUpstream): Section {
  const { kind, name, options: { timeouts } } = upstream;
  return {
    route: {
      cluster: name,
      ...toHostRewrite(upstream),
      timeout: kind === 'grpc' && !timeouts?.request ? '0s' : seconds(requestTimeout(timeouts)),
    },
    request_headers_to_add: [
      setHeader('X-Forwarded-Proto', `%REQ(${KEPT_PROTOCOL})%`),
      // A connection that becomes a WebSocket says something else there.
      ...keepsConnections(upstream) ? [] : [setHeader('Connection', 'close', 'ADD_IF_ABSENT')],
    ],
    request_headers_to_remove: ['x-forwarded-proto'],
  };
}

function requestLimit(name: string, grpc: boolean, bucket: Section): Section {
  const all = { default_value: { numerator: 100, denominator: 'HUNDRED' } };
  return extension('envoy.filters.http.local_ratelimit', 'envoy.extensions.filters.http.local_ratelimit.v3.LocalRateLimit', {
    stat_prefix: name,
    token_bucket: bucket,
    filter_enabled: all,
    filter_enforced: all,
    rate_limited_as_resource_exhausted: grpc || undefined,
  });
}

function connectionLimit(name: string, bucket?: Section): Section[] {
  return bucket ? [extension('envoy.filters.network.local_ratelimit', 'envoy.extensions.filters.network.local_ratelimit.v3.LocalRateLimit', {
    stat_prefix: name,
    token_bucket: bucket,
  })] : [];
}
