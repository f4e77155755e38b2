import { Pod } from '../model/pod';

/**
 * The spec of a pod with these of its fields and of those of its containers alone, so that nothing else is read: in a pod that differs elsewhere, the answer
 * is the same. Containers are called by their numbers.
 */
export function specWith({ spec, containers, regular }: Pod, fields: readonly string[], ofContainers: readonly string[]): object {
  const picked = (mapping: Pick<Pod['spec'], 'at'>, keys: readonly string[]): object => Object.fromEntries(keys.map((key) => [key, mapping.at(key).value]));
  const all = containers.map((container, number) => ({ ...picked(container, ofContainers), name: String(number) }));
  const first = containers.length - regular.length; // regular containers come last
  return { ...picked(spec, fields), initContainers: all.slice(0, first), containers: all.slice(first) };
}
