import { ShipperContext } from './shipper-context';
import type { ShipperPlan } from './shipper-plan';
import { RunningContainerOptions } from '../core/pod/container-options';
import { RunningProgramOptions } from '../core/pod/program-options';

/**
 * A log shipper of your own.
 */
export interface CustomShipperOptions extends RunningContainerOptions, RunningProgramOptions {}

/**
 * @internal
 */
export function planCustom(options: CustomShipperOptions, { userOr }: ShipperContext): ShipperPlan {
  return { ...options, security: options.security ?? userOr(1000) };
}
