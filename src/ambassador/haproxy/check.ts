import { Construct } from 'constructs';
import { at } from '../../private/errors';
import { LocalUpstream } from '../local-upstream';
import { RetryCondition } from '../policies';

/** Fails for what HAProxy can do in part only. */
export function checkHaproxyPolicies(where: Construct, upstream: LocalUpstream): void {
  const problem = problemOf(upstream);
  if (problem) {
    throw new Error(`${problem[0]} of upstream '${upstream.name}' of ${at(where)} cannot be done by Proxy.haproxy(), ${problem[1]}`);
  }
}

const ENVOY = 'use Proxy.envoy()';

/** Whether the way out is another proxy, and not another option. */
export function needsEnvoy(upstream: LocalUpstream): boolean {
  return problemOf(upstream)?.[1].endsWith(ENVOY) ?? false;
}

function problemOf({ kind, addresses, options }: LocalUpstream): [string, string] | undefined {
  const { retries, circuitBreaker, connectionPool, healthCheck } = options;
  const timed = (['tryTimeout', 'pause', 'maxPause', 'budgetPercent'] as const).find((key) => retries?.[key] !== undefined);
  const counted = connectionPool?.maxConnections !== undefined ? 'connectionPool'
    : circuitBreaker?.maxConnections !== undefined && kind === 'http' ? 'circuitBreaker' : undefined;
  const database = kind === 'mysql' || kind === 'postgres';
  switch (true) {
    case timed !== undefined:
      return [`${timed} of retries`, `which tries again at once on another address, and after a second on the same: ${ENVOY}`];
    case retries?.conditions?.includes(RetryCondition.SERVER_ERROR):
      return [`retries on ${RetryCondition.SERVER_ERROR}`, `which knows the statuses 500 to 504 only: use GATEWAY_ERROR, or ${ENVOY}`];
    case counted !== undefined && addresses.length > 1:
      return [`maxConnections of ${counted}`, `which counts the connections to each of several addresses by itself: ${ENVOY}`];
    case circuitBreaker?.maxPendingRequests !== undefined && counted === undefined:
      return ['maxPendingRequests of circuitBreaker', 'where requests wait for a connection only if there is a \'maxConnections\': set that too'];
    case connectionPool?.maxRequestsPerConnection !== undefined:
      return ['maxRequestsPerConnection of connectionPool', `which counts them by HTTP/2 only: ${ENVOY}`];
    case database && healthCheck && healthCheck.user === undefined:
      return ['healthCheck', `because ${kind} blocks clients that connect and say nothing: name the 'user' that it logs in as, without a password`];
    case /[\0-\x1f\x7f]/.test(healthCheck?.user ?? ''):
      return [`user ${JSON.stringify(healthCheck!.user)} of healthCheck`, 'because it is no name: take the control characters out'];
    default:
      return undefined;
  }
}
