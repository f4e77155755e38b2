import { askedOnce } from './asked-once';
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
