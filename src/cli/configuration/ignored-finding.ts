import { matchesGlob, nameFrom } from './globs';
import { memoized } from '../../core/values/memoized';
import { ALL_RULES } from '../../lint/all-rules';
import { Finding, Place } from '../../lint/finding';
import { Suppression } from '../../lint/suppression/suppression';

/** A finding that is accepted from outside of the manifests, as for a chart that one cannot edit. What is not said is not asked about. */
export interface IgnoredFinding {
  /** The id of a rule, with `*` for any text. */
  readonly rule: string;
  readonly reason: string;
  /** `Deployment shop/web`, `Deployment web` in any namespace, or `web` of any kind; each with `*` for any text. */
  readonly object?: string;
  readonly container?: string;
  /** A glob. */
  readonly file?: string;
  /** `file:line:column` as a finding has it, or `file:line`. */
  readonly at?: string;
  /** The folder that paths start from. */
  readonly folder: string;
  /** Where it stands. */
  readonly place: Place;
}

export function suppressionOf(ignored: IgnoredFinding): Suppression {
  const { rule, reason, place, file, at } = ignored;
  return {
    rule,
    rules: rulesMeant(rule),
    reason,
    place,
    scope: {},
    written: `'ignore' of ${rule}`,
    matches: (finding) => covers(ignored, finding),
    rest: '',
    isWide: file === undefined && at === undefined,
  };
}

/** The rules that an entry names. */
export const rulesMeant = memoized((rule: string): readonly string[] => ALL_RULES.map(({ id }) => id).filter((id) => matchesText(rule, id)));

/** Whether it can be about one of the files. */
export function concerns({ file, at, folder }: IgnoredFinding, files: readonly string[]): boolean {
  const names = files.map((name) => nameFrom(folder, name));
  return (file === undefined || names.some((name) => matchesGlob(file, name)))
    && (at === undefined || names.includes(withoutDot(at).replace(/(:\d+){1,2}$/, '')));
}

function withoutDot(file: string): string {
  return file.replace(/^\.\//, '');
}

function covers({ object, container, file, at, folder }: IgnoredFinding, finding: Finding): boolean {
  const { place } = finding;
  return (object === undefined || isNamed(object, place.object))
    && (container === undefined || matchesText(container, finding.container ?? ''))
    && (file === undefined || matchesGlob(file, nameFrom(folder, place.origin.file ?? '')))
    && (at === undefined || [place, ...finding.related].some((span) => isAt(at, span, folder)));
}

function isNamed(wanted: string, title: string): boolean {
  const [kind, name] = [title.slice(0, title.indexOf(' ')), title.slice(title.indexOf(' ') + 1)];
  const short = name.slice(name.indexOf('/') + 1);
  const long = name === short ? `/${name}` : name; // `*/web` is a name in any namespace, also where the object says none
  return [long, short].flatMap((one) => [`${kind} ${one}`, one]).some((candidate) => matchesText(wanted, candidate));
}

function matchesText(pattern: string, text: string): boolean {
  return new RegExp(`^${pattern.split('*').map((part) => part.replace(/[\\^$.|?+()[\]{}]/g, '\\$&')).join('.*')}$`, 's').test(text);
}

function isAt(wanted: string, { origin: { file = '' }, region }: Place, folder: string): boolean {
  const line = `${nameFrom(folder, file)}:${region?.startLine}`;
  return region !== undefined && [line, `${line}:${region.startColumn}`].includes(withoutDot(wanted));
}
