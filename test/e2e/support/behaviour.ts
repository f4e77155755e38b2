import { Namespace, PodSecurityLevel } from './namespace';

/**
 * A test on the cluster: something that is seen to happen, in a namespace of its own that is deleted afterwards.
 *
 * @param name says what happens
 * @param see returns the figures that the run prints beside the name
 */
export function behaviour(name: string, see: (namespace: Namespace) => Promise<string>, level: PodSecurityLevel = 'restricted'): void {
  test.concurrent(name, async () => {
    const namespace = await Namespace.create(level);
    try {
      console.info(`${name}\n${await see(namespace)}`); // for reporter.mjs
    } finally {
      await namespace.delete();
    }
  });
}
