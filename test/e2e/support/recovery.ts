import { setTimeout as sleep } from 'node:timers/promises';
import { kubectl } from './kubectl';
import { Namespace } from './namespace';

/** The address of a pod. */
export async function addressOf(namespace: Namespace, pod: string): Promise<string> {
  return (await kubectl(['get', 'pod', pod, '-n', namespace.name, '-o', 'jsonpath={.status.podIP}'])).stdout.toString();
}

/** Waits until a pod is gone that is deleted at once. */
export async function killPod(namespace: Namespace, pod: string): Promise<void> {
  await kubectl(['delete', 'pod', pod, '-n', namespace.name, '--grace-period=0', '--force', '--timeout=120s']);
}

/** How many seconds it takes until something works. */
export async function secondsUntil(what: string, works: () => Promise<unknown>, longest = 60): Promise<number> {
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
