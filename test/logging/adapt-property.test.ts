import * as fc from 'fast-check';
import { decode, describeAwks, Settings } from './support/adapt-lines';

/** A line and what must become of it. */
interface Case {
  readonly line: string;
  readonly expected: string;
}

const json = (settings: Settings = {}): Settings => ({ ADAPT_INPUT: 'json', ADAPT_OUTPUT: 'json', ...settings });
const delimited = (delimiter: string, fields: string[]): Settings => (
  { ADAPT_INPUT: 'delimited', ADAPT_OUTPUT: 'json', ADAPT_DELIMITER: delimiter, ADAPT_FIELDS: fields.join('\n') }
);

// Any Unicode, with what could be taken for something else more often than by chance, and some of it too long for one step.
const character = fc.oneof(
  { weight: 3, arbitrary: fc.string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 1 }) },
  { weight: 3, arbitrary: fc.constantFrom(...'"\\{}[]:,=| \t\r\x1f\x7f%&/é漢😀') },
  { weight: 2, arbitrary: fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }) },
);
const short = fc.oneof({ weight: 9, arbitrary: fc.string({ unit: character }) }, fc.constantFrom('007', '1e3', '0x10', '-0', '__proto__', '0'));
const long = fc.tuple(short, fc.constantFrom('漢', '😀', 'é"', '\\', 'x', ' '), fc.integer({ min: 200, max: 5000 }))
  .map(([start, unit, count]) => start + unit.repeat(count));
const anything = fc.oneof({ weight: 60, arbitrary: short }, { weight: 1, arbitrary: long });
/** A CR in front of the newline belongs to the end of the line. */
const onOneLine = anything.map((text) => text.replace(/[\n\0]|\r+$/g, ''));
const withoutNul = (text: string) => text.replace(/\0/g, '\ufffd');

const lists = <T>(arbitrary: fc.Arbitrary<T>) => fc.array(arbitrary, { minLength: 1, maxLength: 300, size: 'max' });
const check = <T>(cases: fc.Arbitrary<T>, predicate: (value: T) => void) => fc.assert(fc.property(cases, predicate), { numRuns: 4 });

/** The same value written in one of many ways, by JSON's rules. */
const written = (text: string, escapeAll: boolean, blank: string) => {
  const ascii = escapeAll ? text.replace(/[^ -~]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`) : text;
  return blank + ascii + blank;
};

const pairsWith = (delimiter: string): fc.Arbitrary<Case> => {
  const key = onOneLine.map((text) => text.split(delimiter).join('').replace(/[=|; ]/g, '')).filter((text) => text !== '');
  const bare = onOneLine.map((text) => text.split(delimiter).join('').replace(/[|; ]/g, '').replace(/^"+|\r+$/g, ''));
  const value = fc.oneof(
    bare.map((text) => ({ text, written: text })),
    onOneLine.map((text) => ({ text, written: `"${text.replace(/["\\]/g, '\\$&')}"` })),
  );
  return fc.array(fc.tuple(key, value), { minLength: 1 }).map((pairs) => ({
    line: pairs.map(([name, { written: right }]) => `${name}=${right}`).join(delimiter),
    expected: JSON.stringify(Object.fromEntries(pairs.map(([name, { text }]) => [name, text]))),
  }));
};

const scalar = fc.oneof(anything, fc.boolean(), fc.constant(null), fc.double({ noNaN: true, noDefaultInfinity: true }), fc.integer());
const jsonRecord = fc.tuple(
  fc.array(fc.tuple(anything, fc.oneof(scalar, fc.jsonValue({ maxDepth: 3 }))), { maxLength: 8 }), fc.boolean(), fc.constantFrom('', ' ', ' \t'),
).map(([members, escapeAll, blank]): Case => {
  const write = (value: unknown) => written(JSON.stringify(value), escapeAll, blank);
  const expected = members.map(([name, value]): [string, unknown] => [withoutNul(name), typeof value === 'string' ? withoutNul(value) : value]);
  return {
    line: `${blank}{${members.map(([name, value]) => `${write(name)}:${write(value)}`).join(',')}}${blank}`,
    expected: JSON.stringify(Object.fromEntries(expected)),
  };
});

const numeral = fc.stringMatching(/^-?(0|[1-9][0-9]{0,25})(\.[0-9]{1,25})?([eE][-+]?[0-9]{1,4})?$/);

/** Text that is mostly JSON, but not always. */
const almostJson = fc.array(fc.constantFrom('{', '}', '[', ']', ',', ':', ' ', '"a"', '"b"', '"\\u00e9"', '"\\x"', '"\t"', '"', '0', '-1', '01', '1.', '-', '1e5',
  '.5', 'true', 'null', 'nul', '{}', '[]', '"a":1', ',"b":2', '{"c":"d"}'), { maxLength: 6 })
  .chain((tokens) => fc.constantFrom(`{"a":${tokens.join('')}}`, `{"a":[${tokens.join('')}]}`, `{"a":"b"${tokens.join('')}}`, tokens.join('')));

