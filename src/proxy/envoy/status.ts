import { EnvoySpec } from './spec';
import { milliseconds } from '../../core/values/quantities';
import { adminPage, onlyGet } from '../../programs/envoy/health-listener';
import { ENVOY_CONFIG, extension, seconds, Section, typed } from '../../programs/envoy/json';
import { ANY_ADDRESS, httpConnectionManager, listener } from '../../programs/envoy/listener';
import { FOR_PROBES } from '../../programs/envoy/overload';
import { ReverseProxyContext } from '../reverse-proxy-context';

export const SCRIPT = 'envoy-status.lua';
export const STOP_PATH = '/stop';
export const HEALTH_PATH = '/healthz';
export const METRICS_PATH = '/metrics';

/** The port of the pod's address for the metrics, and for the word that the pod is to stop. */
export function statusListener({ timeBeforeApp }: ReverseProxyContext, { metrics }: EnvoySpec): Section {
  const { requests, latency, connections } = metrics;
  const buckets = [...metrics.buckets.map((bucket) => milliseconds(bucket) / 1000), '+Inf'].join(' ');
  return listener({
    name: 'status',
    address: ANY_ADDRESS,
    port: metrics.port,
    filters: [httpConnectionManager({
      statPrefix: 'status',
      httpFilters: [
        extension(LUA, `${FILTERS}.lua.v3.Lua`, { default_source_code: { filename: `${ENVOY_CONFIG}/${SCRIPT}` } }),
        extension(FAULT, `${FILTERS}.fault.v3.HTTPFault`),
      ],
      routes: [
        adminPage(METRICS_PATH, '/stats/prometheus', {
          // Envoy has other formats too.
          request_headers_to_remove: ['accept', 'accept-encoding'],
          metadata: { filter_metadata: { [LUA]: { metrics: { requests, latency, connections, buckets } } } },
        }),
        adminPage(HEALTH_PATH, '/ready'),
        {
          match: onlyGet(STOP_PATH),
          direct_response: { status: 200 },
          metadata: { filter_metadata: { [LUA]: { stop: true } } },
          typed_per_filter_config: { [FAULT]: typed(`${FILTERS}.fault.v3.HTTPFault`, { delay: { fixed_delay: seconds(timeBeforeApp), percentage: ALWAYS } }) },
        },
      ],
    })],
    options: FOR_PROBES,
  });
}

const FILTERS = 'envoy.extensions.filters.http';
const LUA = 'envoy.filters.http.lua';
const FAULT = 'envoy.filters.http.fault';
const ALWAYS = { numerator: 100, denominator: 'HUNDRED' };
