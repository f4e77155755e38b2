import * as fc from 'fast-check';
import { FileContent, SourceFile } from '../../../src/cli/source/source-file';
import { encode } from '../../../src/cli/source/text';
import { Place } from '../../../src/lint/finding';
import { Path } from '../../../src/lint/model/field';

const read = (text: string | Uint8Array): SourceFile => new SourceFile('a.yaml', Buffer.from(text as string));
const contentOf = (text: string | Uint8Array): FileContent => read(text).content();

/** `line:column-line:column`, and what stands there. */
function shown(text: string, path: Path, document = 0): string {
  const source = read(text);
  const { region } = source.locatePlace<Place>({ object: '', origin: { file: 'a.yaml', document }, path });
  const lines = source.encoded.text.split(/\r\n|\n/);
  const { startLine, startColumn, endLine, endColumn } = region!;
  const what = startLine === endLine ? lines[startLine - 1].slice(startColumn - 1, endColumn - 1) : '…';
  return `${startLine}:${startColumn}-${endLine}:${endColumn} ${what}`;
}

test.each([
  ['single quotes', "a:\n  b: 'one\n  two'\n  c: 1\n", 'one two'],
  ['double quotes', 'a:\n  b: "one\n\n two"\n  c: 1\n', 'one\ntwo'],
  ['an end in the first column', "a:\n  b: '{\n  }\n}'\n  c: 1\n", '{ } }'],
  ['lines that end with CRLF', "a:\r\n  b: 'one\r\n  two'\r\n  c: 1\r\n", 'one two'],
])('quoted text may be indented as little as kubectl allows: %s', (_, text, b) => {
  const { documents: [document], failures } = contentOf(text);
  expect(failures).toEqual([]);
  expect(document.value).toEqual({ a: { b, c: 1 } });
  expect(document.nodes.toJS()).toEqual({ a: { b, c: 1 } });
});

test('a quote that nothing closes is found', () => {
  expect(contentOf("a:\n  b: 'one\n  c: 1\n").failures).toMatchObject([{ message: expect.stringContaining("missing closing 'quote") }]);
});

describe('a place is', () => {
  test.each([
    ['a scalar', 'a:\n  - b: "x"\n', ['a', 0, 'b'], '2:8-2:11 "x"'],
    ['the key of a mapping', 'a:\n  b:\n    c: 1\n', ['a', 'b'], '2:3-2:4 b'],
    ['the first field of an element', 'a:\n  - name: x\n    b: 1\n', ['a', 0], '2:5-2:12 name: x'],
    ['the key of what the missing is missing in', 'a:\n  b:\n    c: 1\n', ['a', 'b', 'x', 'y'], '2:3-2:4 b'],
    ['the first field of an element that lacks something', 'a:\n  - name: x\n', ['a', 0, 'image'], '2:5-2:12 name: x'],
    ['the first field where nothing of it is there', 'a: 1\nb: 2\n', ['c'], '1:1-1:5 a: 1'],
    ['what an alias stands for', 'a: &x\n  b: 1\nc: *x\n', ['c', 'b'], '2:6-2:7 1'],
    ['in a merged mapping', 'a: &x\n  b: 1\nc:\n  <<: *x\n  d: 2\n', ['c', 'b'], '2:6-2:7 1'],
    ['the last of two fields of one name', 'a: 1\na: 2\n', ['a'], '2:4-2:5 2'],
    ['several lines', 'a: |\n  one\n  two\nb: 1\n', ['a'], '1:4-4:1 …'],
    ['in JSON', '{\n  "a": {"b": [1, 2]}\n}', ['a', 'b', 1], '2:18-2:19 2'],
    ['behind what takes two code units', 'a: {"😀": 1}\n', ['a', '😀'], '1:11-1:12 1'],
    ['behind lines that end with CRLF', 'a: 1\r\nb:\r\n  c: 5\r\n', ['b', 'c'], '3:6-3:7 5'],
    ['a field whose name is a number', 'a:\n  1: x\n', ['a', '1'], '2:6-2:7 x'],
    ['a text that is empty', 'a: ""\nb: 1\n', ['a'], '1:4-1:6 ""'],
    ['a field without a value', 'a:\nb: 1\n', ['a'], '1:1-1:2 a'],
  ] as [string, string, Path, string][])('%s', (_, text, path, expected) => {
    expect(shown(text, path)).toBe(expected);
  });

  test('in a later document', () => {
    expect(shown('a: 1\n---\n# x\nb: 2\n--- # y\nc: {d: 3}\n', ['c', 'd'], 2)).toBe('6:8-6:9 3');
  });
});

