import { Construct } from 'constructs';
import { remember } from './memoized';

/** An object that is made of plain data alone, such as files of options, once for the same data: many workloads have the same. It is frozen. */
export class MadeOnce<T extends object> {
  private readonly known = new Map<string, T>();

  /** @param input all that `make` reads; with a construct or a function in it, it is made each time */
  public of(input: unknown[], make: () => T): T {
    const key = keyOf(input);
    if (key === undefined) {
      return make();
    }
    return this.known.get(key) ?? remember(this.known, key, Object.freeze(make()));
  }
}

/** The data as a text that no other data gives; undefined where it is no plain data. */
function keyOf(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null) {
    return typeof value === 'function' ? undefined : typeof value === 'string' ? `${value.length}"${value}` : `${value};`;
  }
  const type = value instanceof Construct ? undefined : classOf(value);
  if (type === undefined) {
    return undefined;
  }
  let key = `${type}{`;
  for (const name in value) {
    const part = (value as { [name: string]: unknown })[name];
    if (part !== undefined) {
      const inside = keyOf(part);
      if (inside === undefined) {
        return undefined;
      }
      key += `${name.length}:${name}${inside}`;
    }
  }
  return `${key}}`;
}

/** Durations, Sizes and values of this library are data of a class. What JavaScript has inside of a Map is not seen. */
const classes = new Map<unknown, number | undefined>([[undefined, 0], [Object, 0], [Array, 1]]);

function classOf({ constructor }: object): number | undefined {
  if (!classes.has(constructor)) {
    classes.set(constructor, /\[native code\]\s*\}$/.test(String(constructor)) ? undefined : classes.size);
  }
  return classes.get(constructor);
}
