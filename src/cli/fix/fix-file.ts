import { isDeepStrictEqual } from 'node:util';
import { DocumentFixer } from './document-fixer';
import { applyEdits, TextEdit } from './text-edit';
import { grouped } from '../../core/values/grouped';
import { Finding, Fix } from '../../lint/finding';
import { SourceDocument, SourceFile } from '../source/source-file';

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
    const made = new DocumentFixer(document).make(fixes.filter((fix) => isWithin(document, source, fix)));
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
    const fixer = new DocumentFixer(document);
    fixer.make(within).fixes.forEach((fix) => possible.add(fix));
    within.filter((fix) => !possible.has(fix) && fixer.make([fix]).fixes.length > 0).forEach((fix) => possible.add(fix));
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
