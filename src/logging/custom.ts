import { ShipperContext } from './shipper-context';
import type { ShipperPlan } from './shipper-plan';
import { RunningProgramOptions } from '../core/pod/program-options';
import { extend } from '../core/values/extend';

/** A log shipper of your own. */
export function planCustom(program: RunningProgramOptions, { userOr }: ShipperContext): ShipperPlan {
  return extend(program, {
    security: userOr(),
    metrics: { none: 'the program is your own: pass the port of its page as a target to TelemetryReceiver.prometheus(), or use a PodMonitor' },
  });
}