describe('values are those that Kubernetes reads', () => {
  test.each([
    ['a: yes', true], ['a: off', false], ['a: 010', 8], ['a: 0o10', '0o10'], ['a: 1:30', '1:30'], ['a: 2026-01-01', '2026-01-01'], ['a: 1_000', 1000], ['a: ~', null],
    ['a: "yes"', 'yes'], ['a: 0x10', 16], ['a: 1e3', 1000], ['a: !custom x', 'x'],
  ])('%s', (text, value) => {
    expect(contentOf(text).documents[0].value).toEqual({ a: value });
  });

  test('a field called __proto__ is a field', () => {
    const { value } = contentOf('__proto__: {polluted: 1}\nconstructor: {a: 1}\n').documents[0];
    expect(Object.keys(value as object)).toEqual(['__proto__', 'constructor']);
    expect(({} as any).polluted).toBeUndefined();
  });
});

describe('objects of JSON that follow one another are documents', () => {
  test.each([
    ['one a line', '{"a": "}"}\n{"a": 2}\r\n{"a": "{"}\n', [{ a: '}' }, { a: 2 }, { a: '{' }]],
    ['over several lines', '{\n  "a": [\n{"b": 1\n}, \n{"b": 2\n}\n]\n}\n{\n  "a": 2\n}', [{ a: [{ b: 1 }, { b: 2 }] }, { a: 2 }]],
    ['among others', '{"a": 1}\n---\nb: 2\n---\n{"c": 3}\n{"d": 4}', [{ a: 1 }, { b: 2 }, { c: 3 }, { d: 4 }]],
  ])('%s', (_, text, values) => {
    expect(contentOf(text).documents.map(({ value }) => value)).toEqual(values);
    expect(contentOf(text).failures).toEqual([]);
  });
});

describe('encodings', () => {
  const TEXT = 'a: é😀\n';
  const utf16 = (text: string): Buffer => Buffer.from(text, 'utf16le');
  test.each([
    ['UTF-8', Buffer.from(TEXT)],
    ['UTF-8 with a mark', Buffer.from(`\ufeff${TEXT}`)],
    ['UTF-16, little end first', utf16(`\ufeff${TEXT}`)],
    ['UTF-16, big end first', utf16(`\ufeff${TEXT}`).swap16()],
    ['UTF-16 without a mark', utf16(TEXT)],
    ['UTF-16 without a mark, big end first', utf16(TEXT).swap16()],
  ])('%s is read, and written as it was', (_, bytes) => {
    const source = read(bytes);
    expect(source.document(0)!.value).toEqual({ a: 'é😀' });
    expect(Buffer.from(encode(source.encoded)).equals(bytes)).toBe(true);
  });

  test('fails when the bytes are UTF-32', () => {
    const words = Uint32Array.from('\ufeffa: 1\n', (character) => character.charCodeAt(0));
    expect(() => read(Buffer.from(words.buffer))).toThrow('UTF-32: save it in UTF-8');
    expect(() => read(Buffer.from(words.slice(1).buffer))).toThrow('UTF-32: save it in UTF-8');
    expect(() => read(Buffer.from(words.buffer).swap32())).toThrow('UTF-32: save it in UTF-8');
  });

  test('fails when the bytes are no text', () => {
    expect(() => read(Uint8Array.from([0x61, 0xff, 0xfe, 0xff]))).toThrow('not text in UTF-8: save it in UTF-8');
  });

  test.each([
    ['a byte of another encoding', Buffer.from('a: 1\r\nb: caf\xe9\n', 'latin1'), 2, 7],
    ['the rest of a character', Buffer.concat([Buffer.from('\ufeff日本: \ufffd'), Buffer.from([0xef, 0xbf])]), 1, 6],
    ['half of a pair in UTF-16', Buffer.from('\ufeffa: 1\nb: \ud83d!', 'utf16le'), 2, 4],
  ])('says where it stands: %s', (_, bytes, line, column) => {
    expect(() => read(bytes)).toThrow(expect.objectContaining({ line, column }));
  });
});

const chained = (next: (before: string) => string): string => (
  ['a0: &a0 {x: 1}', ...Array.from({ length: 2000 }, (_, index) => `a${index + 1}: &a${index + 1} ${next(`a${index}`)}`)].join('\n'));

test.each([
  ['merges of merges', (before: string) => `{<<: [*${before}, *${before}]}`, 19],
  ['a chain of merges', (before: string) => `{<<: *${before}}`, 1413],
])('%s are refused and not tried', (_, next, line) => {
  expect(contentOf(chained(next)).failures).toMatchObject([{ line, message: 'its merges stand for more than 1000000 fields' }]);
});

