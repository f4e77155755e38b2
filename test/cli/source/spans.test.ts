import * as fc from 'fast-check';
import { SourceFile } from '../../../src/cli/source/source-file';
import { Place } from '../../../src/lint/finding';
import { Key, Path } from '../../../src/lint/model/field';

/** A value as it is written: lists and mappings in block or flow style, texts in one of their forms. */
type Written =
  | { readonly text: string; readonly form: 'plain' | 'single' | 'double' | 'literal' | 'folded'; readonly anchor: boolean; readonly comment: string }
  | { readonly entries: readonly (readonly [string, Written])[]; readonly isList: boolean; readonly isFlow: boolean };

/** Where a text was written, and what a reader is to find there. */
interface Span {
  readonly path: Path;
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

const KEYS = ['name', '日本', '😀', 'toString', 'a.b/c', 'x y'];
const TEXTS = ['web', '', 'é', '日本語', '😀 x', "it's", 'a "b"', 'a: b', '# c', '1', 'yes', '-', 'back\\slash', 'a\tb', 'x'.repeat(200)];

const written = fc.letrec<{ value: Written; text: Written; nested: Written }>((tie) => ({
  value: fc.oneof({ depthSize: 'small' }, tie('text'), tie('nested')),
  text: fc.record({
    text: fc.constantFrom(...TEXTS),
    form: fc.constantFrom('plain', 'single', 'double', 'literal', 'folded'),
    anchor: fc.boolean(),
    comment: fc.constantFrom('', ' # why', '\t# 日本'),
  }),
  nested: fc.record({
    entries: fc.uniqueArray(fc.tuple(fc.constantFrom(...KEYS), tie('value')), { minLength: 1, maxLength: 4, selector: ([key]) => key }),
    isList: fc.boolean(),
    isFlow: fc.boolean(),
  }),
})).nested;

/** Writes values, and remembers where. */
class Writer {
  public out = '';
  public readonly spans: Span[] = [];

  public constructor(private readonly isJson: boolean) {}

  public block(value: Written, path: Path, indent: number): void {
    if (!('entries' in value) || value.isFlow) {
      this.out += ' ';
      this.inline(value, path, indent);
      this.out += `${'text' in value && !this.out.endsWith('\n') ? value.comment : ''}${this.out.endsWith('\n') ? '' : '\n'}`;
      return;
    }
    this.out += this.out === '' ? '' : '\n';
    value.entries.forEach(([key, entry], index) => {
      this.out += `${' '.repeat(indent)}${value.isList ? '-' : `${key}:`}`;
      this.block(entry, [...path, value.isList ? index : key], indent + 2);
    });
  }

  /** @param indent undefined in a flow collection */
  public inline(value: Written, path: Path, indent?: number): void {
    if ('text' in value) {
      return this.text(value, path, indent);
    }
    this.out += value.isList ? '[' : '{';
    value.entries.forEach(([key, entry], index) => {
      this.out += `${index > 0 ? ', ' : ''}${value.isList ? '' : `${JSON.stringify(key)}: `}`;
      this.inline(entry, [...path, value.isList ? index : key]);
    });
    this.out += value.isList ? ']' : '}';
  }

  private text({ text, form, anchor }: Extract<Written, { text: string }>, path: Path, indent?: number): void {
    this.out += anchor && !this.isJson ? `&a${this.spans.length} ` : '';
    const from = this.out.length;
    this.out += this.scalar(text, form, indent);
    this.spans.push({ path, from, to: this.out.length, text });
  }

  private scalar(text: string, form: string, indent: number | undefined): string {
    if (!this.isJson && form === 'plain' && /^[\p{L}]{3,}$/u.test(text) && text !== 'yes') {
      return text;
    }
    if (!this.isJson && form === 'single' && !text.includes('\t')) {
      return `'${text.replace(/'/g, "''")}'`;
    }
    const isBlock = ['literal', 'folded'].includes(form) && indent !== undefined && text !== '' && !this.isJson;
    return isBlock ? `${form === 'literal' ? '|' : '>'}-\n${' '.repeat(indent)}${text}\n` : JSON.stringify(text);
  }
}

const FILES: { readonly [name: string]: (text: string) => Uint8Array } = {
  'lines that end with LF': (text) => Buffer.from(text),
  'lines that end with CRLF': (text) => Buffer.from(text.replace(/\n/g, '\r\n')),
  'lines that end with CR': (text) => Buffer.from(text.replace(/\n/g, '\r')),
  'a byte order mark': (text) => Buffer.from(`\ufeff${text}`),
  'UTF-16': (text) => Buffer.from(`\ufeff${text}`, 'utf16le'),
};

test.each(Object.entries(FILES))('each text is found where it was written, in a file with %s', (_, bytesOf) => {
  fc.assert(fc.property(written, fc.boolean(), fc.constantFrom('', '# first\n---\n'), (value, isJson, before) => {
    const writer = new Writer(isJson);
    if (isJson) {
      writer.inline(value, []);
    } else {
      writer.block({ ...value, isFlow: false } as Written, [], 0);
    }
    const source = new SourceFile('a.yaml', bytesOf(before + writer.out));
    const document = source.content().documents.at(-1)!;
    for (const { path, from, to, text } of writer.spans) {
      const { region } = source.locatePlace<Place>({ object: '', origin: { file: 'a.yaml', document: document.index }, path });
      expect({ text: valueAt(document.value, path), ...region }).toEqual({
        text,
        ...position('start', before + writer.out, before.length + from),
        ...position('end', before + writer.out, before.length + to),
      });
    }
  }), { numRuns: 150 });
});

function valueAt(value: unknown, path: Path): unknown {
  return path.reduce<unknown>((holder, key) => (holder as { readonly [key: Key]: unknown })[key], value);
}

function position(name: string, text: string, offset: number): object {
  const lines = text.slice(0, offset).split('\n');
  return { [`${name}Line`]: lines.length, [`${name}Column`]: lines.at(-1)!.length + 1 };
}
