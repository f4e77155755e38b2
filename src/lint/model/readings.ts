/** What two objects of the same shape may differ in. */
export type Value = string | number;

/** A question that is asked of a value. Its answer is compared by `Object.is`. */
export type Question = (value: any) => unknown;

/** How a value was read: as it is, or through questions, whose answers are all that is known of it; and whether it was compared with others. */
type Reading = typeof AS_IT_IS | InPart;

interface InPart {
  readonly answers: ReadonlyMap<Question, unknown>;
  readonly isCompared: boolean;
}

/** The values that have been read, and how. */
export type Readings = ReadonlyMap<Value, Reading>;

/** Values of an object, and what another one of the same shape has in their place. */
export interface Changes {
  readonly from: readonly Value[];
  readonly to: readonly Value[];
  /** Whether values that are not in `from` and `to` have one of these among them. */
  keepOneOf(...values: readonly Value[]): boolean;
}

const AS_IT_IS = Symbol('as it is');
const COMPARED: InPart = { answers: new Map(), isCompared: true };
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
    note(value, { answers: new Map([[question, answer]]), isCompared: false });
  }
  return answer;
}

/** Notes that a value is compared with others of which the same is noted, and with nothing else. */
export function noteComparison(value: Value): void {
  if (depth > 0) {
    note(value, COMPARED);
  }
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
export function areOther(readings: Readings, changes: Changes): boolean {
  const { from, to } = changes;
  for (let index = 0; index < from.length; index++) {
    const reading = readings.get(from[index]);
    if (reading !== undefined && isOther(reading, from[index], to[index], changes)) {
      return true;
    }
  }
  return false;
}

/** Who has read what: to find those who would read something else now without a look at all others. */
export class Readers<Reader extends { readonly readings?: Readings }> {
  private readonly byValue = new Map<Value, Map<Reader, Reading>>();

  constructor(readers: readonly Reader[]) {
    for (const reader of readers) {
      reader.readings?.forEach((reading, value) => {
        this.byValue.set(value, (this.byValue.get(value) ?? new Map<Reader, Reading>()).set(reader, reading));
      });
    }
  }

  public ofOther(changes: Changes): ReadonlySet<Reader> {
    const { from, to } = changes;
    const others = new Set<Reader>();
    for (let index = 0; index < from.length; index++) {
      for (const [reader, reading] of this.byValue.get(from[index]) ?? []) {
        if (!others.has(reader) && isOther(reading, from[index], to[index], changes)) {
          others.add(reader);
        }
      }
    }
    return others;
  }
}

function isOther(reading: Reading, from: Value, to: Value, changes: Changes): boolean {
  return reading === AS_IT_IS || isOtherInPart(reading, from, to, changes);
}

function isOtherInPart({ answers, isCompared }: InPart, from: Value, to: Value, changes: Changes): boolean {
  for (const [question, answer] of answers) {
    if (!Object.is(question(to), answer)) {
      return true;
    }
  }
  return isCompared && !isRenamed(from, to, changes);
}

/** Whether all values that were this one, and no others, are that one now: it equals the same others as before. */
function isRenamed(from: Value, to: Value, changes: Changes): boolean {
  return changes.from.every((value, index) => (value === from) === (changes.to[index] === to)) && !changes.keepOneOf(from, to);
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
  current.set(value, known === undefined ? reading : known === AS_IT_IS || reading === AS_IT_IS ? AS_IT_IS : {
    answers: new Map([...known.answers, ...reading.answers]),
    isCompared: known.isCompared || reading.isCompared,
  });
}
