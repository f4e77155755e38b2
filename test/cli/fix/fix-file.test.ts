import * as fc from 'fast-check';
import { stringify } from 'yaml';
import { applyChanges } from '../../../src/cli/fix/data-change';
import { fixFile } from '../../../src/cli/fix/fix-file';
import { SourceFile } from '../../../src/cli/source/source-file';
import { Finding } from '../../../src/lint/finding';
import { Path } from '../../../src/lint/model/field';

interface Wanted {
  readonly path: Path;
  readonly to?: unknown;
  readonly isQuoted?: true;
  readonly safe?: boolean;
  readonly document?: number;
}

function finding(...changes: readonly Wanted[]): Finding {
  const places = changes.map(({ document = 0, path, to, isQuoted }) => ({ object: 'Pod web', origin: { file: 'a.yaml', document }, path, to, isQuoted }));
  const [{ safe = true }] = changes;
  return { rule: 'r', severity: 'error', message: 'm', help: 'h', place: places[0], related: [], fix: { safe, changes: places } };
}

function fixed(text: string, findings: readonly Finding[], unsafe = false) {
  return fixFile(new SourceFile('a.yaml', Buffer.from(text)), findings, unsafe);
}

const set = (text: string, path: Path, to: unknown): string => fixed(text, [finding({ path, to })]).text;
const remove = (text: string, path: Path): string => fixed(text, [finding({ path })]).text;

describe('setting a field', () => {
  test.each([
    ['a scalar', 'a: 1 # one\nb: 2\n', ['a'], 5, 'a: 5 # one\nb: 2\n'],
    ['a scalar in quotes', 'a: "x" # one\n', ['a'], 'y', 'a: "y" # one\n'],
    ['lines of a block scalar', 'a: |  # why\n    one\n\n    two\n    three\n# end\nb: 1\n', ['a'], 'one\n\nthree\n', 'a: |  # why\n    one\n\n    three\n# end\nb: 1\n'],
    ['lines of a block scalar without a last newline', '- a: |-\r\n    one\r\n    two\r\n  b: 1\r\n', [0, 'a'], 'one', '- a: |-\r\n    one\r\n  b: 1\r\n'],
    ['lines of a folded scalar', 'a: >  # why\n    one\n    more\n\n    two\n\n\n    three\n# end\nb: 1\n', ['a'], 'one more\ntwo\n', 'a: >  # why\n    one\n    more\n\n    two\n\n\n# end\nb: 1\n'],
    ['the first line of a folded scalar', 'a: >-\r\n    one\r\n\r\n    two\r\n    more\r\nb: 1\r\n', ['a'], 'two more', 'a: >-\r\n    two\r\n    more\r\nb: 1\r\n'],
    ['nothing in a block scalar that gets other lines', 'a: |\n  one\n', ['a'], 'other\n', 'a: |\n  one\n'],
    ['a text that looks like true', 'a: x\n', ['a'], 'yes', 'a: "yes"\n'],
    ['a field of a flow mapping', 'a: {b: 1, c: 2}\n', ['a', 'b'], 5, 'a: {b: 5, c: 2}\n'],
    ['a missing field', 'a: 1 # one\n# two\nb: 2\n', ['c'], 3, 'a: 1 # one\n# two\nb: 2\nc: 3\n'],
    ['a missing field of an element', '- a: 1 # one\n- b: 2\n', [0, 'c'], true, '- a: 1 # one\n  c: true\n- b: 2\n'],
    ['what is missing with what it is in', 'a:\n  b: 1\nz: 1\n', ['a', 'c', 'd'], 'x', 'a:\n  b: 1\n  c:\n    d: x\nz: 1\n'],
    ['a list in what is missing', 'a: 1\n', ['c', 0, 'd'], 'x', 'a: 1\nc:\n  - d: x\n'],
    ['a field without a value', 'a:\nb: 1\n', ['a', 'c'], 'x', 'a:\n  c: x\nb: 1\n'],
    ['a field of an empty mapping', 'a: {}\nb: 1\n', ['a', 'c'], 'x', 'a:\n  c: x\nb: 1\n'],
    ['a missing field of a flow mapping', 'a: {b: 1 }\n', ['a', 'c'], 'x', 'a: {b: 1, c: "x" }\n'],
    ['JSON', '{"a": {"b": 1}}\n', ['a', 'c'], { d: 1 }, '{"a": {"b": 1, "c": {"d":1}}}\n'],
    ['the end of a list', 'a:\n- x # one\nb: 1\n', ['a', 1], 'w', 'a:\n- x # one\n- w\nb: 1\n'],
    ['the end of a list of mappings', 'a:\n  - b: 1\n    c: 2\n', ['a', 1], { b: 3, c: 4 }, 'a:\n  - b: 1\n    c: 2\n  - b: 3\n    c: 4\n'],
    ['behind a block scalar', 'a:\n  b: |\n    text\nz: 1\n', ['a', 'c'], 1, 'a:\n  b: |\n    text\n  c: 1\nz: 1\n'],
    ['a text without a last newline', 'a: 1', ['b'], 2, 'a: 1\nb: 2'],
    ['lines that end with CRLF', 'a:\r\n  b: 1\r\nz: 1\r\n', ['a', 'c', 'd'], 1, 'a:\r\n  b: 1\r\n  c:\r\n    d: 1\r\nz: 1\r\n'],
  ] as [string, string, Path, unknown, string][])('%s', (_, text, path, to, expected) => {
    expect(set(text, path, to)).toBe(expected);
  });
});

