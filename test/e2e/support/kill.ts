import { setTimeout as sleep } from 'node:timers/promises';
import { ApiObject, JsonPatch } from 'cdk8s';
import { BUSYBOX, TINY } from './logging-pod';
import { Namespace, restarts, statuses } from './namespace';
import { AppContainer, SecurityBaseline, SidecarLoggedApp } from '../../../src';

/** Adds a container from which processes of the log sidecar can be killed; a signal to PID 1 from inside does nothing. */
export function addKiller(app: SidecarLoggedApp, user: number): void {
  new AppContainer(app.workload, 'Killer', {
    image: BUSYBOX,
    command: ['sleep', '86400'],
    resources: TINY,
    security: SecurityBaseline.restricted({ user }),
  });
  ApiObject.of(app.workload).addJsonPatch(JsonPatch.add('/spec/shareProcessNamespace', true));
}

/** Kills the log sidecar by the name of its process, and waits until it is back. */
export async function killLogs(namespace: Namespace, pod: string, process: string): Promise<void> {
  await sleep(2000); // time to get into its work
  const before = restarts(await namespace.pod(pod), 'logs');
  await namespace.exec(pod, 'killer', `pkill -9 -f '${process}'`);
  await namespace.until('the log sidecar is back', async () => {
    const after = await namespace.pod(pod);
    return restarts(after, 'logs') === before + 1 && statuses(after).some(({ name, ready }) => name === 'logs' && ready);
  });
}
