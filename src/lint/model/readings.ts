const NONE: Readings = new Set();
let current: Set<string> | undefined;
/** How many pieces of work, one in the other, are watched. */
let depth = 0;

/** The values of environment variables that have been read: what two objects of the same shape may differ in. */
export type Readings = ReadonlySet<string>;

export function noteReading(value: string): void {
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

export function hasOneOf(readings: Readings, values: readonly string[]): boolean {
  return values.some((value) => readings.has(value));
}

export function joined(one: Readings = NONE, other: Readings): Readings {
  return one.size === 0 ? other : new Set([...one, ...other]);
}
