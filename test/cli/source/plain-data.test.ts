import * as fc from 'fast-check';
import { stringify } from 'yaml';
import { plainData } from '../../../src/cli/source/plain-data';
import { readYaml } from '../../../src/cli/source/yaml-document';

/** What both read, both read alike. @returns whether the quick one took it */
function compare(text: string): boolean {
  const quick = plainData(text);
  if (quick) {
    expect({ text, value: quick.value }).toEqual({ text, value: readYaml(text).value });
  }
  return quick !== undefined;
}

test.each([
  'yes', 'no', 'y', 'N', 'on', 'Off', 'true', '~', '', 'null', '010', '0o10', '0x1F', '0b11', '1_000', '+5', '-0', '1.5', '.5', '1.', '1e3', 'e5', 'E+1', 'e', 'nothing', 'Y1', '1:30', '190:20:30', '.inf', '-.Inf', '.nan',
  '2026-01-01', '2026-01-01T10:00:00Z', '12e03', '099', '0800', '1.2.3', '=', '.', '-.', '+.', '._', '._5', '-', 'a: b', "'yes'", '"\\u00e9\\n"', '"a\n  b"', '|\n  a\n   b\n', '>-\n  a\n  b\n\n  c\n', '[a, b: c]', '{a: 1, b: [x, {c: d}]}',
  '&x [a]', '"\\/"', '"\\ud83d\\ude00"', 'a#b', 'a #b',
])('%j is read alike', (text) => {
  compare(`a: ${text}\nb: c\n`);
  compare(`- ${text}\n- x\n`);
});

test.each(['.', '-.', '+.', '._'])('%j has no digit and is text', (text) => {
  expect(readYaml(`a: ${text}`).value).toEqual({ a: text });
});

test.each(['80: a', 'true: a', '~: a', '1.0: a', '"": a', '010: a', '0x10: a'])('the key of %j is read alike', (text) => {
  compare(`x:\n  ${text}\n`);
});

test.each([
  'a: |\n  b\n    c\n\n  d\n\n\n', 'a: |-\n  b\n\n', 'a: |+\n  b\n\n', 'a: |+\n\n', 'a: |\nb: c', '- a: |\n    b\n  c: d', 'a: |\n\n  b', 'a: |\n  b\n     \n  c', 'a: >+\n  b\n\n    c\n  d\n\n',
  'a: |\n  # b\n# c\nd: e', '---\n# a\nb:\n- c\n- d: e\n  f:\n  - g\nh: i', 'a:\nb:\n  c:\n\nd: null',
])('%j is read by the quick one', (text) => {
  expect(compare(text)).toBe(true);
  expect(compare(text.replaceAll('\n', '\r\n'))).toBe(true);
});

test.each([
  'a: b\n  c: d', 'a:\n  b: c\n d: e', 'a: b\n- c', '- a\nb: c', 'a: b\na: c', 'a: {b: c, b: d}', 'a:\n    - b\n  - c', 'a: |\n    b\n   c', 'a: |\n     \n  b', 'a: b\n---\nc: d',
  'a: b\n...', 'a: |\n  b\n  \tc\n \td',
])('%j is left to the one that knows positions', (text) => {
  expect(plainData(text)).toBeUndefined();
});

const NESTED = (depth: number): string => `{"a": ${'['.repeat(depth)}${']'.repeat(depth)}}`;

test.each([
  '{}', ' \n{"a": 1}\n', '{"a": -0, "b": 1e3, "c": 1E+2, "d": 0.5e-3, "e": 12345678901234567890, "f": 1e400, "g": 9007199254740993}', '{"a:": "b: {[\\"", "c\\\\": ["}", "\\\\"], "\\u0061": {}}',
  '{"__proto__": 1, "constructor": {"__proto__": {"a": 1}}}', '{"<<": {"a": 1}, "~": null, "010": true, "": ""}', '{"a": "\\ud83d\\ude00\\/\\b\u007f\u2028", "b": "yes"}', NESTED(199),
])('%j is JSON that the quick one reads', (text) => {
  expect(compare(text)).toBe(true);
});

