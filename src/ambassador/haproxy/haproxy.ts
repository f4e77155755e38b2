import { at } from '../../private/errors';
import { ProxyContext, ProxyPlan } from '../proxy-plan';

/**
 * Options of Haproxy.
 */
export interface HaproxyOptions {
  /**
   * Image of Haproxy, pinned.
   *
   * @default - of the image table
   */
  readonly image?: string;
}

/**
 * @internal
 */
export function planHaproxy(_options: HaproxyOptions, context: ProxyContext): ProxyPlan {
  throw new Error(`not there yet in ${at(context.owner)}`);
}
