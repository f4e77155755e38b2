import { isScalar } from 'yaml';
import { SCALAR_TAGS } from './yaml-document';

// None of these expressions matches a text in two ways: a line costs time in proportion to its length, whether it matches or not.
const KEY = /(?:[A-Za-z_][\w./-]*|"[\w ./-]+")/.source;
const QUOTED = /(?:"[^"\\\n]*"|'[^'\n]*')/.source;
const SCALAR = `(?:${/-{0,2}[\w./$(][^ :\t]*(?:(?::(?! |$)| +(?![ #]|$))[^ :\t]*)*/.source}|${QUOTED})`;
/** In brackets, a comma ends it. */
const ELEMENT = `(?:${/-{0,2}[\w./$(][\w ./$()=+;@^~<>-]*(?::[\w./$()=+@-]+)*/.source}|${QUOTED})`;
const LIST = `\\[ ?(?:${ELEMENT}(?:, ?${ELEMENT})*)? ?\\]`;
const ENTRY = `${KEY}: (?:${ELEMENT}|${LIST})`;
const FLOW = `(?:${LIST}|\\{ ?(?:${ENTRY}(?:, ?${ENTRY})*)? ?\\})`;

/** A line as nearly all manifests are made of: every parser reads it alike. */
const LINE = new RegExp(`^( *)(?! )(- +(?! ))?(?:(${KEY}):(?: +(?! )(${SCALAR}|${FLOW}|[|][-+]?))?|(${SCALAR}|${FLOW}))? *(?:(?<=^| )#.*)?$`);
const START = /^--- *$/;
const ELEMENTS = new RegExp(ELEMENT, 'g');
const ENTRIES = new RegExp(`(${KEY}): (${ELEMENT}|${LIST})`, 'g');
/** What parsers may differ about, or refuse, wherever it is. */
const ODD = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u00a0\u2028\u2029\ufeff]|\r(?!\n)/;
/** So that there are not too many parts or levels for a check (`limits.ts`). */
const LONGEST = 1024 * 1024;
const DEEPEST = 100;

const NOT_PLAIN = new Error('not plain');

/**
 * The data of a document without positions, in a fraction of the time.
 *
 * @returns undefined where the document must be read with positions to know what it means, or why it is broken
 */
export function plainData(text: string): { readonly value: unknown } | undefined {
  if (text.length > LONGEST || ODD.test(text)) {
    return undefined;
  }
  try {
    return { value: new PlainReader(text).read() };
  } catch (error) {
    if (error !== NOT_PLAIN) {
      throw error;
    }
    return undefined;
  }
}

interface Line {
  readonly indent: number;
  /** How long the dash is with the spaces behind it; 0 where there is none. */
  readonly dash: number;
  readonly key?: string;
  readonly value?: string;
}

type Mapping = { [key: string]: unknown };

/** Behind the last line. */
const END: Line = { indent: -1, dash: 0 };

/** Reads line by line what has no anchors, tags or merges, and nothing on several lines but literal texts. Anything else is not plain. */
class PlainReader {
  private readonly lines: readonly string[];
  private next: number;
  private line = END;

