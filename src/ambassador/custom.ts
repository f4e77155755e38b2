import { ProxyContext, ProxyPlan } from './proxy-plan';
import { RunningContainerOptions } from '../core/pod/container-options';
import { RunningProgramOptions } from '../core/pod/program-options';
import { at } from '../core/values/errors';

/**
 * A proxy of your own.
 */
export interface CustomProxyOptions extends RunningContainerOptions, RunningProgramOptions {}

/**
 * Whatever the upstreams ask beyond an address cannot be handed to an unknown program.
 *
 * @internal
 */
export function planCustomProxy(options: CustomProxyOptions, { owner, upstreams }: ProxyContext): ProxyPlan {
  const known = ['host', 'port', 'addresses', 'name', 'localPort'];
  for (const upstream of upstreams) {
    const policy = Object.keys(upstream.options).find((key) => !known.includes(key));
    if (policy) {
      throw new Error(`${policy} of upstream '${upstream.name}' of ${at(owner)} does not reach a proxy of your own:`
        + ' leave it out, and configure the program itself');
    }
  }
  return { ...options, name: options?.containerName };
}
