import { Duration } from 'cdk8s';
import { connectionLog, requestLog } from '../../private/envoy/access-log';
import { extension, seconds, Section } from '../../private/envoy/json';
import { httpConnectionManager, listener, tcpProxy } from '../../private/envoy/listener';
import { at } from '../../private/errors';
import { LocalUpstream } from '../local-upstream';
import { RateLimit } from '../policies';
import { ProxyContext } from '../proxy-plan';
import { idleTimeout, requestTimeout } from '../timeouts';
import { redisProxy } from './redis';
import { toRetryPolicy } from './retries';
import { milliseconds } from '../../private/quantities';

/** The local port of an upstream. */
export function toListener(context: ProxyContext, upstream: LocalUpstream, accessLog = false): Section {
  return listener({
    name: upstream.name,
    address: context.listenAddress,
    port: upstream.localPort,
    filters: toFilters(context, upstream, accessLog),
  });
}

function toFilters(context: ProxyContext, upstream: LocalUpstream, accessLog: boolean): Section[] {
  const { kind, name, options: { rateLimit } } = upstream;
  const bucket = rateLimit && toBucket(context, name, rateLimit);
  switch (kind) {
    case 'http':
    case 'http2':
    case 'grpc':
      return [toHttp(upstream, accessLog, bucket)];
    case 'redis':
      return [redisProxy(upstream)];
    default:
      return [...connectionLimit(name, bucket), toTcp(upstream, accessLog)];
  }
}

/** Nothing has been sent while there is no connection, so that it can be tried again. */
function toTcp({ name, options }: LocalUpstream, accessLog: boolean): Section {
  return tcpProxy(name, name, {
    idle_timeout: seconds(idleTimeout(options.timeouts)),
    max_connect_attempts: 3,
    backoff_options: { base_interval: '0.1s', max_interval: '1s' },
    access_log: accessLog ? [connectionLog()] : undefined,
  });
}

function toHttp(upstream: LocalUpstream, accessLog: boolean, bucket?: Section): Section {
  const { kind, name, options } = upstream;
  const idle = seconds(idleTimeout(options.timeouts));
  return httpConnectionManager({
    statPrefix: name,
    routes: [{ match: { prefix: '/' }, route: toRoute(upstream) }],
    httpFilters: bucket && [requestLimit(name, kind === 'grpc', bucket)],
    options: {
      stream_idle_timeout: idle,
      common_http_protocol_options: { idle_timeout: idle },
      upgrade_configs: kind === 'http' ? [{ upgrade_type: 'websocket' }] : undefined,
      access_log: accessLog ? [requestLog()] : undefined,
    },
  });
}

/** The upstream is asked under its own name, not as 127.0.0.1. */
function toRoute(upstream: LocalUpstream): Section {
  const { kind, name, options: { timeouts, tls } } = upstream;
  return {
    cluster: name,
    ...tls?.serverName === undefined ? { auto_host_rewrite: true } : { host_rewrite_literal: tls.serverName },
    // Streams of gRPC may last.
    timeout: kind === 'grpc' && !timeouts?.request ? '0s' : seconds(requestTimeout(timeouts)),
    retry_policy: toRetryPolicy(upstream),
  };
}

/** Envoy fills buckets every 50 ms at most. */
function toBucket({ owner }: ProxyContext, name: string, { requests, interval = Duration.seconds(1) }: RateLimit): Section {
  if (milliseconds(interval) < 50) {
    throw new Error(`interval of the rate limit of upstream '${name}' of ${at(owner)} is below 50 ms, the shortest that Envoy can count in: make it longer`);
  }
  return { max_tokens: requests, tokens_per_fill: requests, fill_interval: seconds(interval) };
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
