import { Pod } from '../model/pod';

/**
 * The spec of a pod with these of its fields and of those of its containers alone, so that nothing else is read: in a pod that differs elsewhere, the answer
 * is the same. Containers are called by their numbers.
 */
export function specWith({ spec, containers }: Pod, fields: readonly string[], ofContainers: readonly string[]): object {
  const picked = (mapping: Pick<Pod['spec'], 'at'>, keys: readonly string[]): object => Object.fromEntries(keys.map((key) => [key, mapping.at(key).value]));
  const all = containers.map((container, number) => ({ isRegular: container.kind === 'regular', content: { ...picked(container, ofContainers), name: String(number) } }));
  const these = (regular: boolean): object[] => all.filter(({ isRegular }) => isRegular === regular).map(({ content }) => content);
  return { ...picked(spec, fields), initContainers: these(false), containers: these(true) };
}
