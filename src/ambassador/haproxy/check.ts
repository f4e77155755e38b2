import { Construct } from 'constructs';
import { at } from '../../core/values/errors';
import { LocalUpstream } from '../local-upstream';
import { RetryCondition } from '../policies';

/** Something that HAProxy can do in part only, and the ways out. */
interface Rule {
  /** What the upstream asks that cannot be done; undefined where it asks nothing of the kind. */
  readonly asked: (upstream: LocalUpstream) => string | undefined;
  readonly reason: (upstream: LocalUpstream) => string;
  /** An option that HAProxy can do instead. */
  readonly option?: string;
  /** Whether Envoy can do it. */
  readonly byEnvoy: boolean;
}

const TIMES = ['tryTimeout', 'pause', 'maxPause', 'budgetPercent'] as const;

const RULES: Rule[] = [
  {
    asked: ({ options: { retries } }) => named(TIMES.find((key) => retries?.[key] !== undefined), (key) => `${key} of retries`),
    reason: () => 'which tries again at once on another address, and after a second on the same',
    byEnvoy: true,
  },
  {
    asked: ({ options: { retries } }) => named(retries?.conditions?.find((one) => one === RetryCondition.SERVER_ERROR), (one) => `retries on ${one}`),
    reason: () => 'which knows the statuses 500 to 504 only',
    option: 'use GATEWAY_ERROR',
    byEnvoy: true,
  },
  {
    asked: (upstream) => named(upstream.addresses.length > 1 ? counterOf(upstream) : undefined, (counter) => `maxConnections of ${counter}`),
    reason: () => 'which counts the connections to each of several addresses by itself',
    byEnvoy: true,
  },
  {
    asked: (upstream) => upstream.options.circuitBreaker?.maxPendingRequests !== undefined && counterOf(upstream) === undefined
      ? 'maxPendingRequests of circuitBreaker' : undefined,
    reason: () => 'where requests wait for a connection only if there is a \'maxConnections\'',
    option: 'set that too',
    byEnvoy: false,
  },
  {
    asked: ({ options: { connectionPool } }) => connectionPool?.maxRequestsPerConnection !== undefined ? 'maxRequestsPerConnection of connectionPool' : undefined,
    reason: () => 'which counts them by HTTP/2 only',
    byEnvoy: true,
  },
  {
    asked: ({ options: { rateLimit } }) => rateLimit?.burst !== undefined && rateLimit.burst !== rateLimit.requests ? 'burst of rateLimit' : undefined,
    reason: () => 'which lets through as many at once as in an interval',
    option: 'leave it out',
    byEnvoy: true,
  },
  {
    asked: ({ kind, options: { healthCheck } }) => ['mysql', 'postgres'].includes(kind) && healthCheck && healthCheck.user === undefined ? 'healthCheck' : undefined,
    reason: ({ kind }) => `because ${kind} blocks clients that connect and say nothing`,
    option: 'name the \'user\' that it logs in as, without a password',
    byEnvoy: false,
  },
  {
    asked: ({ options: { healthCheck } }) => /[\0-\x1f\x7f]/.test(healthCheck?.user ?? '') ? `user ${JSON.stringify(healthCheck!.user)} of healthCheck` : undefined,
    reason: () => 'because it is not a valid name',
    option: 'take the control characters out',
    byEnvoy: false,
  },
];

/** Fails for what HAProxy can do in part only. */
export function checkHaproxyPolicies(where: Construct, upstream: LocalUpstream): void {
  const rule = broken(upstream);
  if (rule) {
    const waysOut = [...rule.option ? [rule.option] : [], ...rule.byEnvoy ? ['use AmbassadorProgram.envoy()'] : []];
    throw new Error(`${rule.asked(upstream)} of upstream '${upstream.name}' of ${at(where)} cannot be done by AmbassadorProgram.haproxy(), ${rule.reason(upstream)}:`
      + ` ${waysOut.join(', or ')}`);
  }
}

/** Whether another proxy can do what HAProxy cannot. */
export function needsEnvoy(upstream: LocalUpstream): boolean {
  return broken(upstream)?.byEnvoy ?? false;
}

function broken(upstream: LocalUpstream): Rule | undefined {
  return RULES.find(({ asked }) => asked(upstream) !== undefined);
}

/** What limits the connections. */
function counterOf({ kind, options: { connectionPool, circuitBreaker } }: LocalUpstream): string | undefined {
  if (connectionPool?.maxConnections !== undefined) {
    return 'connectionPool';
  }
  return circuitBreaker?.maxConnections !== undefined && kind === 'http' ? 'circuitBreaker' : undefined;
}

function named<T extends string>(found: T | undefined, text: (found: T) => string): string | undefined {
  return found === undefined ? undefined : text(found);
}
