import { Duration } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { MAIN_FILE } from './bootstrap';
import { ADMIN_FOLDER } from './health-listener';
import { ENVOY_CONFIG } from './json';
import { EnvoyLogLevel } from './log-level';
import { ContainerPlan } from '../../core/pod/container-plan';
import { PROBE_TIMEOUT } from '../../core/pod/liveness';
import { programImage } from '../../core/pod/program-image';
import { at } from '../../core/values/errors';

export const ENVOY_PROGRAM = { logLevel: EnvoyLogLevel.WARNING };

export interface EnvoySpec {
  readonly owner: Construct;
  /** Port of the health listener, where probes are to ask it. */
  readonly healthPort?: number;
  /** The configuration, and what it refers to. */
  readonly files: { [name: string]: string };
  readonly image?: string;
  /** Requests and limits that the container gets. */
  readonly resources: kplus.ContainerResources;
  readonly concurrency?: number;
  readonly logLevel?: EnvoyLogLevel;
  /** Programs that the configuration names. */
  readonly scripts?: string[];
  /** More arguments. */
  readonly args?: string[];
}

/** A container that runs Envoy. */
export function envoyContainer(spec: EnvoySpec): Omit<ContainerPlan, 'name' | 'role' | 'stopDelay'> {
  const { owner, healthPort, files, image, logLevel = ENVOY_PROGRAM.logLevel, args = [] } = spec;
  const probe = (options: kplus.ProbeOptions) => kplus.Probe.fromHttpGet('/healthz', { port: healthPort, ...options });
  return {
    // Hot restart would take a socket that all Envoys of a pod share.
    args: ['-c', `${ENVOY_CONFIG}/${MAIN_FILE}`, '--concurrency', String(workers(spec)), '--disable-hot-restart', '--log-level', logLevel, ...args],
    configFiles: { path: ENVOY_CONFIG, data: files, scripts: spec.scripts },
    writablePaths: [ADMIN_FOLDER],
    ...programImage(owner, 'envoy', image),
    ...healthPort === undefined ? {} : {
      startup: probe({ periodSeconds: Duration.seconds(1), failureThreshold: 60 }),
      liveness: probe({ periodSeconds: Duration.seconds(10), timeoutSeconds: PROBE_TIMEOUT }),
    },
  };
}

/** As many worker threads as the limit has cores, since Envoy would start one per core of the node. */
function workers({ owner, concurrency, resources }: EnvoySpec): number {
  if (concurrency === undefined) {
    return Math.ceil(cores(resources.cpu?.limit) || 1);
  }
  if (!Number.isInteger(concurrency) || concurrency < 1 || concurrency > 128) {
    throw new Error(`concurrency ${concurrency} of ${at(owner)} is not valid: use a whole number from 1 to 128, or leave it out`);
  }
  return concurrency;
}

function cores(cpu?: kplus.Cpu): number {
  const amount = String(cpu?.amount ?? '');
  return amount.endsWith('m') ? Number(amount.slice(0, -1)) / 1000 : Number(amount);
}
