import { seconds, Section } from '../../programs/envoy/json';
import { LocalUpstream } from '../local-upstream';
import { RetryCondition } from '../policies';
import { ResolvedRetries, RETRIES } from '../resolved-policies';

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

/** What was not sent is tried again without a policy too. */
const UNSENT_ONLY: ResolvedRetries = { ...RETRIES, conditions: [] };

/** Routes to an upstream: requests with the methods that are tried again, and others, of which only what was not sent is. */
export function toRoutes({ addresses, policies: { retries = UNSENT_ONLY } }: LocalUpstream, route: Section): Section[] {
  const { conditions, methods } = retries;
  const toRoute = (allowed: RetryCondition[], match: Section = {}): Section => ({
    ...route,
    match: { prefix: '/', ...match },
    route: { ...route.route as Section, retry_policy: toPolicy(addresses.length, retries, allowed) },
  });
  return methods
    ? [toRoute(conditions, isOneOf(methods)), toRoute(conditions.filter((condition) => condition === RetryCondition.CONNECT_FAILURE))]
    : [toRoute(conditions)];
}

function isOneOf(methods: string[]): Section {
  const regex = methods.map((method) => method.replace(/[^A-Za-z0-9]/g, '\\$&')).join('|');
  return { headers: [{ name: ':method', string_match: { safe_regex: { regex } } }] };
}

function toPolicy(addresses: number, { pause, maxPause, maxRetries, tryTimeout }: ResolvedRetries, conditions: RetryCondition[]): Section {
  return {
    retry_on: [...UNSENT, ...conditions.map((condition) => CONDITIONS[condition])].join(','),
    retriable_status_codes: conditions.includes(RetryCondition.TOO_MANY_REQUESTS) ? [429] : undefined,
    num_retries: maxRetries,
    per_try_timeout: tryTimeout && seconds(tryTimeout),
    retry_back_off: { base_interval: seconds(pause), max_interval: maxPause && seconds(maxPause) },
    ...addresses > 1 && ANOTHER_ADDRESS,
  };
}

const ANOTHER_ADDRESS = {
  retry_host_predicate: [{
    name: 'envoy.retry_host_predicates.previous_hosts',
    typed_config: { '@type': 'type.googleapis.com/envoy.extensions.retry.host.previous_hosts.v3.PreviousHostsPredicate' },
  }],
  host_selection_retry_max_attempts: '3',
};
