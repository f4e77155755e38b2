import { Duration } from 'cdk8s';
import { cluster, httpProtocol } from '../../private/envoy/cluster';
import { seconds, Section } from '../../private/envoy/json';
import { LocalUpstream } from '../local-upstream';
import { toHealthChecks } from './health-check';
import { redisProtocol } from './redis';
import { CircuitBreaker, ConnectionPool, OutlierDetection, RetryPolicy } from '../policies';
import { connectTimeout, idleTimeout } from '../timeouts';
import { UpstreamOptions } from '../upstream-options';

/** An upstream as Envoy has it: addresses, and the policies that concern all its requests together. */
export function toCluster(upstream: LocalUpstream, transportSocket?: Section): Section {
  const { name, kind, addresses, options } = upstream;
  const { healthCheck, outlierDetection } = options;
  return cluster({
    name,
    addresses,
    connectTimeout: connectTimeout(options.timeouts),
    transportSocket,
    options: {
      // By its key, a value is always found on the same one of several servers.
      lb_policy: kind === 'redis' ? 'MAGLEV' : undefined,
      typed_extension_protocol_options: toProtocol(upstream),
      circuit_breakers: toLimits(options),
      outlier_detection: outlierDetection && toOutlierDetection(outlierDetection),
      health_checks: healthCheck && toHealthChecks(upstream, healthCheck),
      close_connections_on_host_health_failure: healthCheck && true,
      // Addresses that are left out stay left out, even if none is left.
      common_lb_config: healthCheck || outlierDetection ? { healthy_panic_threshold: { value: 0 } } : undefined,
    },
  });
}

function toProtocol({ kind, name, options }: LocalUpstream): Section | undefined {
  switch (kind) {
    case 'http':
    case 'http2':
    case 'grpc':
      return httpProtocol(kind === 'http' ? 1 : 2, {
        common_http_protocol_options: {
          idle_timeout: seconds(idleTimeout(options.timeouts)),
          max_requests_per_connection: options.connectionPool?.maxRequestsPerConnection,
        },
      });
    case 'redis':
      return redisProtocol(name, options);
    default:
      return undefined;
  }
}

function toLimits({ circuitBreaker, connectionPool, retries }: UpstreamOptions): Section | undefined {
  return circuitBreaker || connectionPool || retries ? {
    thresholds: [{
      max_connections: maxConnections(circuitBreaker, connectionPool),
      max_pending_requests: circuitBreaker?.maxPendingRequests,
      max_requests: circuitBreaker?.maxRequests,
      retry_budget: retries && toBudget(retries),
    }],
  } : undefined;
}

/** The pool and the circuit breaker limit the same thing. */
function maxConnections(circuitBreaker?: CircuitBreaker, connectionPool?: ConnectionPool): number | undefined {
  const limits = [circuitBreaker?.maxConnections, connectionPool?.maxConnections].filter((limit) => limit !== undefined);
  return limits.length > 0 ? Math.min(...limits) : undefined;
}

function toBudget({ budgetPercent = 20 }: RetryPolicy): Section {
  return { budget_percent: { value: budgetPercent } };
}

/** Failures in a row only: no statistics of success rates. Whether the time of an address is over is looked at every second. */
function toOutlierDetection({ consecutiveFailures = 5, ejectionTime = Duration.seconds(30), maxEjectedPercent = 100 }: OutlierDetection): Section {
  return {
    consecutive_5xx: consecutiveFailures,
    enforcing_success_rate: 0,
    interval: '1s',
    base_ejection_time: seconds(ejectionTime),
    max_ejection_percent: maxEjectedPercent,
  };
}
