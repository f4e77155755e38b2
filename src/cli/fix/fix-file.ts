import { isDeepStrictEqual } from 'node:util';
import { ChangeEdits } from './change-edits';
import { applyChanges, DataChange } from './data-change';
import { applyEdits, TextEdit } from './text-edit';
import { grouped } from '../../core/values/grouped';
import { Change, Finding, Fix } from '../../lint/finding';
import { plainData } from '../source/plain-data';
import { SourceDocument, SourceFile } from '../source/source-file';
import { readYaml } from '../source/yaml-document';

export interface FixedText {
  readonly text: string;
  /** How many fixes were made. */
  readonly count: number;
}

/**
 * Makes the fixes of findings in a file. Each is made as a whole or not at all, and only if what comes of it reads as what was
 * there with the change and nothing else.
 */
export function fixFile(source: SourceFile, findings: readonly Pick<Finding, 'fix'>[], unsafe: boolean): FixedText {
  const fixes = findings.flatMap(({ fix }) => fix && (fix.safe || unsafe) ? [fix] : []);
  let edits: TextEdit[] = [];
  let count = 0;
  for (const document of source.documents()) {
    const made = fixDocument(document, fixes.filter((fix) => isWithin(document, source, fix)));
    count += made.fixes.length;
    edits.push(...made.edits.map(({ from, to, text }) => ({ from: from + document.offset, to: to + document.offset, text })));
  }
  for (const fix of fixes) {
    const comment = commentEdit(source, fix);
    const more = comment ? [...edits, comment] : edits;
    if (more !== edits && applyEdits(source.encoded.text, more) !== undefined) {
      edits = more;
      count++;
    }
  }
  const text = applyEdits(source.encoded.text, edits)!;
  const isWhole = isDeepStrictEqual(countIn(new SourceFile(source.name, Buffer.from(text))), countIn(source));
  return isWhole ? { text, count } : { text: source.encoded.text, count: 0 };
}

/** The findings with those of their fixes that can be made, if only one by one. Where aliases share what a fix changes, for example, it cannot. */
export function withPossibleFixes(source: SourceFile, findings: readonly Finding[]): Finding[] {
  const possible = new Set<Fix>();
  const fixes = findings.flatMap(({ fix }) => fix && !isOfComment(fix) ? [fix] : []);
  for (const [index, own] of grouped(fixes, ({ changes: [{ origin }] }) => [origin.document ?? 0])) {
    const document = source.document(index)!;
    const within = own.filter((fix) => isWithin(document, source, fix));
    fixDocument(document, within).fixes.forEach((fix) => possible.add(fix));
    within.filter((fix) => !possible.has(fix) && fixDocument(document, [fix]).fixes.length > 0).forEach((fix) => possible.add(fix));
  }
  return findings.map((finding) => {
    const { fix } = finding;
    return !fix || possible.has(fix) || commentEdit(source, fix) ? finding : { ...finding, fix: undefined };
  });
}

/** Whether all that it changes are values of the document. */
function isWithin(document: SourceDocument, source: SourceFile, fix: Fix): boolean {
  return !isOfComment(fix) && fix.changes.every(({ origin }) => origin.file === source.name && (origin.document ?? 0) === document.index);
}

/** Comments are of a file, whose documents may be broken. */
function isOfComment({ changes: [{ path }] }: Fix): boolean {
  return path.length === 0;
}

function countIn(source: SourceFile): { readonly documents: number; readonly failures: number } {
  let [documents, failures] = [0, 0];
  for (const _ of source.documents(() => failures++)) {
    documents++;
  }
  return { documents, failures };
}

/** A comment without another text in its place goes with the line that it has for itself, or with the space in front of it. */
function commentEdit(source: SourceFile, fix: Fix): TextEdit | undefined {
  const [{ origin, region, to: by }] = fix.changes;
  if (!isOfComment(fix) || !region || origin.file !== source.name) {
    return undefined;
  }
  const { text } = source.encoded;
  const from = source.offset(region);
  const to = from + region.endColumn - region.startColumn;
  if (!/^#.*pod-lint-ignore/.test(text.slice(from, to))) {
    return undefined; // the file has changed since it was checked
  }
  if (by !== undefined) {
    return { from, to, text: by as string };
  }
  const space = /[ \t]*$/.exec(text.slice(0, from))!.index;
  const alone = space === 0 || text[space - 1] === '\n';
  return { from: space, to: alone ? to + (/^\r?\n/.exec(text.slice(to, to + 2))?.[0].length ?? 0) : to, text: '' };
}

interface MadeFixes {
  readonly edits: readonly TextEdit[];
  readonly changes: readonly DataChange[];
  readonly fixes: readonly Fix[];
}

function fixDocument(document: SourceDocument, fixes: readonly Fix[]): MadeFixes {
  const finder = new ChangeEdits(document.nodes, document.text);
  return madeWith({ edits: [], changes: [], fixes: [] }, fixes, finder, document);
}

/** All at once if they go together, for each try reads the document again; otherwise one half, and of the other half what goes with it. */
function madeWith(made: MadeFixes, fixes: readonly Fix[], finder: ChangeEdits, document: SourceDocument): MadeFixes {
  if (fixes.length === 0) {
    return made;
  }
  const wanted = fixes.flatMap(({ changes }) => changes.map((change) => dataChange(change, finder)));
  const found = wanted.map((change) => change && finder.of(change));
  const edits = [...made.edits, ...found.flatMap((edit) => edit ?? [])];
  const all = { edits, changes: [...made.changes, ...wanted.flatMap((change) => change ?? [])], fixes: [...made.fixes, ...fixes] };
  const fixed = found.includes(undefined) ? undefined : applyEdits(document.text, all.edits);
  if (fixed !== undefined && means(fixed, applyChanges(document.value, all.changes))) {
    return all;
  }
  const half = Math.floor(fixes.length / 2);
  return half === 0 ? made : [fixes.slice(0, half), fixes.slice(half)].reduce((before, some) => madeWith(before, some, finder, document), made);
}

/** @returns undefined where a value was to be put in quotes that has no text of its own */
function dataChange({ origin: { prefix = [] }, path, to, isQuoted }: Change, finder: ChangeEdits): DataChange | undefined {
  const whole = [...prefix, ...path];
  const text = isQuoted && finder.plainText(whole);
  return isQuoted && text === undefined ? undefined : { path: whole, to: isQuoted ? text : to };
}

function means(text: string, expected: unknown): boolean {
  try {
    return isDeepStrictEqual((plainData(text) ?? readYaml(text)).value, expected);
  } catch {
    return false;
  }
}
