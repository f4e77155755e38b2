import { HaproxyValue } from '../../programs/haproxy/writer';
import { RateLimit } from '../../programs/rate-limit';
import { LocalUpstream } from '../local-upstream';
import { CircuitBreaker, RetryCondition } from '../policies';
import { ResolvedHealthCheck, ResolvedRetries } from '../resolved-policies';
import { inMilliseconds } from '../timeouts';

type Lines = HaproxyValue[][];

const WORDS: { [condition in RetryCondition]?: string[] } = {
  [RetryCondition.CONNECT_FAILURE]: ['conn-failure'],
  [RetryCondition.RESET]: ['empty-response'],
  [RetryCondition.GATEWAY_ERROR]: ['502', '503', '504'],
  [RetryCondition.TOO_MANY_REQUESTS]: ['429'],
};

/** Without a policy, a connection that one address refuses goes to each other one. */
export function retryLines(addresses: number, retries?: ResolvedRetries): Lines {
  if (!retries) {
    return [['retries', addresses - 1], ['option', 'redispatch', 1]];
  }
  const { maxRetries, conditions, methods } = retries;
  return [
    ['retries', maxRetries],
    ['option', 'redispatch', 1],
    ['retry-on', ...conditions.flatMap((condition) => WORDS[condition]!)],
    ...methods ? [['http-request', 'disable-l7-retry', 'if', '!{', 'method', ...methods, '}']] : [],
  ];
}

/** Counts what is let through, and not what is refused: under an overload as much goes through as without. */
export function rateLimitLines(kind: string, limit?: Required<RateLimit>): Lines {
  if (!limit) {
    return [];
  }
  const interval = inMilliseconds(limit.interval);
  const rule = kind === 'http' ? ['http-request'] : ['tcp-request', 'connection'];
  const refuse = kind === 'http' ? ['deny', 'deny_status', '429'] : ['reject'];
  return [
    ['stick-table', 'type', 'integer', 'size', 1, 'expire', inMilliseconds(limit.interval, 2), 'store', `gpc0_rate(${interval})`],
    [...rule, 'track-sc0', 'int(1)'],
    [...rule, ...refuse, 'if', '{', 'sc0_gpc0_rate', 'ge', limit.requests, '}'],
    [...rule, 'sc-inc-gpc0(0)'],
  ];
}

/** Where requests cannot be told, connections are refused as soon as they come. */
export function connectionLimitLines(breaker?: Required<CircuitBreaker>): Lines {
  return breaker ? [['tcp-request', 'connection', 'reject', 'if', '{', 'fe_conn', 'gt', breaker.maxConnections, '}']] : [];
}

export function requestLimitLines(breaker?: Required<CircuitBreaker>): Lines {
  const refuse = (...condition: HaproxyValue[]) => ['http-request', 'deny', 'deny_status', '503', 'if', '{', ...condition, '}'];
  return breaker
    ? [refuse('queue', 'ge', breaker.maxPendingRequests), refuse('be_conn', 'gt', breaker.maxRequests)]
    : [];
}

/** Databases are asked by logging in: they count connections that say nothing as errors, and MySQL then blocks the host. */
export function checkLines({ kind }: LocalUpstream, host: string, check?: ResolvedHealthCheck): Lines {
  if (!check) {
    return [];
  }
  const timeout = ['timeout', 'check', inMilliseconds(check.timeout)];
  switch (kind) {
    case 'http': return [
      timeout,
      ['option', 'httpchk'],
      ['http-check', 'send', 'meth', 'GET', 'uri', check.path, 'ver', 'HTTP/1.1', 'hdr', 'Host', host],
      ['http-check', 'expect', 'status', '200-299'],
    ];
    case 'mysql': return [timeout, ['option', 'mysql-check', 'user', check.user!, 'post-41']];
    case 'postgres': return [timeout, ['option', 'pgsql-check', 'user', check.user!]];
    default: return [timeout];
  }
}

/** What a line of a server has for it. */
export function checkWords(check?: ResolvedHealthCheck): HaproxyValue[] {
  return check
    ? ['check', 'inter', inMilliseconds(check.interval), 'fall', check.failures, 'rise', check.successes]
    : [];
}
