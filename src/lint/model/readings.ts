const NONE: Readings = new Set();
let current: Set<Value> | undefined;
/** How many pieces of work, one in the other, are watched. */
let depth = 0;

/** What two objects of the same shape may differ in. */
export type Value = string | number;

/** The values that have been read. */
export type Readings = ReadonlySet<Value>;

export function noteReading(value: Value): void {
  if (depth > 0) {
    (current ??= new Set()).add(value);
  }
}

/** The values that the work reads. */
export function readingsOf(work: () => void): Readings {
  const outer = current;
  current = undefined;
  depth++;
  try {
    work();
    return current ?? NONE;
  } finally {
    const own = current ?? NONE;
    depth--;
    current = outer;
    own.forEach(noteReading);
  }
}

export function hasOneOf(readings: Readings, values: readonly Value[]): boolean {
  return values.some((value) => readings.has(value));
}

export function joined(one: Readings = NONE, other: Readings): Readings {
  return one.size === 0 ? other : new Set([...one, ...other]);
}