describe('what is hostile is refused and not tried', () => {
  const bomb = ['a0: &a0 [x, x]', ...Array.from({ length: 40 }, (_, index) => `a${index + 1}: &a${index + 1} [*a${index}, *a${index}]`)].join('\n');
  test.each([
    ['brackets', '['.repeat(100_000), 'nested more than 200 levels deep'],
    ['lists in lists', `${'- '.repeat(50_000)}x`, 'nested more than 200 levels deep'],
    ['keys of keys', '? '.repeat(50_000), 'nested more than 200 levels deep'],
    ['mappings in mappings', Array.from({ length: 300 }, (_, depth) => `${' '.repeat(depth)}a:`).join('\n'), 'nested more than 200 levels deep'],
    ['aliases in aliases', chained((before) => `{x: *${before}}`), 'its aliases stand for more than 200 levels'],
    ['a bomb of aliases', bomb, 'its aliases stand for more than 1000000 fields'],
    ['an alias of what it stands in', 'a: &a [*a]', "alias '*a' stands in what it is an alias of"],
    ['an alias of nothing', 'a: *b', "alias '*b' is of an anchor that is not above it"],
    ['a long line', `a: ${'x'.repeat(17 * 1024 * 1024)}`, 'a document of 18 MiB is not checked: the limit is 16 MiB'],
    ['many fields', '{a: 1},'.repeat(600_000), 'a document of more than 1000000 fields and lines is not checked'],
  ])('%s', (_, text, message) => {
    expect(contentOf(text).failures).toEqual([expect.objectContaining({ file: 'a.yaml', line: 1, message })]);
  });

  test('a text with many brackets in it is none of that', () => {
    expect(contentOf(`a: |\n  ${'['.repeat(5000)}\n`).failures).toEqual([]);
  });
});

test('directives belong to the document behind them', () => {
  expect(contentOf('a: 1\n...\n%YAML 1.2\n# c\n---\nb: yes\n').documents.map(({ value }) => value)).toEqual([{ a: 1 }, { b: true }]);
});

test('what is not valid is reported where it is, and a template as one', () => {
  expect(contentOf('a: 1\n---\nb:\n  - c: "x\n').failures).toEqual([expect.objectContaining({ line: 5, message: 'not valid YAML: missing closing "quote' })]);
  expect(contentOf('a: {{ .Values.a }} b\n').failures[0].message).toContain('this looks like a template: check what it renders');
  expect(contentOf('a: b\n\nNOTES:\nVisit us.\n').failures[0].message).toContain('check what `helm template` or `helm get manifest` writes');
  expect(contentOf('a: b\n\nnotes\n').failures[0].message).not.toContain('helm');
});

const PIECES = ['a: ', '- ', '\n', '\r\n', '  ', '---\n', '...\n', '[', ']', '{', '}', '"', "'", '|', '>', '&a ', '*a', '<<: ', '!!binary ', '!', '%YAML 1.2\n', '#', '? ',
  ':', ',', '\t', '\ufeff', '\u0000', '1', 'yes', '__proto__: '];

test('no text makes it fail or hang', () => {
  fc.assert(fc.property(fc.array(fc.oneof(fc.constantFrom(...PIECES), fc.string({ unit: 'binary', maxLength: 3 })), { maxLength: 40 }), (parts) => {
    const text = parts.join('');
    const source = read(`xy${text}`);
    const { documents, failures } = source.content();
    expect(documents.length + failures.length).toBeLessThanOrEqual(text.split('---').length);
    documents.forEach((document) => {
      source.suppressionsIn(document);
      source.locatePlace({ object: '', origin: { file: 'a.yaml', document: document.index }, path: ['a', 0, 'b'] });
    });
  }), { numRuns: 1000 });
});

describe('carriage returns that stand alone', () => {
  const TEXT = 'a:\r  b: 1\r  c: 2\r---\rd: 3\r';

  test('are line breaks, as kubectl has them', () => {
    const source = read(TEXT);
    const { documents, failures } = source.content();
    expect([failures, documents.map(({ value }) => value)]).toEqual([[], [{ a: { b: 1, c: 2 } }, { d: 3 }]]);
    const { region } = source.locatePlace<Place>({ object: '', origin: { file: 'a.yaml', document: 1 }, path: ['d'] });
    expect(region).toMatchObject({ startLine: 5, startColumn: 4 });
  });

  test('are written as they were', () => {
    expect(Buffer.from(encode(read(TEXT).encoded)).toString()).toBe(TEXT);
  });

  test('fails when they are to be written among other line breaks', () => {
    expect(() => encode(read(`${TEXT}e: 4\n`).encoded)).toThrow('some of its lines end in a carriage return alone, and others do not');
  });
});

test.each([
  ['a number', 'a:\n  <<: 3\n', 7],
  ['a list of texts', 'a:\n  <<: [{b: 1}, x]\n', 16],
  ['nothing', 'a:\n  <<:\n', 6],
  ['an alias of a text', 'x: &x y\na:\n  <<: *x\n', 7],
])('fails where %s is merged, and says where', (_, text, column) => {
  expect(contentOf(text).failures).toMatchObject([{ column, message: "not valid YAML: '<<' merges mappings only" }]);
});

test('aliases mean the last anchor of their name above them', () => {
  expect(contentOf('a: &x 1\nb: *x\nc: &x {d: *x}\ne: *x\nf: {<<: *x, g: *x}\n').failures).toMatchObject([{ message: expect.stringContaining('stands in what') }]);
  const { documents } = contentOf('a: &x {z: 1}\nb: *x\nc: &x {z: 2}\nd: *x\ne: {<<: *x}\n');
  expect(documents[0].value).toEqual({ a: { z: 1 }, b: { z: 1 }, c: { z: 2 }, d: { z: 2 }, e: { z: 2 } });
});
