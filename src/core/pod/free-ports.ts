import * as kplus from 'cdk8s-plus-28';
import { freePort } from './pod-editor';

/** A port that a container needs: the given one, or else the next free one from the preferred on. */
export interface WantedPort {
  readonly given?: number;
  readonly preferred: number;
}

/**
 * The ports that one container needs, in one go: none that is chosen is another one's, whether that was given, or chosen before.
 *
 * @param others ports that are not in the pod yet, or not declared there
 */
export function freePorts<Name extends string>(
  pod: kplus.AbstractPod, wanted: { readonly [name in Name]: WantedPort }, others: number[] = [],
): { readonly [name in Name]: number } {
  const all = Object.entries<WantedPort>(wanted);
  const taken = [...others, ...all.flatMap(([, { given }]) => given ?? [])];
  const chosen = all.map(([name, { given, preferred }]) => {
    const port = given ?? freePort(pod, preferred, taken);
    taken.push(port);
    return [name, port];
  });
  return Object.fromEntries(chosen);
}
