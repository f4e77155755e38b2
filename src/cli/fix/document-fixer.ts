import { isDeepStrictEqual } from 'node:util';
import { ChangeEdits } from './change-edits';
import { applyChanges, DataChange } from './data-change';
import { applyEdits, TextEdit } from './text-edit';
import { Change, Fix } from '../../lint/finding';
import { plainData } from '../source/plain-data';
import { SourceDocument } from '../source/source-file';
import { readYaml } from '../source/yaml-document';

/** How many characters are read to see what comes of fixes, and how often at least. Fixes that were not tried then are not made. */
const MOST_READ = 2 * 1024 * 1024;
const FEWEST_TRIES = 10;

/** Fixes, with what they change in the data and in the text. */
export interface MadeFixes {
  readonly edits: readonly TextEdit[];
  readonly changes: readonly DataChange[];
  readonly fixes: readonly Fix[];
}

const NONE: MadeFixes = { edits: [], changes: [], fixes: [] };

/** Makes fixes in a document, each as a whole or not at all. */
export class DocumentFixer {
  private readonly finder: ChangeEdits;
  private tries: number;

  constructor(private readonly document: SourceDocument) {
    this.finder = new ChangeEdits(document.nodes, document.text);
    this.tries = Math.max(FEWEST_TRIES, MOST_READ / document.text.length);
  }

  public make(fixes: readonly Fix[]): MadeFixes {
    return this.madeWith(NONE, fixes.flatMap((fix) => this.planned(fix) ?? []));
  }

  /** @returns undefined where its text cannot be changed without harm to something else */
  private planned(fix: Fix): MadeFixes | undefined {
    const changes = fix.changes.flatMap((change) => this.dataChange(change) ?? []);
    const edits = changes.flatMap((change) => this.finder.of(change) ?? []);
    return edits.length === fix.changes.length ? { edits, changes, fixes: [fix] } : undefined;
  }

  /** All at once if they go together, for each try reads the document again; otherwise one half, and of the other half what goes with it. */
  private madeWith(made: MadeFixes, planned: readonly MadeFixes[]): MadeFixes {
    if (planned.length === 0 || this.tries-- < 1) {
      return made;
    }
    const parts = [made, ...planned];
    const all: MadeFixes = {
      edits: parts.flatMap(({ edits }) => edits),
      changes: parts.flatMap(({ changes }) => changes),
      fixes: parts.flatMap(({ fixes }) => fixes),
    };
    const fixed = applyEdits(this.document.text, all.edits);
    if (fixed !== undefined && means(fixed, applyChanges(this.document.value, all.changes))) {
      return all;
    }
    const half = Math.floor(planned.length / 2);
    return half === 0 ? made : [planned.slice(0, half), planned.slice(half)].reduce((before, some) => this.madeWith(before, some), made);
  }

  /** @returns undefined where a value was to be put in quotes that has no text of its own */
  private dataChange({ origin: { prefix = [] }, path, to, isQuoted }: Change): DataChange | undefined {
    const whole = [...prefix, ...path];
    const text = isQuoted && this.finder.plainText(whole);
    return isQuoted && text === undefined ? undefined : { path: whole, to: isQuoted ? text : to };
  }
}

function means(text: string, expected: unknown): boolean {
  try {
    return isDeepStrictEqual((plainData(text) ?? readYaml(text)).value, expected);
  } catch {
    return false;
  }
}
