import { ProxyContext, ProxyPlan } from './proxy-plan';
import { RunningProgramOptions } from '../core/pod/program-options';
import { at } from '../core/values/errors';

/** A proxy of your own: whatever the upstreams ask beyond an address cannot be handed to an unknown program. */
export function planCustomProxy(program: RunningProgramOptions, { owner, upstreams }: ProxyContext): ProxyPlan {
  const known = ['host', 'port', 'addresses', 'name', 'localPort'];
  for (const upstream of upstreams) {
    const policy = Object.keys(upstream.options).find((key) => !known.includes(key));
    if (policy) {
      throw new Error(`${policy} of upstream '${upstream.name}' of ${at(owner)} has no effect on a custom proxy:`
        + ' leave it out, and configure the program itself');
    }
  }
  return { ...program, metrics: { none: 'the program is your own: pass the port of its page as a target to TelemetryReceiver.prometheus(), or use a PodMonitor' } };
}
