import { at } from '../../private/errors';
import { ProxyContext, ProxyPlan } from '../proxy-plan';

/**
 * Options of Nginx.
 */
export interface NginxOptions {
  /**
   * Image of Nginx, pinned.
   *
   * @default - of the image table
   */
  readonly image?: string;
}

/**
 * @internal
 */
export function planNginx(_options: NginxOptions, context: ProxyContext): ProxyPlan {
  throw new Error(`not there yet in ${at(context.owner)}`);
}
