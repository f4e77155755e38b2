/** What two objects of the same shape may differ in. */
export type Value = string | number;

/** A question that is asked of a value. Its answer is compared by `Object.is`. */
export type Question = (value: any) => unknown;

/** How a value was read: as it is, or through questions, whose answers are all that is known of it. */
type Reading = ReadonlyMap<Question, unknown> | typeof AS_IT_IS;

/** The values that have been read, and how. */
export type Readings = ReadonlyMap<Value, Reading>;

/** Values of an object, and what another one of the same shape has in their place. */
export interface Changes {
  readonly from: readonly Value[];
  readonly to: readonly Value[];
}

const AS_IT_IS = Symbol('as it is');
const NONE: Readings = new Map();
let current: Map<Value, Reading> | undefined;
/** How many pieces of work, one in the other, are watched. */
let depth = 0;

export function noteReading(value: Value): void {
  if (depth > 0) {
    (current ??= new Map()).set(value, AS_IT_IS);
  }
}

/** Answers a question about a value, of which nothing else is read. */
export function answered<V extends Value, A>(value: V, question: (value: V) => A): A {
  const answer = question(value);
  if (depth > 0) {
    note(value, new Map([[question, answer]]));
  }
  return answer;
}

/** Notes again what was read before, where somebody wants to know. */
export function noteReadings(readings: Readings): void {
  readings.forEach((reading, value) => note(value, reading));
}

/** Whether anybody wants to know what is read. */
export function isWatched(): boolean {
  return depth > 0;
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
    if (depth > 0) {
      noteReadings(own);
    }
  }
}

/** Whether who has read so much would read something else now. */
export function areOther(readings: Readings, { from, to }: Changes): boolean {
  return from.some((value, index) => {
    const reading = readings.get(value);
    return reading === AS_IT_IS || (reading !== undefined && [...reading].some(([question, answer]) => !Object.is(question(to[index]), answer)));
  });
}

export function joined(one: Readings = NONE, other: Readings): Readings {
  return one.size === 0 ? other : readingsOf(() => {
    noteReadings(one);
    noteReadings(other);
  });
}

function note(value: Value, reading: Reading): void {
  current ??= new Map();
  const known = current.get(value);
  current.set(value, known === undefined ? reading : known === AS_IT_IS || reading === AS_IT_IS ? AS_IT_IS : new Map([...known, ...reading]));
}
