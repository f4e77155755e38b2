import { at } from '../../private/errors';
import { ProxyContext, ProxyPlan } from '../proxy-plan';

/**
 * Options of PgBouncer.
 */
export interface PgBouncerOptions {
  /**
   * Image of PgBouncer, pinned.
   *
   * @default - of the image table
   */
  readonly image?: string;
}

/**
 * @internal
 */
export function planPgBouncer(_options: PgBouncerOptions, context: ProxyContext): ProxyPlan {
  throw new Error(`not there yet in ${at(context.owner)}`);
}
