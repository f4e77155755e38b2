import { Additions } from './additions';
import { Cel, OptionalCel, write } from './cel';

/** A mount of the app that sidecars share: pods that have one there keep it. */
export interface SharedMount {
  readonly name: string;
  readonly mountPath: string;
  /** A list with what the app has there. */
  readonly found: string;
}

export function sharedMountsOf({ app: { volumeMounts, ownPaths } }: Additions): SharedMount[] {
  return volumeMounts.filter(({ mountPath }) => !ownPaths.includes(mountPath))
    .map(({ name, mountPath }) => ({ name, mountPath, found: foundAt(mountPath) }));
}

function foundAt(path: string): string {
  return `variables.mounts.filter(m, m.mountPath == ${write(path)} || ${write(path)}.startsWith(m.mountPath + "/"))`;
}

/** Whether the app has something in place of one of its mounts; nothing for a mount that is not shared. */
export function foundInstead({ mountPath }: any, shared: SharedMount[]): string | undefined {
  const mount = shared.find((one) => one.mountPath === mountPath);
  return mount && `${mount.found}.size() > 0`;
}

/** Whether the app has mounted all for which a volume is there; nothing for a volume that the app does not share. */
export function mountedAlready({ name }: any, shared: SharedMount[]): string | undefined {
  const mounts = shared.filter((mount) => mount.name === name);
  return mounts.length === 0 ? undefined : `(${mounts.map(({ found }) => `${found}.size() > 0`).join(' && ')})`;
}

/** The mount of a sidecar, with what the app has mounted there already. */
export function followed(mount: any, shared: SharedMount[]): unknown {
  const app = shared.find(({ name, mountPath }) => name === mount.name && mountPath === mount.mountPath);
  return app ? {
    ...mount,
    name: new Cel(`${app.found}[?0].?name.orValue(${write(mount.name)})`),
    mountPath: new Cel(`${app.found}[?0].?mountPath.orValue(${write(mount.mountPath)})`),
    subPath: new OptionalCel(`${app.found}[?0].?subPath`),
  } : mount;
}
