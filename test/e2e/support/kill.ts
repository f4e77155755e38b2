import { setTimeout as sleep } from 'node:timers/promises';
import { ApiObject, JsonPatch } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { BUSYBOX, TINY } from './logging-pod';
import { Namespace, restarts, statuses } from './namespace';
import { AppContainer, SecurityBaseline } from '../../../src';

/** Adds a container from which processes of another one can be killed; a signal to PID 1 from inside does nothing. */
export function addKiller({ workload }: { readonly workload: kplus.AbstractPod }, user: number): void {
  new AppContainer(workload, 'Killer', {
    image: BUSYBOX,
    command: ['sleep', '86400'],
    resources: TINY,
    security: SecurityBaseline.restricted({ user }),
  });
  ApiObject.of(workload).addJsonPatch(JsonPatch.add('/spec/shareProcessNamespace', true));
}

/** Kills the log sidecar by the name of its process, and waits until it is back. */
export function killLogs(namespace: Namespace, pod: string, process: string): Promise<void> {
  return kill(namespace, pod, 'logs', process);
}

/** Kills a container by the name of its process, and waits until it is back. */
export async function kill(namespace: Namespace, pod: string, container: string, process: string): Promise<void> {
  await sleep(2000); // time to get into its work
  const before = restarts(await namespace.pod(pod), container);
  await namespace.exec(pod, 'killer', `pkill -9 -f '${process}'`);
  await namespace.until(`${container} is back`, async () => {
    const after = await namespace.pod(pod);
    return restarts(after, container) === before + 1 && statuses(after).some(({ name, ready }) => name === container && ready);
  });
}