const quoted = (text: string, path: Path): string => fixed(text, [finding({ path, isQuoted: true })]).text;

describe('putting a value in quotes', () => {
  test.each(['8080', '1e3', 'yes', 'off', 'True', '0x1F', '010', '1_000', '1.20', '-0', '.5', '+1', '.inf', '1:20'])('%s keeps what is written', (value) => {
    expect(quoted(`a: &x ${value} # why\nb: 1\n`, ['a'])).toBe(`a: &x "${value}" # why\nb: 1\n`);
    expect(quoted(`a:\n  - x\n  - ${value}\n`, ['a', 1])).toBe(`a:\n  - x\n  - "${value}"\n`);
    expect(quoted(`a: {b: [${value}, 2], c: 1}\n`, ['a', 'b', 0])).toBe(`a: {b: ["${value}", 2], c: 1}\n`);
  });

  test('is done in JSON too', () => {
    expect(quoted('{"a": 1e3, "b": true}\n', ['a'])).toBe('{"a": "1e3", "b": true}\n');
  });

  test.each([
    ['with a tag', 'a: !!int 8080\n'],
    ['in quotes with a tag', 'a: !!int "8080"\n'],
    ['that others share', 'a: &x 8080\nb: *x\n'],
    ['that is an alias', 'b: &x 8080\na: *x\n'],
    ['that is none', 'a: [1]\n'],
    ['that is missing', 'b: 1\n'],
  ])('is not done with a value %s', (_, text) => {
    expect(fixed(text, [finding({ path: ['a'], isQuoted: true })])).toEqual({ text, count: 0 });
  });
});

describe('taking a field away', () => {
  test.each([
    ['a line', 'a: 1\n# two\nb: 2 # of b\n# three\nc: 3\n', ['b'], 'a: 1\n# two\n# three\nc: 3\n'],
    ['several lines', 'a:\n  b:\n    - 1\n    - 2\n  c: 1\n', ['a', 'b'], 'a:\n  c: 1\n'],
    ['the first field of an element', '- a: 1\n  b: 2\n', [0, 'a'], '- b: 2\n'],
    ['the only field', 'a:\n  b: 1\nc: 1\n', ['a', 'b'], 'a: {}\nc: 1\n'],
    ['the only element', 'a:\n  - 1\nc: 1\n', ['a', 0], 'a: []\nc: 1\n'],
    ['the only field of the last thing in a document', 'a:\n  b:\n    c: 1\n---\nd: 1\n', ['a', 'b'], 'a: {}\n---\nd: 1\n'],
    ['the only field, in front of something further out', 'a:\n  - b:\n      c:\n        d: 1\ne: 1\n', ['a', 0, 'b', 'c'], 'a:\n  - b: {}\ne: 1\n'],
    ['an element', 'a:\n  - 1\n  - 2 # two\n  - 3\n', ['a', 1], 'a:\n  - 1\n  - 3\n'],
    ['the last line without a newline', 'a: 1\nb: 2', ['b'], 'a: 1\n'],
    ['the first of a flow mapping', 'a: {b: 1, c: 2}\n', ['a', 'b'], 'a: {c: 2}\n'],
    ['the last of a flow mapping', 'a: {b: 1, c: 2 }\n', ['a', 'c'], 'a: {b: 1 }\n'],
    ['the only one of a flow mapping', 'a: {b: 1}\n', ['a', 'b'], 'a: {}\n'],
    ['a block scalar', 'a:\n  b: |\n    text\n\n  c: 1\n', ['a', 'b'], 'a:\n\n  c: 1\n'],
  ] as [string, string, Path, string][])('%s', (_, text, path, expected) => {
    expect(remove(text, path)).toBe(expected);
  });
});

