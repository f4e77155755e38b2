import { Additions } from './additions';
import { AddedToPods } from './stand-in';
import { resolve } from './variables';

/** What a policy adds, and the ConfigMaps that it needs. */
export interface ResolvedAdditions {
  readonly native: Additions[];
  readonly classic: Additions[];
  readonly configMaps: any[];
}

/** One ConfigMap serves all that have its content, and what stands for the pod becomes expressions. */
export function resolveAdditions({ configMaps, ...added }: AddedToPods): ResolvedAdditions {
  const firstWith = (manifest: any) => configMaps.find((other) => contentOf(other) === contentOf(manifest)).metadata.name;
  const names = new Map(configMaps.map((manifest) => [manifest.metadata.name, firstWith(manifest)]));
  const toShared = (additions: Additions[]): Additions[] => JSON.parse(JSON.stringify(additions), (_, value) => names.get(value) ?? value);
  const native = toShared(added.native);
  const classic = toShared(added.classic);
  const used = JSON.stringify([native, classic]);
  return {
    native: resolve(native, toShared(added.nativeWithoutUser)) as Additions[],
    classic: resolve(classic, toShared(added.classicWithoutUser)) as Additions[],
    configMaps: configMaps.filter(({ metadata: { name } }) => names.get(name) === name && used.includes(JSON.stringify(name))),
  };
}

function contentOf({ data, binaryData }: any): string {
  return JSON.stringify([data, binaryData]);
}