  constructor(text: string) {
    this.lines = text.split(/\r?\n/);
    const first = this.lines.findIndex((line) => !/^ *(#|$)/.test(line));
    this.next = Math.max(0, START.test(this.lines[first] ?? '') ? first + 1 : first);
  }

  /** @throws NOT_PLAIN */
  public read(): unknown {
    this.advance();
    const value = this.line === END ? undefined : this.block(0);
    return this.line === END ? value : refuse();
  }

  /** To the next line that has something. */
  private advance(): void {
    while (this.next < this.lines.length) {
      const [, { length: indent }, { length: dash } = '', key, value, element] = LINE.exec(this.lines[this.next++]) ?? refuse();
      if (key !== undefined || element !== undefined) {
        this.line = key !== undefined || dash > 0 ? { indent, dash, key, value: value ?? element } : refuse();
        return;
      }
      if (dash > 0) {
        refuse();
      }
    }
    this.line = END;
  }

  private block(depth: number): unknown {
    const { indent, dash } = this.line;
    return depth > DEEPEST ? refuse() : dash > 0 ? this.sequence(indent, depth) : this.mapping(indent, depth);
  }

  private sequence(indent: number, depth: number): unknown[] {
    const elements: unknown[] = [];
    while (this.line.indent === indent && this.line.dash > 0) {
      const { dash, key, value } = this.line;
      if (key === undefined) {
        elements.push(valueOf(value!));
        this.advance();
      } else { // a mapping begins behind the dash
        this.line = { indent: indent + dash, dash: 0, key, value };
        elements.push(this.block(depth + 1));
      }
    }
    return this.line.indent > indent ? refuse() : elements;
  }

  private mapping(indent: number, depth: number): Mapping {
    const mapping: Mapping = {};
    while (this.line.indent === indent && this.line.dash === 0) {
      const { key, value } = this.line;
      const literal = value?.startsWith('|') ? this.literal(indent, value) : undefined;
      this.advance();
      set(mapping, key!, literal ?? (value === undefined ? this.within(indent, depth) : valueOf(value)));
    }
    return this.line.indent > indent ? refuse() : mapping;
  }

  /** What stands below a key; a list need not be further in. */
  private within(parent: number, depth: number): unknown {
    const { indent, dash } = this.line;
    return indent > parent || indent === parent && dash > 0 ? this.block(depth + 1) : null;
  }

  private literal(parent: number, header: string): string {
    const text: string[] = [];
    let indent = 0;
    for (; this.next < this.lines.length; this.next++) {
      const line = this.lines[this.next];
      const start = line.search(/[^ ]/);
      if (start >= 0 && start <= parent) {
        break;
      }
      indent ||= Math.max(0, start);
      const isOdd = start < 0 ? line.length > (indent || parent) : start < indent || line[start] === '\t';
      text.push(isOdd ? refuse() : line.slice(indent));
    }
    return chomped(text, header);
  }
}

/** Empty lines at the end are no part of the text. */
function chomped(text: string[], header: string): string {
  while (text[text.length - 1] === '') {
    text.pop();
  }
  return text.length === 0 || header === '|+' ? refuse() : text.join('\n') + (header === '|-' ? '' : '\n');
}

function set(mapping: Mapping, key: string, value: unknown): void {
  const name = key.startsWith('"') ? key.slice(1, -1) : scalar(key);
  if (typeof name !== 'string' || name === '__proto__' || Object.hasOwn(mapping, name)) {
    refuse();
  }
  mapping[name as string] = value;
}

function valueOf(text: string): unknown {
  switch (text[0]) {
    case '[': return Array.from(text.slice(1).matchAll(ELEMENTS), ([element]) => scalar(element));
    case '{': return flowMapping(text);
    default: return scalar(text);
  }
}

function flowMapping(text: string): Mapping {
  const mapping: Mapping = {};
  for (const [, key, value] of text.matchAll(ENTRIES)) {
    set(mapping, key, valueOf(value));
  }
  return mapping;
}

/** What short plain scalars mean, which are the same in all manifests. A part of a text as long as this has no link to the whole. */
const MEANINGS = new Map<string, unknown>();
const SHORT = 12;
const MOST_MEANINGS = 2000;

function scalar(text: string): unknown {
  if (text[0] === '"' || text[0] === "'") {
    return text.slice(1, -1);
  }
  const plain = text.trimEnd();
  if (plain.length > SHORT) {
    return meaning(plain);
  }
  let known = MEANINGS.get(plain);
  if (known === undefined) {
    known = meaning(plain);
    if (MEANINGS.size < MOST_MEANINGS) {
      MEANINGS.set(plain, known);
    }
  }
  return known;
}

/** The other parser's own tags say it. */
function meaning(text: string): unknown {
  const tag = SCALAR_TAGS.find(({ test }) => test!.test(text));
  if (!tag) {
    return text;
  }
  const resolved = tag.resolve(text, () => undefined, { intAsBigInt: false } as never) as unknown;
  return isScalar(resolved) ? resolved.value : resolved;
}

function refuse(): never {
  throw NOT_PLAIN;
}
