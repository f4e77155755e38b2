import { Duration } from 'cdk8s';
import { CircuitBreaker, OutlierDetection, RetryCondition, RetryPolicy, UpstreamHealthCheck } from './policies';
import type { UpstreamKind } from './upstream';
import { UpstreamOptions } from './upstream-options';
import { Resolved, withDefaults } from '../core/values/defaults';
import type { RateLimit } from '../programs/rate-limit';
import { resolveRateLimit } from '../programs/resolved-rate-limit';

/** The defaults of each policy. They stand here and in the doc comments only, and a test compares the two. */
export const RETRIES = { maxRetries: 2, pause: Duration.millis(25), budgetPercent: 20 };
export const CIRCUIT_BREAKER = { maxConnections: 1024, maxPendingRequests: 1024, maxRequests: 1024 };
export const OUTLIER_DETECTION = { consecutiveFailures: 5, ejectionTime: Duration.seconds(30), maxEjectedPercent: 100 };
export const HEALTH_CHECK = { path: '/', interval: Duration.seconds(5), timeout: Duration.seconds(2), failures: 3, successes: 2 };

const { CONNECT_FAILURE, RESET, GATEWAY_ERROR } = RetryCondition;
const IDEMPOTENT = ['GET', 'HEAD', 'OPTIONS', 'PUT', 'DELETE'];

export interface ResolvedRetries extends Resolved<RetryPolicy, typeof RETRIES> {
  readonly conditions: RetryCondition[];
}

export type ResolvedHealthCheck = Resolved<UpstreamHealthCheck, typeof HEALTH_CHECK>;

/** The policies that an upstream has, as they are to be written. */
export interface ResolvedPolicies {
  readonly retries?: ResolvedRetries;
  readonly circuitBreaker?: Required<CircuitBreaker>;
  readonly outlierDetection?: Required<OutlierDetection>;
  readonly rateLimit?: Required<RateLimit>;
  readonly healthCheck?: ResolvedHealthCheck;
}

export function resolvePolicies(kind: UpstreamKind, options: UpstreamOptions): ResolvedPolicies {
  const { retries, circuitBreaker, outlierDetection, rateLimit, healthCheck } = options;
  return {
    retries: retries && resolveRetries(kind, retries),
    circuitBreaker: circuitBreaker && withDefaults(circuitBreaker, CIRCUIT_BREAKER),
    outlierDetection: outlierDetection && withDefaults(outlierDetection, OUTLIER_DETECTION),
    rateLimit: rateLimit && resolveRateLimit(rateLimit),
    healthCheck: healthCheck && withDefaults(healthCheck, HEALTH_CHECK),
  };
}

/** Without `methods`, all are tried again. By gRPC each request is a POST, and its conditions say what is safe. */
export function resolveRetries(kind: UpstreamKind, given: RetryPolicy): ResolvedRetries {
  const retries = withDefaults(given, RETRIES);
  return {
    ...retries,
    conditions: retries.conditions ?? (kind === 'grpc' ? [CONNECT_FAILURE] : [CONNECT_FAILURE, RESET, GATEWAY_ERROR]),
    methods: retries.methods ?? (kind === 'grpc' || retries.repeatNonIdempotent ? undefined : IDEMPOTENT),
  };
}
