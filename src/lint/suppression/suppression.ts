import { Finding, Place } from '../finding';
import { Origin } from '../model/field';

/** What a suppression covers, as plain data. What is not said here is not asked about. */
export interface Scope {
  /** An object, as `identityOf` names it. */
  readonly object?: string;
  readonly containers?: readonly string[];
  /** Lines of a file, one of which a place of the finding must touch. */
  readonly file?: string;
  readonly lines?: readonly number[];
}

/** A wish not to hear of a finding, with the reason why. */
export interface Suppression {
  readonly rule: string;
  /** Where it is about several rules at once: all of them. */
  readonly rules?: readonly string[];
  /** Empty where it is missing, which is a finding by itself. */
  readonly reason: string;
  readonly scope: Scope;
  /** Where it stands. */
  readonly place: Place;
  /** How it is written, for messages: `annotation 'lint…'`. */
  readonly written: string;
  /** Asked besides, for what no plain data can say; it does not leave its thread. */
  readonly matches?: (finding: Finding) => boolean;
  /** What is left of the text at its place without it, which may be nothing; undefined where it cannot be removed alone. */
  readonly rest?: string;
  /** Whether files that are not given may need it. */
  readonly isWide?: boolean;
}

/** The same for all that is in one object. */
export function identityOf({ file, document, prefix, construct }: Origin): string {
  return JSON.stringify([file, document, prefix, construct]);
}

export function rulesIn({ rule, rules = [rule] }: Suppression): readonly string[] {
  return rules;
}

export function covers(suppression: Suppression, finding: Finding): boolean {
  const { scope: { object, containers, file, lines }, matches } = suppression;
  return rulesIn(suppression).includes(finding.rule)
    && (object === undefined || object === identityOf(finding.place.origin))
    && (containers === undefined || containers.includes(finding.container ?? ''))
    && (file === undefined || touches(finding, file, lines!))
    && (matches === undefined || matches(finding));
}

function touches({ place, related }: Finding, file: string, lines: readonly number[]): boolean {
  return [place, ...related].some(({ origin, region, text }) => origin.file === file
    && [region, text?.start].some((stretch) => stretch !== undefined && lines.some((line) => stretch.startLine <= line && line <= stretch.endLine)));
}
