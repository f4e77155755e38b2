import { isScalar, ScalarTag } from 'yaml';
import { duplicateKeys, readYaml, SCALAR_TAGS } from './yaml-document';
import { memoized, remember } from '../../core/values/memoized';
import { detached } from '../detached';

const KEY = /(?:[A-Za-z_][\w./-]*|"[\w ./-]+")/.source;
const SCALAR = /(?:-{0,2}[\w./$(][\w ./$()=+;@^~<>-]*(?:[:,][\w./$()=+@-]+)*|"[^"\\\n]*"|'[^'\n]*')/.source;
const LIST = `\\[ ?(?:${SCALAR}(?:, ${SCALAR})*)? ?\\]`;
const ENTRY = `${KEY}: (?:${SCALAR}|${LIST})`;
const FLOW = `(?:${LIST}|\\{ ?(?:${ENTRY}(?:, ${ENTRY})*)? ?\\})`;

/** A line as nearly all manifests are made of: every parser reads it alike. What is indented further may be nested too deeply. */
const PLAIN_LINE = new RegExp(`^(?:(---)|( {0,190})(?! )(?:(- )?(${KEY}):(?: (?:([|>][-+]?)|(${SCALAR}|${FLOW})))?|- (${SCALAR}|${FLOW}))?) *(?:(?<=^| )#[^\\n]*)?$`);
/** An expression that goes back and forth takes time by the square of a line's length. */
const LONGEST_LINE = 500;
/** What one parser refuses. */
const ODD = /^ *\t|[\u0000-\u0008\u000b-\u001f\u007f-\u00a0\u2028\u2029\ufeff\ufffe\uffff]/;
/** What a plain scalar looks like that may be something else than text: most are not asked about any further. */
const PERHAPS_NO_TEXT = /^(?:[-+.\d~]|[ynotf][a-z]{0,4}$|e[-+\d]|$)/i;

/** What a line says. */
export interface PlainLine {
  readonly is: 'nothing' | 'start' | 'field' | 'item';
  /** Where it starts. */
  readonly column: number;
  /** Of a field, and of an item that is a mapping: that of its first field. */
  readonly key?: string;
  /** Undefined where other lines say it. */
  readonly value?: unknown;
  /** That of a block scalar, such as `|` or `>-`. */
  readonly header?: string;
}

/** Parsers may differ on what is written. */
export class NotPlain extends Error {}

/** Manifests are full of the same lines. */
const known = new Map<string, PlainLine>();
const MOST = 4000;

/** @throws NotPlain */
export function lineOf(text: string): PlainLine {
  return known.get(text) ?? add(detached(text));
}

/** @throws NotPlain */
export function checkCharacters(text: string): void {
  if (ODD.test(text)) {
    throw new NotPlain();
  }
}

function add(text: string): PlainLine {
  return remember(known, text, read(text), MOST);
}

function read(text: string): PlainLine {
  const match = text.length > LONGEST_LINE ? null : PLAIN_LINE.exec(text);
  if (!match) {
    throw new NotPlain();
  }
  checkCharacters(text);
  const [, start, indentation = '', dash, name, header, value, element = value] = match;
  const column = indentation.length;
  if (name === undefined && element === undefined) {
    return { is: start ? 'start' : 'nothing', column };
  }
  return { is: dash ?? name === undefined ? 'item' : 'field', column, key: name && keyOf(name), value: element && valueOf(element.trim()), header };
}

function keyOf(written: string): string {
  const value = valueOf(written);
  if (value === null || value === '__proto__') {
    throw new NotPlain();
  }
  return String(value);
}

function valueOf(written: string): unknown {
  switch (written[0]) {
    case '"': case "'": return written.slice(1, -1);
    case '[': case '{': return flowOf(written);
    default: return PERHAPS_NO_TEXT.test(written) ? meaningOf(written).value : written;
  }
}

/** Many resources are written like this, and most of them alike. */
const flowOf = memoized((written: string) => {
  const { nodes, value } = readYaml(written);
  if (duplicateKeys(nodes).length > 0) {
    throw new NotPlain();
  }
  return value;
});

/** What a plain scalar means: manifests are full of the same few numbers and switches. */
const meaningOf = memoized((written: string): { readonly value: unknown } => {
  const tag: ScalarTag | undefined = SCALAR_TAGS.find(({ test }) => test!.test(written));
  const resolved = tag ? tag.resolve(written, () => undefined, { intAsBigInt: false } as never) as unknown : written;
  return { value: isScalar(resolved) ? resolved.value : resolved };
});
