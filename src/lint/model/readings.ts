const NONE: Readings = new Set();
let current: Set<string> | undefined;

/** The values of environment variables that have been read: what two objects of the same shape may differ in. */
export type Readings = ReadonlySet<string>;

export function noteReading(value: string): void {
  (current ??= new Set()).add(value);
}

/** The values that the work reads. */
export function readingsOf(work: () => void): Readings {
  const outer = current;
  current = undefined;
  work();
  const own = current ?? NONE;
  current = outer;
  own.forEach(noteReading);
  return own;
}

export function hasOneOf(readings: Readings, values: readonly string[]): boolean {
  return values.some((value) => readings.has(value));
}

export function joined(one: Readings = NONE, other: Readings): Readings {
  return one.size === 0 ? other : new Set([...one, ...other]);
}
