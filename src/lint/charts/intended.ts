import { IConstruct } from 'constructs';
import { PublicValues } from '../../core/settings/public-values';
import { SecurityBaseline } from '../../core/settings/security-baseline';
import { Finding } from '../finding';
import { Key, Path } from '../model/field';

/** Whether a setting of the construct says that what was found is meant so. */
export function isIntended({ rule, place: { path } }: Finding, construct: IConstruct, manifest: () => unknown): boolean {
  const last = Number(path[path.length - 1]);
  const list = path.slice(0, -1);
  switch (rule) {
    case 'root-user-refused': // the cluster assigns a user where none is named
      return valueAt(manifest(), path) === undefined && SecurityBaseline._sharedGroup(construct) === undefined;
    case 'secret-in-env':
      return isPublic(construct, valueAt(manifest(), [...list, 'name']));
    case 'password-in-arguments': // the word, or the option in front of it
      return isPublic(construct, valueAt(manifest(), path)) || isPublic(construct, valueAt(manifest(), [...list, last - 1]));
    default:
      return false;
  }
}

function isPublic(construct: IConstruct, name: unknown): boolean {
  return typeof name === 'string' && PublicValues._for(construct).includes(name);
}

function valueAt(manifest: unknown, path: Path): unknown {
  return path.reduce<unknown>((value, key) => (value as Record<Key, unknown> | undefined)?.[key], manifest);
}
