import { setTimeout as sleep } from 'node:timers/promises';
import { kubectl } from './kubectl';
import { Namespace } from './namespace';

/** The address of a pod. */
export async function addressOf(namespace: Namespace, pod: string): Promise<string> {
  return (await namespace.read(`pods/${pod}`)).status.podIP;
}

/** Gives a pod a second to stop; it has no process any more when this is over, which a forced deletion does not wait for. */
export async function killPod(namespace: Namespace, pod: string): Promise<void> {
  await kubectl(['delete', 'pod', pod, '-n', namespace.name, '--now', '--timeout=300s']);
}

/** How many seconds it takes until something works. */
export async function secondsUntil(what: string, works: () => Promise<unknown>, longest = 300): Promise<number> {
  const start = Date.now();
  for (let problem: unknown; ; await sleep(200)) {
    try {
      await works();
      return (Date.now() - start) / 1000;
    } catch (error) {
      problem = error;
    }
    if (Date.now() - start > longest * 1000) {
      throw new Error(`waited ${longest} s in vain until ${what}\n${problem}`);
    }
  }
}
