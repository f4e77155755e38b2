import { askedOnce } from './asked-once';
import { normalPath } from './workload';
import { Container } from '../model/container';
import { Field } from '../model/field';
import { Pod } from '../model/pod';

export interface Mount {
  readonly container: Container;
  readonly field: Field;
}

/** What containers of a pod mount, by the name of the volume. */
export const mountsByVolume = askedOnce((pod: Pod): ReadonlyMap<string | undefined, readonly Mount[]> => {
  const mounts = new Map<string | undefined, Mount[]>();
  for (const container of pod.containers) {
    for (const field of container.volumeMounts) {
      const name = field.at('name').text;
      const others = mounts.get(name);
      if (others) {
        others.push({ container, field });
      } else {
        mounts.set(name, [{ container, field }]);
      }
    }
  }
  return mounts;
});

/** The mount of a container that a path is in: the innermost one. */
export function mountAt({ volumeMounts }: Container, path: string): Field | undefined {
  const pathOf = (mount: Field): string => normalPath(mount.at('mountPath').text ?? '\n').replace(/\/$/, '');
  return volumeMounts.filter((mount) => `${path}/`.startsWith(`${pathOf(mount)}/`)).sort((one, other) => pathOf(other).length - pathOf(one).length)[0];
}
