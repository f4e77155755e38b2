import { Finding } from './finding';
import { Path } from './model/field';
import { Readers, Readings, readingsOf } from './model/readings';
import { Concern } from './model/set-member';
import { Shape } from './model/shape';
import { Rule } from './rule';

/** What rules have said of the first object of a shape: of the next one, no others say anything. */
export interface KnownShape extends KnownAnswers {
  readonly shape: Shape;
  /** The paths of its pod templates. */
  readonly templates: readonly Path[];
  /** Whether an annotation suppresses findings. */
  readonly isSuppressed: boolean;
}

interface KnownAnswers {
  readonly alone: readonly Answer[];
  /** The rules that have found something in it alone. */
  readonly found: readonly Rule[];
  readonly concerns: readonly Opinion<Concern>[];
  /** Those that concern it. */
  readonly concerning: readonly Opinion<Concern>[];
  readonly involves: readonly Opinion<number>[];
  /** Of all of these, who has read what. */
  readonly readers: Readers<Answer | Opinion<unknown>>;
}

/** What a rule has said of an object alone. */
export interface Answer {
  readonly rule: Rule;
  readonly isFound: boolean;
  /** What it read; undefined if it was not asked. */
  readonly readings?: Readings;
  /** Why it was not asked. */
  readonly unmet?: Condition;
}

/** What must be in an object for a rule to find something there. */
export type Condition = Pick<Rule, 'needs' | 'mentions'>;

/** What a rule says of an object as one among others. */
interface Opinion<Said> {
  readonly rule: Rule;
  readonly answer?: Said;
  readonly readings: Readings;
}

export function knownAnswers(alone: readonly Answer[], concerns: readonly Opinion<Concern>[], involves: readonly Opinion<number>[]): KnownAnswers {
  const found = alone.filter(({ isFound }) => isFound).map(({ rule }) => rule);
  const concerning = concerns.filter(({ answer }) => answer);
  return { alone, found, concerns, concerning, involves, readers: new Readers([...alone, ...concerns, ...involves]) };
}

/**
 * Those that are of interest to the next object: something was found, or something else may be found where values are other ones.
 *
 * @param unmet all rules, and why those were not asked that were not
 * @param read undefined if there are no values
 */
export function answersOf(
  unmet: ReadonlyMap<Rule, Condition | undefined>, findings: readonly Finding[], read: ReadonlyMap<Rule, Readings> | undefined,
): Answer[] {
  const answers: Answer[] = [];
  for (const [rule, condition] of unmet) {
    const readings = read?.get(rule);
    const isFound = hasFound(rule, findings);
    if (isFound || (read && readings?.size !== 0)) {
      answers.push({ rule, isFound, readings, unmet: condition });
    }
  }
  return answers;
}

export function hasFound({ id }: Rule, findings: readonly Finding[]): boolean {
  return findings.some(({ rule }) => rule === id);
}

export function opinionsOf<Said>(rules: readonly Rule[], ask: (rule: Rule) => Said | undefined): Opinion<Said>[] {
  const opinions: Opinion<Said>[] = [];
  for (const rule of rules) {
    let answer: Said | undefined;
    const readings = readingsOf(() => {
      answer = ask(rule);
    });
    if (answer !== undefined || readings.size > 0) {
      opinions.push({ rule, answer, readings });
    }
  }
  return opinions;
}

/** The same of an object of the same shape, with the names of objects that this one refers to. */
export function renamed(concern: Concern, from: readonly string[], to: readonly string[]): Concern {
  const { rule, onlyIf } = concern;
  if (!onlyIf?.anyGiven && !onlyIf?.anyMissing) {
    return concern;
  }
  const { anyGiven, anyMissing, ...others } = onlyIf;
  const rename = (id: string): string => {
    const kind = id.slice(0, id.indexOf('/') + 1);
    const name = id.slice(kind.length);
    return kind + (to[from.indexOf(name)] ?? name);
  };
  return { rule, onlyIf: { ...others, ...anyGiven && { anyGiven: anyGiven.map(rename) }, ...anyMissing && { anyMissing: anyMissing.map(rename) } } };
}
