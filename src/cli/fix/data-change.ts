import { isMapping, Key, Path } from '../../lint/model/field';

/** A change of a document: the value to set at a path, or undefined to take it away. */
export interface DataChange {
  readonly path: Path;
  readonly to?: unknown;
}

type Parent = Record<Key, unknown>;

/** What a document is to mean after changes: what a changed text is compared with. */
export function applyChanges(value: unknown, changes: readonly DataChange[]): unknown {
  const root = { value: copied(value) };
  changes.filter(({ to }) => to !== undefined).forEach(({ path, to }) => set(root, ['value', ...path], to));
  // From the end of lists to their start, so that indices stay right.
  changes.filter(({ to }) => to === undefined).sort((one, other) => -compare(one.path, other.path)).forEach(({ path }) => remove(root, ['value', ...path]));
  return root.value;
}

function copied(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(copied);
  }
  return isMapping(value) ? Object.fromEntries(Object.entries(value).map(([key, field]) => [key, copied(field)])) : value;
}

function set(root: object, path: Path, to: unknown): void {
  let parent = root as Parent;
  path.slice(0, -1).forEach((key, index) => {
    if (typeof parent[key] !== 'object' || parent[key] === null) {
      parent[key] = typeof path[index + 1] === 'number' ? [] : {};
    }
    parent = parent[key] as Parent;
  });
  parent[path[path.length - 1]] = to;
}

function remove(root: object, path: Path): void {
  const parent = path.slice(0, -1).reduce<Parent | undefined>((place, key) => place?.[key] as Parent | undefined, root as Parent);
  const last = path[path.length - 1];
  if (Array.isArray(parent)) {
    parent.splice(Number(last), 1);
  } else if (parent) {
    delete parent[last];
  }
}

function compare(one: Path, other: Path): number {
  const index = one.findIndex((key, at) => key !== other[at]);
  const [a, b] = [one[index], other[index]];
  return index < 0 ? one.length - other.length : typeof a === 'number' && typeof b === 'number' ? a - b : String(a) < String(b) ? -1 : 1;
}
