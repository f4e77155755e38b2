import { EnvoySpec } from './spec';
import { accessLoggers, requestFormat } from '../../programs/envoy/access-log';
import { extension, Section, typed } from '../../programs/envoy/json';
import { ReverseProxyContext } from '../reverse-proxy-context';

/** What is written of each request but those for the health path: figures, and a line. */
export function toLogs({ healthPath }: ReverseProxyContext, { accessLog, tracing }: EnvoySpec): Section[] {
  const path = (string_match: Section): Section => ({ header_filter: { header: { name: ':path', string_match, invert_match: true } } });
  const filter = { and_filter: { filters: [path({ exact: healthPath }), path({ prefix: `${healthPath}?` })] } };
  return [FIGURES, ...accessLoggers(accessLog, requestFormat(tracing !== undefined))].map((logger) => ({ ...logger, filter }));
}

const LOGGERS = 'envoy.extensions.access_loggers';

const FIGURES = extension('envoy.access_loggers.stats', `${LOGGERS}.stats.v3.Config`, {
  stats_scope: { prefix: 'app' },
  counters: [{ stat: { name: 'requests', tags: [{ name: 'code', value_format: '%RESPONSE_CODE%' }] }, value_fixed: 1 }],
  histograms: [{ stat: { name: 'latency' }, unit: 'Microseconds', value_format: '%COMMON_DURATION(DS_RX_BEG:DS_TX_END:us)%' }],
});

/** Only the figures that are served are kept. Histograms are put together once a second. */
export function toStats({ metrics }: EnvoySpec): Section {
  return {
    stats_flush_interval: '1s',
    stats_config: {
      stats_matcher: { inclusion_list: { patterns: [{ prefix: 'app.' }, { exact: 'http.app.downstream_cx_active' }] } },
      histogram_bucket_settings: [{ match: { exact: 'app.latency' }, buckets: metrics.buckets.map((bucket) => bucket.toMilliseconds() * 1000) }],
    },
  };
}

export function toTracing({ tracing }: EnvoySpec): Section | undefined {
  return tracing && {
    client_sampling: { value: 100 },
    random_sampling: { value: tracing.samplePercent },
    overall_sampling: { value: 100 },
    provider: {
      name: 'envoy.tracers.opentelemetry',
      typed_config: typed('envoy.config.trace.v3.OpenTelemetryConfig', {
        service_name: tracing.serviceName,
        grpc_service: { envoy_grpc: { cluster_name: 'traces' }, timeout: '5s' },
      }),
    },
  };
}
