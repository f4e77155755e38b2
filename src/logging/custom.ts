import type { ShipperPlan } from './log-shipper';
import { RunningContainerOptions } from '../pod/container-options';
import { ShipperContext } from '../private/shipper-context';

/**
 * A log shipper of your own.
 */
export interface CustomShipperOptions extends RunningContainerOptions {
  /**
   * Image of the program, pinned.
   */
  readonly image: string;
}

/**
 * @internal
 */
export function planCustom(options: CustomShipperOptions, { userOr }: ShipperContext): ShipperPlan {
  return { ...options, role: 'logShipper', security: options.security ?? userOr(1000) };
}
