import { askedOnce } from './asked-once';
import { isIn, normalPath } from './workload';
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
  const lengthOf = (mount: Field): number => normalPath(mount.at('mountPath').text!).length;
  return volumeMounts.filter((mount) => mount.at('mountPath').text !== undefined && isIn(path, mount)).sort((one, other) => lengthOf(other) - lengthOf(one))[0];
}