function isObject(text: string): boolean {
  try {
    const value = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}

const textOf = (value: unknown) => typeof value !== 'string' ? JSON.stringify(value) : withoutNul(value)
  .replace(/[\x00-\x1f]/g, (control) => JSON.stringify(control).slice(1, -1)).replace(/\x7f/g, '\\u007f');

const bytes = fc.uint8Array({ maxLength: 60 }).map((values) => Buffer.from(values.filter((value) => value !== 0 && value !== 10)));
const mixed = fc.oneof(bytes, onOneLine.map((text) => Buffer.from(text)), almostJson.map((text) => Buffer.from(text)),
  fc.array(fc.oneof(bytes, fc.constantFrom('{"a":"', '"}', 'a=', 'a="', '"', ' ').map((text) => Buffer.from(text)))).map((parts) => Buffer.concat(parts)));

describeAwks((rewrite) => {
  const rewritten = (settings: Settings, cases: Case[]) => rewrite(settings, cases.map(({ line }) => line)).map(decode);
  const parsed = (lines: string[]) => lines.map((line) => JSON.stringify(JSON.parse(line)));
  const expectations = (cases: Case[]) => cases.map(({ expected }) => expected);

  test.each(['|', ' ', '; '])('keeps all pairs and values with %j between them', (delimiter) => {
    check(lists(pairsWith(delimiter)), (cases) => expect(parsed(
      rewritten({ ADAPT_INPUT: 'key-value', ADAPT_OUTPUT: 'json', ADAPT_DELIMITER: delimiter }, cases),
    )).toEqual(expectations(cases)));
  });

  test.each(['|', ' ', '||', '.*'])('keeps all fields with %j between them', (delimiter) => {
    const names = ['one', 't"wo', '漢'];
    check(lists(onOneLine), (texts) => {
      const cases = texts.map((line) => {
        const fields = line.split(delimiter);
        const values = fields.length > 3 ? [...fields.slice(0, 2), fields.slice(2).join(delimiter)] : fields;
        return { line, expected: JSON.stringify(Object.fromEntries(values.map((value, index) => [names[index], value]))) };
      });
      expect(parsed(rewritten(delimited(delimiter, names), cases))).toEqual(expectations(cases));
    });
  });

  test('keeps all values from JSON to JSON', () => {
    check(lists(jsonRecord), (cases) => expect(parsed(rewritten(json(), cases))).toEqual(expectations(cases)));
  });

  test('keeps numbers digit for digit', () => {
    check(lists(numeral), (numerals) => {
      const expected = numerals.map((digits) => `{"n":${digits}}`);
      const template = { ADAPT_TEMPLATE: 'n\t{m}' };
      expect(rewrite(json(template), numerals.map((digits) => `{"x":1,"m":${digits}}`)).map(decode)).toEqual(expected);
      expect(rewrite(json({ ADAPT_NUMBERS: 'n' }), numerals.map((digits) => `{"n":"${digits}"}`)).map(decode)).toEqual(expected);
      expect(rewrite({ ...delimited('|', ['n']), ADAPT_NUMBERS: 'n' }, numerals).map(decode)).toEqual(expected);
    });
  });

  test('rewrites JSON to text', () => {
    const record = fc.record({ 'a': scalar, 'b c': scalar, 'é': fc.jsonValue({ maxDepth: 2 }) });
    check(lists(record), (records) => {
      expect(rewrite({ ADAPT_INPUT: 'json', ADAPT_OUTPUT: 'text', ADAPT_TEMPLATE: '[{a}] {{{b c}}}{none}%s\\{é}' }, records.map((value) => JSON.stringify(value)))
        .map(decode)).toEqual(records.map((value) => `[${textOf(value.a)}] {${textOf(value['b c'])}}%s\\${
        typeof value.é === 'string' ? textOf(value.é) : JSON.stringify(value.é).replace(/\x7f/g, '\\u007f')}`));
    });
  });

  test('reads as JSON what is JSON and nothing else', () => {
    check(lists(almostJson), (texts) => {
      const accepted = rewrite(json(), texts).map((line) => !JSON.parse(decode(line)).unparsed);
      expect(texts.filter((_text, index) => accepted[index])).toEqual(texts.filter(isObject));
    });
  });

  test('writes valid JSON in valid UTF-8 whatever bytes come', () => {
    const modes = [json(), delimited('|', ['a', 'b']), json({ ADAPT_TEMPLATE: 'a\t{a}\nb\t<{b}{a}>', ADAPT_NUMBERS: 'a' }),
      ...[' ', '"', '\\', '\xff'].map((delimiter) => ({ ADAPT_INPUT: 'key-value', ADAPT_OUTPUT: 'json', ADAPT_DELIMITER: delimiter }))];
    check(lists(mixed), (lines) => modes.forEach((mode) => {
      const output = rewrite(mode, lines);
      output.forEach((line) => JSON.parse(decode(line)));
      expect(output).toHaveLength(lines.length);
    }));
  });

  test('writes one line of text without control characters for each line', () => {
    check(lists(mixed), (lines) => {
      const output = rewrite({ ADAPT_INPUT: 'key-value', ADAPT_OUTPUT: 'text', ADAPT_TEMPLATE: '{a} {message}' }, lines);
      expect(output.filter((line) => line.some((byte) => byte < 32 || byte === 127))).toEqual([]);
      expect(output).toHaveLength(lines.length);
    });
  });
});
