import { Duration } from 'cdk8s';
import { seconds, Section } from '../../programs/envoy/json';
import { LocalUpstream } from '../local-upstream';
import { RetryCondition } from '../policies';

const CONDITIONS: { [condition in RetryCondition]: string } = {
  connectFailure: 'connect-failure',
  reset: 'reset',
  gatewayError: 'gateway-error',
  serverError: '5xx',
  tooManyRequests: 'retriable-status-codes',
  unavailable: 'unavailable',
};

/** What the upstream has not begun with, on a connection that it was about to close. */
const UNSENT = ['refused-stream', 'reset-before-request'];

const IDEMPOTENT = ['GET', 'HEAD', 'OPTIONS', 'PUT', 'DELETE'];

/** Routes to an upstream: requests with the methods that are tried again, and others, of which only what was not sent is. */
export function toRoutes(upstream: LocalUpstream, route: Section): Section[] {
  const { kind, options: { retries } } = upstream;
  const { CONNECT_FAILURE, RESET, GATEWAY_ERROR } = RetryCondition;
  const conditions = retries && (retries.conditions ?? (kind === 'grpc' ? [CONNECT_FAILURE] : [CONNECT_FAILURE, RESET, GATEWAY_ERROR]));
  const methods = retries && (kind === 'grpc' ? undefined : retries.methods ?? (retries.repeatNonIdempotent ? undefined : IDEMPOTENT));
  const toRoute = (allowed: RetryCondition[], match: Section = {}): Section => ({
    ...route,
    match: { prefix: '/', ...match },
    route: { ...route.route as Section, retry_policy: toPolicy(upstream, allowed) },
  });
  return methods
    ? [toRoute(conditions!, isOneOf(methods)), toRoute(conditions!.filter((condition) => condition === CONNECT_FAILURE))]
    : [toRoute(conditions ?? [])];
}

function isOneOf(methods: string[]): Section {
  const regex = methods.map((method) => method.replace(/[^A-Za-z0-9]/g, '\\$&')).join('|');
  return { headers: [{ name: ':method', string_match: { safe_regex: { regex } } }] };
}

function toPolicy({ addresses, options: { retries = {} } }: LocalUpstream, conditions: RetryCondition[]): Section {
  const { pause = Duration.millis(25), maxPause, maxRetries = 2, tryTimeout } = retries;
  return {
    retry_on: [...UNSENT, ...conditions.map((condition) => CONDITIONS[condition])].join(','),
    retriable_status_codes: conditions.includes(RetryCondition.TOO_MANY_REQUESTS) ? [429] : undefined,
    num_retries: maxRetries,
    per_try_timeout: tryTimeout && seconds(tryTimeout),
    retry_back_off: { base_interval: seconds(pause), max_interval: maxPause && seconds(maxPause) },
    ...addresses.length > 1 && ANOTHER_ADDRESS,
  };
}

const ANOTHER_ADDRESS = {
  retry_host_predicate: [{
    name: 'envoy.retry_host_predicates.previous_hosts',
    typed_config: { '@type': 'type.googleapis.com/envoy.extensions.retry.host.previous_hosts.v3.PreviousHostsPredicate' },
  }],
  host_selection_retry_max_attempts: '3',
};