describe('nothing is changed', () => {
  test.each([
    ['where an alias leads to what others have too', 'a: &x {b: 1}\nc: *x\n', ['c', 'b'], 2],
    ['where an anchor is used elsewhere', 'a: &x {b: 1}\nc: *x\n', ['a', 'b'], 2],
    ['of a merged mapping', 'a: &x {b: 1}\nc:\n  <<: *x\n  d: 1\n', ['c', 'b'], 2],
    ['of a block scalar', 'a: |\n  text\n', ['a'], 'x'],
    ['where a field is there twice', 'a: 1\na: 2\n', ['a'], undefined],
    ['beyond the end of a list', 'a: [1]\n', ['a', 3], 2],
  ] as [string, string, Path, unknown][])('%s', (_, text, path, to) => {
    expect(fixed(text, [finding({ path, to })])).toEqual({ text, count: 0 });
  });

  test('where only an unsafe fix would do it, unless that is wanted', () => {
    expect(fixed('a: 1\n', [finding({ path: ['a'], to: 2, safe: false })])).toEqual({ text: 'a: 1\n', count: 0 });
    expect(fixed('a: 1\n', [finding({ path: ['a'], to: 2, safe: false })], true)).toEqual({ text: 'a: 2\n', count: 1 });
  });

  test('where one of several changes cannot be made', () => {
    expect(fixed('a: 1\nb: |\n  x\n', [finding({ path: ['a'], to: 2 }, { path: ['b'], to: 'y' })])).toEqual({ text: 'a: 1\nb: |\n  x\n', count: 0 });
  });
});

test('several fixes of several documents are made', () => {
  const findings = [finding({ path: ['a'], to: 2 }), finding({ path: ['b'] }), finding({ path: ['a'], to: 3, document: 1 })];
  expect(fixed('a: 1\nb: 1\n---\n# second\na: 1\n', findings)).toEqual({ text: 'a: 2\n---\n# second\na: 3\n', count: 3 });
});

describe('a comment', () => {
  const comment = (startLine: number, startColumn: number): Finding => {
    const region = { startLine, startColumn, endLine: startLine, endColumn: startColumn + '# pod-lint-ignore x'.length };
    return { ...finding({ path: ['x'] }), fix: { safe: true, changes: [{ object: '', origin: { file: 'a.yaml' }, path: [], region }] } };
  };

  test('goes with its line, or with the space before it', () => {
    expect(fixed('a: 1\n  # pod-lint-ignore x\nb: 2  # pod-lint-ignore x\nc: 3\n', [comment(2, 3), comment(3, 7)])).toEqual({ text: 'a: 1\nb: 2\nc: 3\n', count: 2 });
  });

  test('that is no longer where it was leaves the file alone', () => {
    const text = 'a: 1\nb: 2\nc: a text of some length\n# pod-lint-ignore x\n';
    expect(fixed(text, [comment(3, 3)])).toEqual({ text, count: 0 });
  });
});

const KEY = fc.oneof(fc.constantFrom('a', 'b', 'c', 'yes', 'x y', '1', '#', 'é'), fc.string({ maxLength: 4 }));
const SCALAR = fc.oneof(fc.string({ maxLength: 6 }), fc.constantFrom('yes', '010', '- x', 'a: b', ' x', 'two\nlines\n'), fc.integer(), fc.boolean(), fc.constant(null));
const { tree } = fc.letrec((tie) => ({
  tree: fc.oneof({ maxDepth: 4 }, SCALAR, fc.array(tie('tree'), { maxLength: 3 }), fc.dictionary(KEY, tie('tree'), { maxKeys: 3 })),
}));
const DATA = fc.dictionary(KEY, tree, { minKeys: 1, maxKeys: 4 });

