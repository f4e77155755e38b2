import { at } from '../../private/errors';
import { ProxyContext, ProxyPlan } from '../proxy-plan';

/**
 * Options of Envoy.
 */
export interface EnvoyOptions {
  /**
   * Image of Envoy, pinned.
   *
   * @default - of the image table
   */
  readonly image?: string;
}

/**
 * @internal
 */
export function planEnvoy(_options: EnvoyOptions, context: ProxyContext): ProxyPlan {
  throw new Error(`not there yet in ${at(context.owner)}`);
}
