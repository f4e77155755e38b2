import { Construct } from 'constructs';
import { RetryCondition } from './policies';
import { resolveRetries } from './resolved-policies';
import { checkTime } from './timeouts';
import type { UpstreamKind } from './upstream';
import { RedisUpstreamOptions, UpstreamOptions } from './upstream-options';
import { at } from '../core/values/errors';
import { milliseconds } from '../core/values/quantities';
import { checkNested } from '../programs/timeouts';

const REQUESTS: UpstreamKind[] = ['http', 'http2', 'grpc'];
const IDEMPOTENT = ['GET', 'HEAD', 'OPTIONS', 'TRACE', 'PUT', 'DELETE'];

/** Fails for policies that no proxy could follow: those that contradict each other, or do not fit the kind. */
export function checkPolicies(where: Construct, kind: UpstreamKind, name: string, options: RedisUpstreamOptions): void {
  const upstream = `upstream '${name}' of ${at(where)}`;
  checkRetries(where, upstream, kind, options);
  checkUse(upstream, kind, options);
  checkTimeouts(where, upstream, options);
  checkCounts(upstream, options);
  checkDurations(where, name, options);
  checkTexts(upstream, options);
}

const KINDS: UpstreamKind[] = ['tcp', 'http', 'http2', 'grpc', 'postgres', 'mysql', 'redis'];

/** What only some kinds have a use for. */
const USES: [what: string, kinds: UpstreamKind[], value: (options: RedisUpstreamOptions) => unknown][] = [
  ['request timeout', [...REQUESTS, 'redis'], ({ timeouts }) => timeouts?.request],
  ['response timeout', REQUESTS, ({ timeouts }) => timeouts?.response],
  ['idle timeout', KINDS.filter((kind) => kind !== 'redis'), ({ timeouts }) => timeouts?.idle],
  ['methods of retries', ['http', 'http2'], ({ retries }) => retries?.methods],
  ['UNAVAILABLE in retries', ['grpc'], ({ retries }) => retries?.conditions?.find((condition) => condition === RetryCondition.UNAVAILABLE)],
  ['maxPendingRequests of the circuit breaker', REQUESTS, ({ circuitBreaker }) => circuitBreaker?.maxPendingRequests],
  ['maxRequests of the circuit breaker', REQUESTS, ({ circuitBreaker }) => circuitBreaker?.maxRequests],
  ['maxRequestsPerConnection of the connection pool', REQUESTS, ({ connectionPool }) => connectionPool?.maxRequestsPerConnection],
  ['path of the health check', ['http', 'http2'], ({ healthCheck }) => healthCheck?.path],
  ['user of the health check', ['postgres', 'mysql'], ({ healthCheck }) => healthCheck?.user],
  ['password', ['redis'], ({ password }) => password],
  ['user', ['redis'], ({ user, userSecret }) => user ?? userSecret],
];

function checkUse(upstream: string, kind: UpstreamKind, options: RedisUpstreamOptions): void {
  const useless = USES.find(([, kinds, value]) => value(options) !== undefined && !kinds.includes(kind));
  if (useless) {
    throw new Error(`${useless[0]} of ${upstream} does not apply to ${kind}, only to ${useless[1].join(', ')}: leave it out`);
  }
}

function checkTimeouts(where: Construct, upstream: string, { timeouts = {} }: UpstreamOptions): void {
  checkNested(upstream, timeouts);
  for (const [what, duration] of Object.entries(timeouts)) {
    checkTime(`${what} timeout`, duration, where);
  }
}