/** The same data as people and programs write it. */
const TEXT = DATA.chain((data) => fc.record({
  indent: fc.constantFrom(2, 4),
  indentSeq: fc.boolean(),
  flow: fc.constantFrom(undefined, 'flow' as const),
  quote: fc.constantFrom(undefined, 'QUOTE_DOUBLE' as const, 'QUOTE_SINGLE' as const),
  json: fc.boolean(),
  eol: fc.constantFrom('\n', '\r\n'),
}).map(({ indent, indentSeq, flow, quote, json, eol }) => {
  const text = json ? JSON.stringify(data, undefined, indent) : stringify(data, {
    version: '1.1', indent, indentSeq, collectionStyle: flow, lineWidth: 0, ...quote && { defaultStringType: quote, defaultKeyType: 'PLAIN' as const },
  });
  return text.replace(/\n/g, eol);
}));

function pathsOf(value: unknown, path: Path = []): Path[] {
  const inside = Array.isArray(value) ? value.flatMap((item, index) => pathsOf(item, [...path, index]))
    : typeof value === 'object' && value !== null ? Object.entries(value).flatMap(([key, item]) => pathsOf(item, [...path, key])) : [];
  return path.length > 0 ? [path, ...inside] : inside;
}

const CHANGE = fc.oneof(fc.constant(undefined), SCALAR, tree);
const ADDED_KEY = fc.oneof({ arbitrary: fc.constant(undefined), weight: 3 }, { arbitrary: KEY, weight: 2 });

test('whatever is fixed reads as the data with the change, and what cannot be fixed so stays as it is', () => {
  let made = 0;
  fc.assert(fc.property(TEXT, fc.nat(), CHANGE, ADDED_KEY, (text, choice, to, key) => {
    const source = new SourceFile('a.yaml', Buffer.from(text));
    const document = source.document(0)!;
    const paths = pathsOf(document.value);
    const path = [...paths[choice % paths.length], ...key === undefined ? [] : [key]];
    const { text: result, count } = fixFile(source, [finding({ path, to })], false);
    made += count;
    if (count === 0) {
      expect(result).toBe(text);
    } else {
      expect(new SourceFile('a.yaml', Buffer.from(result)).document(0)!.value).toEqual(applyChanges(document.value, [{ path, to }]));
    }
  }), { numRuns: 1000 });
  expect(made).toBeGreaterThan(300);
});

test('of many fixes in a document, those are made that go together', () => {
  const text = Array.from({ length: 40 }, (_, index) => `f${index}: 1\n`).join('');
  const findings = Array.from({ length: 40 }, (_, index) => finding({ path: [`f${index % 38}`], to: index < 38 ? 2 : 3 }));
  const { text: made, count } = fixed(text, findings);
  expect([made, count]).toEqual([text.replace(/1\n/g, '2\n').replace('f38: 2\nf39: 2', 'f38: 1\nf39: 1'), 38]);
});

describe('of very many fixes that cannot be made', () => {
  const numbers = Array.from({ length: 500 }, (_, index) => index);
  const all = [...numbers.map((index) => finding({ path: [`a${index}`], to: 'x' })), finding({ path: ['z'], to: 'x' })];

  test('because aliases share the values, none keeps others from being made', () => {
    const text = numbers.map((index) => `a${index}: &a${index} 1\nb${index}: *a${index}\n`).join('');
    expect(fixed(`${text}z: 1\n`, all)).toEqual({ text: `${text}z: x\n`, count: 1 });
  });

  test('because they change what is merged, only so many are tried that it takes no longer than a few readings', () => {
    const text = numbers.map((index) => `a${index}: &a${index} {c: 1}\nb${index}: {<<: *a${index}}\n`).join('');
    const merged = numbers.map((index) => finding({ path: [`a${index}`, 'c'], to: 2 }));
    expect(fixed(text, merged)).toEqual({ text, count: 0 });
    const few = numbers.slice(0, 4).map((index) => merged[index]);
    expect(fixed(`${text}z: 1\n`, [...few, all[500]])).toEqual({ text: `${text}z: x\n`, count: 1 });
  });
});
