import { Duration } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { ProxyContext, ProxyPlan } from './proxy-plan';
import { PROBE_TIMEOUT } from '../core/pod/liveness';

/** Probes of a proxy that answers at /healthz. What comes after it starts when it listens. */
export function healthProbes({ healthPort }: ProxyContext): Pick<ProxyPlan, 'startup' | 'liveness'> {
  return probes((options) => kplus.Probe.fromHttpGet('/healthz', { ...options, port: healthPort }));
}

/** Probes of a proxy that a command asks. */
export function commandProbes(command: string[]): Pick<ProxyPlan, 'startup' | 'liveness'> {
  return probes((options) => kplus.Probe.fromCommand(command, { timeoutSeconds: PROBE_TIMEOUT, ...options }));
}

function probes(probe: (options: kplus.ProbeOptions) => kplus.Probe): Pick<ProxyPlan, 'startup' | 'liveness'> {
  return {
    startup: probe({ periodSeconds: Duration.seconds(1), failureThreshold: 60 }),
    liveness: probe({ periodSeconds: Duration.seconds(10), timeoutSeconds: PROBE_TIMEOUT, failureThreshold: 3 }),
  };
}
