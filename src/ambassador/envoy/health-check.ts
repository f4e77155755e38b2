import { extension, seconds, Section } from '../../programs/envoy/json';
import { LocalUpstream } from '../local-upstream';
import { ResolvedHealthCheck } from '../resolved-policies';

/** Asked as often before the first request as later: otherwise an address that is down is found out when it is needed. */
export function toHealthChecks(upstream: LocalUpstream, check: ResolvedHealthCheck, log?: string): Section[] {
  const interval = seconds(check.interval);
  return [{
    interval,
    no_traffic_interval: interval,
    timeout: seconds(check.timeout),
    unhealthy_threshold: check.failures,
    healthy_threshold: check.successes,
    event_logger: log === undefined ? undefined : [extension(
      'envoy.health_check.event_sinks.file', 'envoy.extensions.health_check.event_sinks.file.v3.HealthCheckEventFileSink', { event_log_path: log },
    )],
    ...toQuestion(upstream, check),
  }];
}

function toQuestion({ kind }: LocalUpstream, { path }: ResolvedHealthCheck): Section {
  switch (kind) {
    case 'http':
    case 'http2':
      return {
        http_health_check: { path, expected_statuses: [{ start: 200, end: 300 }], codec_client_type: kind === 'http' ? 'HTTP1' : 'HTTP2' },
      };
    case 'grpc':
      return { grpc_health_check: {} };
    case 'redis':
      return { custom_health_check: extension('envoy.health_checkers.redis', 'envoy.extensions.health_checkers.redis.v3.Redis') };
    default:
      return { tcp_health_check: {} };
  }
}
