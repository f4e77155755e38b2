import { Duration } from 'cdk8s';
import { toHostname } from './authority';
import { toHealthChecks } from './health-check';
import type { EnvoyPlace } from './place';
import { redisProtocol } from './redis';
import { CheckedLimits } from '../../programs/checked-limits';
import { eventFile } from '../../programs/envoy/access-log';
import { cluster, httpProtocol } from '../../programs/envoy/cluster';
import { seconds, Section } from '../../programs/envoy/json';
import { connectTimeout } from '../../programs/timeouts';
import { LocalUpstream } from '../local-upstream';
import { CircuitBreaker, ConnectionPool, OutlierDetection } from '../policies';
import { idleTimeout } from '../timeouts';

/** An upstream as Envoy has it: addresses, and the policies that concern all its requests together. */
export function toCluster({ limits, accessLog }: EnvoyPlace, upstream: LocalUpstream, transportSocket?: Section): Section {
  const { name, kind, addresses, options, policies: { healthCheck, outlierDetection } } = upstream;
  return cluster({
    name,
    addresses: addresses.map((address) => ({ ...address, hostname: toHostname(upstream, address) })),
    connectTimeout: connectTimeout(options.timeouts),
    transportSocket,
    options: {
      // By its key, a value is always found on the same one of several servers.
      lb_policy: kind === 'redis' ? 'MAGLEV' : undefined,
      typed_extension_protocol_options: toProtocol(limits, upstream),
      circuit_breakers: toLimits(upstream),
      outlier_detection: outlierDetection && toOutlierDetection(outlierDetection),
      health_checks: healthCheck && toHealthChecks(upstream, healthCheck, eventFile(accessLog)),
      close_connections_on_host_health_failure: healthCheck && true,
      // Addresses that are left out stay left out, even if none is left.
      common_lb_config: healthCheck || outlierDetection ? { healthy_panic_threshold: { value: 0 } } : undefined,
    },
  });
}

/**
 * Whether a connection is used for more than one request. By HTTP/1.1 a server may close it at any time, and whether it has done what it was
 * then asked nobody knows: the request would fail, or be done twice.
 */
export function keepsConnections({ kind, options: { connectionPool } }: LocalUpstream): boolean {
  return kind !== 'http' || connectionPool !== undefined;
}

/** Below the five seconds after which many servers close a connection that is free. */
const FREE_CONNECTION = Duration.seconds(4);

function toProtocol(limits: CheckedLimits, upstream: LocalUpstream): Section | undefined {
  const { kind, name, options: { connectionPool, timeouts } } = upstream;
  switch (kind) {
    case 'http':
    case 'http2':
    case 'grpc':
      return httpProtocol(kind === 'http' ? 1 : 2, limits, {
        idle_timeout: seconds(kind === 'http' ? timeouts?.idle ?? FREE_CONNECTION : idleTimeout(timeouts)),
        max_requests_per_connection: keepsConnections(upstream) ? connectionPool?.maxRequestsPerConnection : 1,
      });
    case 'redis':
      return redisProtocol(name, upstream.options);
    default:
      return undefined;
  }
}

/** Envoy's own limits are the defaults of a circuit breaker. */
function toLimits({ options: { circuitBreaker, connectionPool }, policies: { retries } }: LocalUpstream): Section | undefined {
  return circuitBreaker || connectionPool || retries ? {
    thresholds: [{
      max_connections: maxConnections(circuitBreaker, connectionPool),
      max_pending_requests: circuitBreaker?.maxPendingRequests,
      max_requests: circuitBreaker?.maxRequests,
      retry_budget: retries && { budget_percent: { value: retries.budgetPercent } },
    }],
  } : undefined;
}

/** The pool and the circuit breaker limit the same thing. */
function maxConnections(circuitBreaker?: CircuitBreaker, connectionPool?: ConnectionPool): number | undefined {
  const limits = [circuitBreaker?.maxConnections, connectionPool?.maxConnections].filter((limit) => limit !== undefined);
  return limits.length > 0 ? Math.min(...limits) : undefined;
}

/** Failures in a row only: no statistics of success rates. Whether the time of an address is over is looked at every second. */
function toOutlierDetection({ consecutiveFailures, ejectionTime, maxEjectedPercent }: Required<OutlierDetection>): Section {
  return {
    consecutive_5xx: consecutiveFailures,
    enforcing_success_rate: 0,
    interval: '1s',
    base_ejection_time: seconds(ejectionTime),
    max_ejection_percent: maxEjectedPercent,
  };
}
