import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { podOf } from './pod-editor';
import { at } from '../values/errors';

const LOOPBACK = /^(localhost\.?|127(\.\d+){1,3}|0(\.0\.0\.0)?|::1?)$/i;

/** Whether a host is the pod itself. */
export function isLoopback(host: string): boolean {
  return LOOPBACK.test(host);
}

/** Who has a port of the pod itself, at the time when the next init step runs. */
export interface LocalPort {
  /** Whether a native sidecar that was created before has the port. */
  readonly open: boolean;
  /** The container that has it and starts after all init steps. */
  readonly late?: kplus.Container;
}

/** Nothing for a host outside of the pod, or where the pod shares the network of its node. */
export function localPort(owner: Construct, host: string, port: number): LocalPort | undefined {
  const pod = podOf(owner);
  if (!isLoopback(host) || pod.hostNetwork) {
    return undefined;
  }
  const listens = (container: kplus.Container) => container.ports.some((taken) => taken.number === port);
  const open = pod.initContainers.some((container) => container.restartPolicy === kplus.ContainerRestartPolicy.ALWAYS && listens(container));
  return { open, late: open ? undefined : pod.containers.find(listens) };
}

/** Fails for a port that a container opens which starts after all init steps. */
export function refuseLatePort(what: string, owner: Construct, late?: kplus.Container): void {
  if (late) {
    throw new Error(`${what} of ${at(owner)} is in the pod itself, but container '${late.name}' starts only after all init steps:`
      + ' make it a native sidecar (SidecarMode.NATIVE) that is created before it');
  }
}