function checkRetries(where: Construct, upstream: string, kind: UpstreamKind, { retries, timeouts }: UpstreamOptions): void {
  if (!retries) {
    return;
  }
  if (!REQUESTS.includes(kind)) {
    throw new Error(`retries of ${upstream} are not possible: ${kind} has no requests that could be repeated; use Upstream.http(), or leave them out`);
  }
  const empty = (['methods', 'conditions'] as const).find((what) => retries[what]?.length === 0);
  if (empty) {
    throw new Error(`${empty} in retries of ${upstream} are empty, so that nothing would be tried again: list at least one, or leave them out`);
  }
  const { methods = [], conditions = [], repeatNonIdempotent, tryTimeout } = retries;
  const unknown = conditions.find((condition) => !Object.values(RetryCondition).includes(condition));
  if (unknown !== undefined) {
    throw new Error(`condition ${JSON.stringify(unknown)} in retries of ${upstream} is not valid: use one of RetryCondition`);
  }
  const unsafe = methods.map(String).find((method) => !IDEMPOTENT.includes(method));
  if (unsafe !== undefined && !/^[A-Z]+$/.test(unsafe)) {
    throw new Error(`method ${JSON.stringify(unsafe)} in retries of ${upstream} is not valid: write it in capital letters, like GET`);
  }
  if (unsafe !== undefined && !repeatNonIdempotent) {
    throw new Error(`method ${unsafe} in retries of ${upstream} is not idempotent, so the upstream could execute it twice:`
      + ' leave it out, or set \'repeatNonIdempotent\' to true');
  }
  const sent = conditions.find((condition) => condition !== RetryCondition.CONNECT_FAILURE);
  if (kind === 'grpc' && sent && !repeatNonIdempotent) {
    throw new Error(`retries of ${upstream} on ${sent} could execute a call twice: retry on CONNECT_FAILURE only, or set 'repeatNonIdempotent' to true`);
  }
  if (tryTimeout && timeouts?.request && milliseconds(tryTimeout) > milliseconds(timeouts.request)) {
    throw new Error(`tryTimeout of ${milliseconds(tryTimeout)} ms of ${upstream} is above its request timeout of ${milliseconds(timeouts.request)} ms: make it shorter`);
  }
  for (const what of ['tryTimeout', 'pause', 'maxPause'] as const) {
    checkTime(`${what} of retries`, retries[what], where);
  }
  if (retries.maxPause && milliseconds(resolveRetries(kind, retries).pause) > milliseconds(retries.maxPause)) {
    throw new Error(`pause in retries of ${upstream} is above its maxPause: make it shorter`);
  }
}

function checkCounts(upstream: string, options: UpstreamOptions): void {
  const { retries, circuitBreaker, outlierDetection, rateLimit, connectionPool, healthCheck } = options;
  const counts: [string, number | undefined][] = [
    ['maxRetries of retries', retries?.maxRetries],
    ['budgetPercent of retries', retries?.budgetPercent],
    ...Object.entries(circuitBreaker ?? {}).map(([what, count]) => [`${what} of the circuit breaker`, count] as [string, number]),
    ['consecutiveFailures of outlier detection', outlierDetection?.consecutiveFailures],
    ['maxEjectedPercent of outlier detection', outlierDetection?.maxEjectedPercent],
    ['requests of the rate limit', rateLimit && Number(rateLimit.requests)],
    ['burst of the rate limit', rateLimit?.burst],
    ...Object.entries(connectionPool ?? {}).map(([what, count]) => [`${what} of the connection pool`, count] as [string, number]),
    ['failures of the health check', healthCheck?.failures],
    ['successes of the health check', healthCheck?.successes],
  ];
  for (const [what, count] of counts) {
    const most = what.includes('Percent') ? 100 : 1_000_000;
    if (count !== undefined && (!Number.isInteger(count) || count < 1 || count > most)) {
      throw new Error(`${what} of ${upstream} is ${count}: use a whole number from 1 to ${most}, or leave it out`);
    }
  }
}

function checkDurations(where: Construct, name: string, { outlierDetection, rateLimit, healthCheck }: UpstreamOptions): void {
  checkTime(`ejectionTime of upstream '${name}'`, outlierDetection?.ejectionTime, where);
  checkTime(`interval of the rate limit of upstream '${name}'`, rateLimit?.interval, where);
  checkTime(`interval of the health check of upstream '${name}'`, healthCheck?.interval, where);
  checkTime(`timeout of the health check of upstream '${name}'`, healthCheck?.timeout, where);
}

function checkTexts(upstream: string, { healthCheck, user, userSecret, password }: RedisUpstreamOptions): void {
  const path = healthCheck?.path;
  if (path !== undefined && !/^\/[!-~]*$/.test(path)) {
    throw new Error(`path ${JSON.stringify(path)} of the health check of ${upstream} is not valid: start it with '/', and percent-encode what is not ASCII`);
  }
  for (const [name, whose] of [[user, ''], [healthCheck?.user, 'the health check of ']] as const) {
    if (name?.trim() === '') {
      throw new Error(`user ${JSON.stringify(name)} of ${whose}${upstream} is not a valid name: write one, or leave it out`);
    }
  }
  if (user !== undefined && userSecret) {
    throw new Error(`${upstream} has both 'user' and 'userSecret': leave one of them out`);
  }
  if ((user !== undefined || userSecret) && !password) {
    throw new Error(`user ${user === undefined ? 'in a Secret' : JSON.stringify(user)} of ${upstream} has no password, so it cannot log in: set 'password', or leave the user out`);
  }
}
