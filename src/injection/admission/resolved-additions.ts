import { Additions } from './additions';
import { AddedToPods } from './stand-in';
import { resolve } from './variables';

/** What a policy adds, by the mode that pods ask for, and the ConfigMaps that it needs. */
export interface ResolvedAdditions {
  readonly modes: { readonly [mode: string]: Additions[] };
  readonly configMaps: any[];
}

/** One ConfigMap serves all that have its content, and what stands for the pod becomes expressions. */
export function resolveAdditions({ modes, configMaps }: AddedToPods): ResolvedAdditions {
  const firstWith = (manifest: any) => configMaps.find((other) => contentOf(other) === contentOf(manifest)).metadata.name;
  const names = new Map(configMaps.map((manifest) => [manifest.metadata.name, firstWith(manifest)]));
  const shared = JSON.parse(JSON.stringify(modes), (_, value) => names.get(value) ?? value) as AddedToPods['modes'];
  const used = JSON.stringify(Object.values(shared).map(({ besideUser }) => besideUser));
  return {
    modes: Object.fromEntries(Object.entries(shared).map(
      ([mode, { besideUser, withoutUser }]) => [mode, resolve(besideUser, withoutUser) as Additions[]],
    )),
    configMaps: configMaps.filter(({ metadata: { name } }) => names.get(name) === name && used.includes(JSON.stringify(name))),
  };
}

function contentOf({ data, binaryData }: any): string {
  return JSON.stringify([data, binaryData]);
}
