import { isDeepStrictEqual } from 'node:util';
import { ChangeEdits } from './change-edits';
import { applyChanges, DataChange } from './data-change';
import { applyEdits, TextEdit } from './text-edit';
import { Change, Finding, Fix, Region } from '../../lint/finding';
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
export function fixFile(source: SourceFile, findings: readonly Finding[], unsafe: boolean): FixedText {
  const fixes = findings.flatMap(({ fix }) => (
    fix && (fix.safe || unsafe) && fix.changes.every(({ origin }) => origin.file === source.name) ? [fix] : []));
  let edits: TextEdit[] = [];
  let count = 0;
  for (const document of source.documents) {
    const made = fixDocument(document, fixes.filter(({ changes }) => changes.every(({ origin, path }) => (
      path.length > 0 && (origin.document ?? 0) === document.index))));
    count += made.count;
    edits.push(...made.edits.map(({ from, to, text }) => ({ from: from + document.offset, to: to + document.offset, text })));
  }
  for (const { changes: [{ path, region, to }] } of fixes) {
    const comment = path.length === 0 && region && commentEdit(source, region, to as string | undefined);
    const more = comment ? [...edits, comment] : edits;
    if (more !== edits && applyEdits(source.encoded.text, more) !== undefined) {
      edits = more;
      count++;
    }
  }
  const text = applyEdits(source.encoded.text, edits)!;
  const fixed = new SourceFile(source.name, Buffer.from(text));
  const isWhole = fixed.documents.length === source.documents.length && fixed.failures.length === source.failures.length;
  return isWhole ? { text, count } : { text: source.encoded.text, count: 0 };
}

/** The finding with its fix only if that can be made; where aliases share what it changes, it cannot. */
export function withPossibleFix(source: SourceFile, finding: Finding): Finding {
  const isPossible = !finding.fix || !source.documents.some(({ hasAliases }) => hasAliases) || fixFile(source, [finding], true).count > 0;
  return isPossible ? finding : { ...finding, fix: undefined };
}

/** A comment without another text in its place goes with the line that it has for itself, or with the space in front of it. */
function commentEdit(source: SourceFile, region: Region, by: string | undefined): TextEdit | undefined {
  const { text } = source.encoded;
  const from = source.offset(region);
  const to = from + region.endColumn - region.startColumn;
  if (!/^#.*pod-lint-ignore/.test(text.slice(from, to))) {
    return undefined; // the file has changed since it was checked
  }
  if (by !== undefined) {
    return { from, to, text: by };
  }
  const space = /[ \t]*$/.exec(text.slice(0, from))!.index;
  const alone = space === 0 || text[space - 1] === '\n';
  return { from: space, to: alone ? to + (/^\r?\n/.exec(text.slice(to, to + 2))?.[0].length ?? 0) : to, text: '' };
}

function fixDocument({ nodes, text, value }: SourceDocument, fixes: readonly Fix[]): { readonly edits: readonly TextEdit[]; readonly count: number } {
  const finder = new ChangeEdits(nodes, text);
  let made: { edits: readonly TextEdit[]; changes: readonly DataChange[]; count: number } = { edits: [], changes: [], count: 0 };
  for (const fix of fixes) {
    const changes = [...made.changes, ...fix.changes.map(dataChange)];
    const found = fix.changes.map((change) => finder.of(dataChange(change)));
    const edits = [...made.edits, ...found.flatMap((edit) => edit ?? [])];
    const fixed = found.includes(undefined) ? undefined : applyEdits(text, edits);
    if (fixed !== undefined && means(fixed, applyChanges(value, changes))) {
      made = { edits, changes, count: made.count + 1 };
    }
  }
  return made;
}

function dataChange({ origin: { prefix = [] }, path, to }: Change): DataChange {
  return { path: [...prefix, ...path], to };
}

function means(text: string, expected: unknown): boolean {
  try {
    return isDeepStrictEqual(readYaml(text).value, expected);
  } catch {
    return false;
  }
}
