import type { ShipperPlan } from './log-shipper';
import { RunningContainerOptions } from '../pod/container-options';

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
export function planCustom(options: CustomShipperOptions): ShipperPlan {
  return { ...options, role: 'logShipper' };
}
