import { load, Schema, Type } from 'js-yaml';
import { isScalar, ScalarTag } from 'yaml';
import { jsonData } from './json-data';
import { SCALAR_TAGS } from './yaml-document';
import { memoized } from '../../core/values/memoized';

const KEY = /(?:[A-Za-z_][\w./-]*|"[\w ./-]+")/.source;
const SCALAR = /(?:-{0,2}[\w./$(][\w ./$()=+;@^~<>-]*(?:[:,][\w./$()=+@-]+)*|"[^"\\\n]*"|'[^'\n]*')/.source;
const LIST = `\\[ ?(?:${SCALAR}(?:, ${SCALAR})*)? ?\\]`;
const ENTRY = `${KEY}: (?:${SCALAR}|${LIST})`;
const FLOW = `(?:${LIST}|\\{ ?(?:${ENTRY}(?:, ${ENTRY})*)? ?\\})`;
const VALUE = `(?:${SCALAR}|${FLOW}|[|>][-+]?)`;

const COMMENT = '#[^\\u0000-\\u0008\\u000a-\\u001f\\u007f-\\u009f\\ufffe\\uffff]*';

/** A line as nearly all manifests are made of: every parser reads it alike. */
const PLAIN_LINE = new RegExp(`^(?:--- *| *(?! )(?:(?:- )?${KEY}:(?: ${VALUE})?|- ${SCALAR}|- ${FLOW})? *(?:(?<=^| )${COMMENT})?)$`);
/** An expression that goes back and forth takes time by the square of a line's length. */
const LONGEST_LINE = 500;
/** What a line of a block scalar may have, and one parser refuses. */
const ODD = /^ *\t|[\u0000-\u0008\u000b-\u001f\u007f-\u00a0\u2028\u2029\ufeff]/;
const BLOCK_HEADER = /: [|>][-+]?(?: +#.*)?\s*$/;

/**
 * The data of a document without positions, in a fraction of the time.
 *
 * @returns undefined where the document must be read with positions to know what it means, or why it is broken
 */
export function plainData(text: string): { readonly value: unknown } | undefined {
  if (/^\s*\{/.test(text)) {
    return jsonData(text);
  }
  if (!isPlain(text)) {
    return undefined;
  }
  try {
    return { value: load(text, { schema: SCHEMA }) ?? undefined };
  } catch {
    return undefined; // broken, or a field is there twice
  }
}

/** Whether two parsers cannot differ: no anchors, tags, merges, nothing on several lines but block scalars. */
function isPlain(text: string): boolean {
  let inside = -1; // the indentation of the field whose block scalar this is
  for (const line of text.split(/\r?\n/)) {
    if (inside >= 0 && (line.trim() === '' || line.search(/[^ ]/) > inside)) {
      if (ODD.test(line)) {
        return false;
      }
      continue;
    }
    if (line.length > LONGEST_LINE || !PLAIN_LINE.test(line)) {
      return false;
    }
    inside = BLOCK_HEADER.test(line) ? /^ *(?:- )?/.exec(line)![0].length : -1;
  }
  return true;
}

/** What a plain scalar looks like that may be something else than text: most are not asked about any further. */
const PERHAPS_NO_TEXT = /^(?:[-+.\d~]|[ynotf][a-z]{0,4}$|e[-+\d]|$)/i;

/** Plain scalars mean what they mean to the other parser: its own tags say so. */
const SCHEMA = new Schema({
  implicit: [new Type('scalar', {
    kind: 'scalar',
    resolve: (text: unknown) => meansNoText(String(text ?? '')),
    construct: (text: unknown) => meaningOf(String(text ?? '')).value,
  })],
});

function meansNoText(text: string): boolean {
  return PERHAPS_NO_TEXT.test(text) && meaningOf(text).isKnown;
}

/** What a plain scalar means that is no text: manifests are full of the same few numbers and switches. */
const meaningOf = memoized((text: string): { readonly isKnown: boolean; readonly value?: unknown } => {
  const tag: ScalarTag | undefined = SCALAR_TAGS.find(({ test }) => test!.test(text));
  const resolved = tag?.resolve(text, () => undefined, { intAsBigInt: false } as never) as unknown;
  return { isKnown: tag !== undefined, value: isScalar(resolved) ? resolved.value : resolved };
});
