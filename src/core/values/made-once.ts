import { Construct } from 'constructs';

/** How many different inputs are kept in mind. */
const MOST = 16;

/** An object that is made of plain data alone, such as files of options, once for the same data: many workloads have the same. It is frozen. */
export class MadeOnce<T extends object> {
  /** The one that was asked for last is the first. */
  private readonly known: { readonly input: Snapshot; readonly made: T }[] = [];

  /** @param input all that `make` reads; with a construct or a function in it, it is made each time */
  public of(input: unknown[], make: () => T): T {
    const index = this.known.findIndex((one) => isUnchanged(one.input, input));
    if (index > 0) {
      this.known.unshift(...this.known.splice(index, 1));
    }
    return index < 0 ? this.add(snapshotOf(input), make) : this.known[0].made;
  }

  private add(input: Snapshot | undefined, make: () => T): T {
    if (!input) {
      return make();
    }
    const made = Object.freeze(make());
    this.known.unshift({ input, made });
    this.known.length = Math.min(this.known.length, MOST);
    return made;
  }
}

/** Plain data as it was: whoever made it may change it later. The order of names counts, as what is made may have it too. */
interface Snapshot {
  readonly type: unknown;
  readonly names: readonly string[];
  readonly parts: readonly unknown[];
}

/** Undefined where it is no plain data. */
function snapshotOf(value: object): Snapshot | undefined {
  if (value instanceof Construct || !isPlain(value.constructor)) {
    return undefined;
  }
  const entries = Object.entries(value).filter(([, part]) => part !== undefined);
  const parts = entries.map(([, part]) => typeof part === 'object' && part !== null ? snapshotOf(part) : typeof part === 'function' ? undefined : part);
  return parts.includes(undefined) ? undefined : { type: value.constructor, names: entries.map(([name]) => name), parts };
}

function isUnchanged({ type, names, parts }: Snapshot, value: object): boolean {
  let index = 0;
  if (value.constructor !== type) {
    return false;
  }
  for (const name in value) {
    const part = (value as { [name: string]: unknown })[name];
    if (part !== undefined) {
      if (names[index] !== name || !isSame(parts[index], part)) {
        return false;
      }
      index++;
    }
  }
  return index === names.length;
}

function isSame(known: unknown, part: unknown): boolean {
  return typeof part === 'object' && part !== null ? typeof known === 'object' && known !== null && isUnchanged(known as Snapshot, part) : known === part;
}

/** Durations, Sizes and values of this library are data of a class. What JavaScript has inside of a Map is not seen. */
const classes = new Map<unknown, boolean>([[undefined, true], [Object, true], [Array, true]]);

function isPlain(type: unknown): boolean {
  const known = classes.get(type) ?? !/\[native code\]\s*\}$/.test(String(type));
  classes.set(type, known);
  return known;
}
