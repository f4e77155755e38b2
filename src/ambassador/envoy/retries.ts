import { Duration } from 'cdk8s';
import { seconds, Section } from '../../private/envoy/json';
import { LocalUpstream } from '../local-upstream';
import { RetryCondition } from '../policies';

const CONDITIONS: { [condition in RetryCondition]: string } = {
  // A refused stream has not been begun with.
  connectFailure: 'connect-failure,refused-stream',
  reset: 'reset',
  gatewayError: 'gateway-error',
  serverError: '5xx',
  tooManyRequests: 'retriable-status-codes',
  unavailable: 'unavailable',
};

const METHODS = ['GET', 'HEAD', 'OPTIONS', 'PUT', 'DELETE'];

export function toRetryPolicy({ kind, addresses, options: { retries } }: LocalUpstream): Section | undefined {
  if (!retries) {
    return undefined;
  }
  const { CONNECT_FAILURE, RESET, GATEWAY_ERROR, TOO_MANY_REQUESTS } = RetryCondition;
  const { pause = Duration.millis(25), maxPause, attempts = 2, repeatNonIdempotent } = retries;
  const methods = kind === 'grpc' ? undefined : retries.methods ?? (repeatNonIdempotent ? undefined : METHODS);
  const conditions = retries.conditions ?? (kind === 'grpc' ? [CONNECT_FAILURE] : [CONNECT_FAILURE, RESET, GATEWAY_ERROR]);
  return {
    retry_on: conditions.map((condition) => CONDITIONS[condition]).join(','),
    retriable_status_codes: conditions.includes(TOO_MANY_REQUESTS) ? [429] : undefined,
    num_retries: attempts,
    per_try_timeout: retries.tryTimeout && seconds(retries.tryTimeout),
    retry_back_off: { base_interval: seconds(pause), max_interval: maxPause && seconds(maxPause) },
    retriable_request_headers: methods?.map(toMethodMatch),
    ...addresses.length > 1 && ANOTHER_ADDRESS,
  };
}

function toMethodMatch(method: string): Section {
  return { name: ':method', string_match: { exact: method } };
}

const ANOTHER_ADDRESS = {
  retry_host_predicate: [{
    name: 'envoy.retry_host_predicates.previous_hosts',
    typed_config: { '@type': 'type.googleapis.com/envoy.extensions.retry.host.previous_hosts.v3.PreviousHostsPredicate' },
  }],
  host_selection_retry_max_attempts: '3',
};
