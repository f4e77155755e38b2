import { Size, SizeRoundingBehavior } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import type { ProxyLimits } from './proxy-limits';
import { withDefaults } from '../core/values/defaults';
import { at } from '../core/values/errors';
import { checkCount } from '../core/values/quantities';

/** Limits of a proxy, checked. */
export interface CheckedLimits {
  /** Undefined where as many as fit into the memory are to be served. */
  readonly maxClients?: number;
  /** In whole kibibytes. */
  readonly headerKibibytes: number;
}

export const PROXY_LIMITS = { maxHeaderSize: Size.kibibytes(32) };

export function checkLimits(owner: Construct, limits: ProxyLimits): CheckedLimits {
  const { maxClients, maxHeaderSize } = withDefaults(limits, PROXY_LIMITS);
  const headerKibibytes = Math.ceil(maxHeaderSize.toKibibytes({ rounding: SizeRoundingBehavior.NONE }));
  if (headerKibibytes < 4 || headerKibibytes > 1024) {
    throw new Error(`maxHeaderSize in ${at(owner)} is ${headerKibibytes} KiB: use a size from 4 KiB to 1 MiB`);
  }
  return { maxClients: checkCount('maxClients', maxClients, owner), headerKibibytes };
}

/** What clients take of a container's memory, in KiB. */
export interface ClientMemory {
  /** What the program takes without clients. */
  readonly program: number;
  /** What each client takes at most. */
  readonly client: number;
}

/** How many clients fit into nine tenths of the memory limit of a container; a few in any case. */
export function clientsFor(resources: kplus.ContainerResources, { program, client }: ClientMemory): number {
  const limit = resources.memory?.limit?.toKibibytes({ rounding: SizeRoundingBehavior.FLOOR });
  return limit === undefined ? 1000 : Math.min(Math.max(Math.floor((limit * 0.9 - program) / client), 16), 100_000);
}
