import { portKey } from './written-container';

/**
 * What patterns have added to a pod, written into the manifest that it was read from. What is there stays as it is, and where it is.
 */

/** @param claims names of volumes that are claim templates of the workload */
export function addToPod(spec: any, rendered: any, claims: string[]): void {
  for (const list of ['initContainers', 'containers']) {
    for (const container of rendered[list] ?? []) {
      const found = spec[list]?.find(({ name }: any) => name === container.name);
      if (found) {
        addToContainer(found, container);
      } else {
        append(spec, list, [container]);
      }
    }
  }
  append(spec, 'volumes', missing(spec.volumes, rendered.volumes, ({ name }) => name).filter(({ name }) => !claims.includes(name)));
  const { fsGroup, sysctls } = rendered.securityContext ?? {};
  if (fsGroup !== undefined && spec.securityContext?.fsGroup === undefined) {
    spec.securityContext = { ...spec.securityContext, fsGroup };
  }
  const added = missing(spec.securityContext?.sysctls, sysctls, ({ name }) => name);
  if (added.length > 0) {
    spec.securityContext ??= {};
    append(spec.securityContext, 'sysctls', added);
  }
}

function addToContainer(written: any, rendered: any): void {
  append(written, 'volumeMounts', missing(written.volumeMounts, rendered.volumeMounts, ({ mountPath }) => mountPath.replace(/(.)\/+$/, '$1')));
  append(written, 'ports', missing(written.ports, rendered.ports, portKey));
  append(written, 'env', missing(written.env, rendered.env, ({ name }) => name));
  append(written, 'envFrom', rendered.envFrom ?? []);
}

/** Labels or annotations. */
export function addEntries(metadata: any, list: string, before: { [name: string]: string } = {}, after: { [name: string]: string } = {}): void {
  const added = Object.entries(after).filter(([name, value]) => before[name] !== value);
  if (added.length > 0) {
    metadata[list] = { ...metadata[list], ...Object.fromEntries(added) };
  }
}

function missing(there: any[] = [], rendered: any[] = [], keyOf: (one: any) => string): any[] {
  const keys = there.map(keyOf);
  return rendered.filter((one) => !keys.includes(keyOf(one)));
}

function append(owner: any, list: string, added: any[]): void {
  if (added.length > 0) {
    owner[list] = [...owner[list] ?? [], ...added];
  }
}