test.each(['{"a": 1, "a": 2}', '{"a": {"b": [{"c": 1, "\\u0063": 2}]}}', '{"a": 1,}', '{a: 1}', '{"a": 01}', '{"a": 1} # b', NESTED(201), NESTED(100_000), '{"a": 1}{"b": 1}'])('JSON that cannot be trusted is left to the one that knows positions: %.40j', (text) => {
  expect(plainData(text)).toBeUndefined();
});

const INDENT = fc.constantFrom('', '  ', '    ', '      ', ' ');
const LINE = fc.tuple(INDENT, fc.constantFrom('', '- ', '- - ', '-', '- # x'), fc.constantFrom('', 'a:', 'b:', '"c":', 'yes:', '010:', '~:', 'd.e/f:', '#', 'x'), fc.constantFrom(
  '', ' x', ' 1', ' yes', ' 1:30', ' a b', ' "q"', " 'q'", " 'it''s'", ' "x', ' |', ' >-', ' |+', ' []', ' {}', ' [a, "b"]', ' {a: b}', ' {a: [b, c], d: []}', ' {"a": 1, b: yes}', ' {a: b,c: d}', ' {a: b, c}', ' [a: b]', ' {a: "b"x}', ' # c', ' a#b', ' a: b', ' -', ' - x', ' *a', ' &a', ' ~', ' 2026-01-01',
  ' "a" "b"', ' [a', ' x:', ' x,', ' -x', ' --x=y', ' ..', ' .', ' ---', ' a,b', ' $(A)', ' <x>', ' x ~',
), fc.constantFrom('', ' ', ' # c', '#')).map((parts) => parts.join(''));

test.each(['\n', '\r\n'])('lines that end with %j are read alike, however they are put together', (eol) => {
  let quick = 0;
  fc.assert(fc.property(fc.array(fc.oneof({ weight: 9, arbitrary: LINE }, { weight: 1, arbitrary: fc.constantFrom('---', '...', '--- x', '%YAML 1.1', '\t', 'a\tb') }), { maxLength: 6 }), (lines) => {
    quick += compare(lines.join(eol)) ? 1 : 0;
  }), { numRuns: 10_000 });
  expect(quick).toBeGreaterThan(500);
});

test('data is read alike, however it is written', () => {
  const key = fc.oneof(fc.string({ maxLength: 6 }), fc.constantFrom('yes', '80', '010', '~', 'a b'));
  const { tree } = fc.letrec((tie) => ({
    tree: fc.oneof({ maxDepth: 4 }, fc.string({ maxLength: 12 }), fc.integer(), fc.double({ noNaN: true }), fc.boolean(), fc.constant(null),
      fc.array(tie('tree'), { maxLength: 4 }), fc.dictionary(key, tie('tree'), { maxKeys: 4 })),
  }));
  fc.assert(fc.property(fc.dictionary(key, tree), fc.constantFrom(2, 4), fc.constantFrom('block', 'flow', 'any'), fc.constantFrom('1.1', '1.2'), (data, indent, style, version) => {
    compare(stringify(data, { indent, collectionStyle: style as 'any', version: version as '1.1', lineWidth: 40 }));
    compare(JSON.stringify(data, undefined, indent));
  }), { numRuns: 1500 });
});

test('no line costs more than time in proportion to its length', () => {
  const length = 200_000; // by the square of it, this would take minutes
  for (const part of [' ', 'a ', 'a:', 'a,', ': ', '- ', '"', "'", '[', '{a: ', 'a, ', '[a,', '#', ' #', '|']) {
    for (const [start, end] of [['a: ', '\t'], ['a: b', '\t'], ['- ', '\t'], ['a: [', '\t'], ['a: {a: ', '\t'], ['', ': '], ['"', '']]) {
      expect(() => plainData(`a: b\nc:\n  ${start}${part.repeat(length)}${end}\n`)).not.toThrow();
    }
  }
});
