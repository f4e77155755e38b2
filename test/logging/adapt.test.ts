import { decode, describeAwks, Settings } from './support/adapt-lines';

type Example = [name: string, settings: Settings, line: string | Buffer, expected: string];

const pairs = (settings: Settings = {}): Settings => ({ ADAPT_INPUT: 'key-value', ADAPT_OUTPUT: 'json', ...settings });
const piped = (settings: Settings = {}): Settings => pairs({ ADAPT_DELIMITER: '|', ...settings });
const delimited = (delimiter: string, names: string[], settings: Settings = {}): Settings => (
  { ADAPT_INPUT: 'delimited', ADAPT_OUTPUT: 'json', ADAPT_DELIMITER: delimiter, ADAPT_FIELDS: names.join('\n'), ...settings }
);
const json = (settings: Settings = {}): Settings => ({ ADAPT_INPUT: 'json', ADAPT_OUTPUT: 'json', ...settings });
const text = (template: string): Settings => json({ ADAPT_OUTPUT: 'text', ADAPT_TEMPLATE: template });
const template = (entries: Record<string, string>): Settings => (
  { ADAPT_TEMPLATE: Object.entries(entries).map(([name, source]) => `${name}\t${source}`).join('\n') }
);

const KEY_VALUE: Example[] = [
  ['rewrites all pairs in their order', piped(), 'TIMESTAMP=1700000000|LEVEL=info|USER=42',
    '{"TIMESTAMP":"1700000000","LEVEL":"info","USER":"42"}'],
  ['sees a line without the CR of CRLF', piped({ ADAPT_NUMBERS: 'USER' }), 'LEVEL=info|USER=42\r', '{"LEVEL":"info","USER":42}'],
  ['passes on what is left of a line that is too long', json(), `{"a":"${'x'.repeat(300_000)}"}`,
    `{"message":"{\\"a\\":\\"${'x'.repeat(262_138)} [cut at 262144 bytes]","unparsed":true}`],
  ['takes blanks as the delimiter unless told', pairs(), 'a=1 b=2', '{"a":"1","b":"2"}'],
  ['counts a run of delimiters as one', pairs(), '  a=1   b=2 ', '{"a":"1","b":"2"}'],
  ['ignores a delimiter at the end', piped(), 'a=1|b=2|', '{"a":"1","b":"2"}'],
  ['keeps what follows the first = of a pair', piped(), 'q=x=1&y=2', '{"q":"x=1&y=2"}'],
  ['keeps the delimiter in a quoted value', pairs(), 'a="x y" b=2', '{"a":"x y","b":"2"}'],
  ['reads \\" and \\\\ in a quoted value', piped(), 'a="say \\"hi|\\" to C:\\\\"|b=2', '{"a":"say \\"hi|\\" to C:\\\\","b":"2"}'],
  ['keeps other backslashes in a quoted value', pairs(), 'a="C:\\new"', '{"a":"C:\\\\new"}'],
  ['keeps quotes that end before the value', pairs(), 'a="x"y b="p" "q"', '{"a":"\\"x\\"y","b":"\\"p\\" \\"q\\""}'],
  ['keeps a quote that is never closed', pairs(), 'a="x y b=2', '{"a":"\\"x y","b":"2"}'],
  ['adds a piece without = to the value before', pairs(), 'message=user  logged in user=42', '{"message":"user  logged in","user":"42"}'],
  ['adds a piece without a key to the value before', pairs(), 'a=1 =2', '{"a":"1 =2"}'],
  ['keeps text before the first pair', pairs(), '2024-01-01 started a=1', '{"message":"2024-01-01 started","a":"1"}'],
  ['keeps text before the first pair beside a pair of that name', pairs(), 'started message=ok', '{"message":"started ok"}'],
  ['keeps empty values', piped(), 'a=|b=""|c=', '{"a":"","b":"","c":""}'],
  ['takes the last of equal keys, at the place of the first', pairs(), 'a=1 b=2 a=3', '{"a":"3","b":"2"}'],
  ['takes a delimiter of several characters literally', pairs({ ADAPT_DELIMITER: '.*' }), 'a=x.y.*b=2', '{"a":"x.y","b":"2"}'],
  ['takes a backslash as delimiter literally', pairs({ ADAPT_DELIMITER: '\\n' }), 'a=x\\nb=2', '{"a":"x","b":"2"}'],
];

const DELIMITED: Example[] = [
  ['names the fields', delimited('|', ['time', 'level']), '12:00|info', '{"time":"12:00","level":"info"}'],
  ['keeps empty fields', delimited(',', ['a', 'b', 'c']), ',,', '{"a":"","b":"","c":""}'],
  ['gives the last field the rest', delimited('|', ['a', 'b']), '1|2|3||', '{"a":"1","b":"2|3||"}'],
  ['leaves out what the line does not reach', delimited('|', ['a', 'b', 'c']), '1|2', '{"a":"1","b":"2"}'],
  ['takes a delimiter literally', delimited(' .* ', ['a', 'b']), 'x y .* z', '{"a":"x y","b":"z"}'],
  ['takes one blank as one delimiter', delimited(' ', ['a', 'b', 'c']), 'x  y', '{"a":"x","b":"","c":"y"}'],
  ['takes a tab as delimiter', delimited('\t', ['a', 'b']), 'x\ty', '{"a":"x","b":"y"}'],
];

const JSON_TO_JSON: Example[] = [
  ['keeps the order and the types', json(), '{ "b" : 1.50, "a" : true, "n" : null, "s" : "x" }', '{"b":1.50,"a":true,"n":null,"s":"x"}'],
  ['keeps numbers digit for digit', json(), '{"a":12345678901234567890,"b":-0,"c":1e400,"d":0.10}',
    '{"a":12345678901234567890,"b":-0,"c":1e400,"d":0.10}'],
  ['keeps nested values as they are', json(), '{"a":{"b": [1, "x\\n", {}]},"c":[ ]}', '{"a":{"b": [1, "x\\n", {}]},"c":[ ]}'],
  ['keeps a nested value on one line', json(), '{"a":[1,\t\r2]}', '{"a":[1,  2]}'],
  ['reads all escapes', json(), '{"\\u0061":"\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\\u6F22\\ud83d\\ude00"}', '{"a":"\\"\\\\/\\b\\f\\n\\r\\té漢😀"}'],
  ['replaces lone surrogates and U+0000', json(), '{"a":"\\ud83dx\\ude00\\ud83d\\u0041\\u0000"}', '{"a":"�x��A�"}'],
  ['takes the last of equal names, at the place of the first', json(), '{"a":1,"b":2,"a":"3"}', '{"a":"3","b":2}'],
  ['keeps an empty object', json(), '{}', '{}'],
];

const TEMPLATES: Example[] = [
  ['rewrites by a template in its order', piped(template({ who: '{USER}@{MODULE}', level: '{LEVEL}' })), 'LEVEL=info|MODULE=auth|USER=42',
    '{"who":"42@auth","level":"info"}'],
  ['keeps the type of a single placeholder', json(template({ x: '{a}', y: '{b}', z: '{c}' })), '{"a":-0,"b":[1],"c":false}',
    '{"x":-0,"y":[1],"z":false}'],
  ['makes text of a placeholder among others', json(template({ x: '{a}!', y: '{b}{c}' })), '{"a":1,"b":[1],"c":null}', '{"x":"1!","y":"[1]null"}'],
  ['leaves out an entry whose only field is missing', pairs(template({ x: '{a}', y: '{b}' })), 'b=1', '{"y":"1"}'],
  ['inserts nothing for a missing field among others', pairs(template({ x: '<{a}>' })), 'b=1', '{"x":"<>"}'],
  ['takes doubled braces as braces', pairs(template({ x: '{{{a}}}{{a}}' })), 'a=1', '{"x":"{1}{a}"}'],
  ['keeps an entry without a placeholder', pairs(template({ app: 'web' })), 'a=1', '{"app":"web"}'],
  ['writes numbers where asked', pairs({ ADAPT_NUMBERS: 'a\nb\nc\nd\ne' }), 'a=42 b=-1.5e+3 c=12345678901234567890 d=-0 f=1',
    '{"a":42,"b":-1.5e+3,"c":12345678901234567890,"d":-0,"f":"1"}'],
  ['writes a string for what is not a number in JSON', pairs({ ADAPT_NUMBERS: 'a\nb\nc\nd\ne\nf' }), 'a=007 b=1. c=.5 d=+1 e=0x1f f=',
    '{"a":"007","b":"1.","c":".5","d":"+1","e":"0x1f","f":""}'],
  ['writes numbers by their name in the output', pairs({ ...template({ n: '{a}{b}' }), ADAPT_NUMBERS: 'n' }), 'a=1 b=2', '{"n":12}'],
  ['writes a number for a string that holds one', json({ ADAPT_NUMBERS: 'a' }), '{"a":"42"}', '{"a":42}'],
];

const TEXT: Example[] = [
  ['rewrites JSON to text', text('[{time}] {level} - {message}'), '{"time":"12:00","level":"info","message":"say \\"hi\\" \\\\ 漢"}',
    '[12:00] info - say "hi" \\ 漢'],
  ['inserts numbers, null and nested values as their JSON text', text('{a} {b} {c}'), '{"a":1e400,"b":null,"c":{"x": "\\n"}}', '1e400 null {"x": "\\n"}'],
  ['keeps a record on one line', text('{a}'), '{"a":"x\\ny\\r\\t\\u001b\\u007fz"}', 'x\\ny\\r\\t\\u001b\\u007fz'],
  ['keeps the template as it is', text('{a}\t{{%s\\n}}'), '{"a":"%d\\\\&"}', '%d\\&\t{%s\\n}'],
  ['inserts nothing for a missing field', text('<{a}>'), '{}', '<>'],
  ['rewrites pairs to text', piped({ ADAPT_OUTPUT: 'text', ADAPT_TEMPLATE: '{b} {a}' }), 'a=1|b=2', '2 1'],
];

const ANY_BYTES: Example[] = [
  ['escapes what JSON does not allow', delimited('|', ['a']), 'x"\\\t\x01\x7fé漢😀', '{"a":"x\\"\\\\\\t\\u0001\\u007fé漢😀"}'],
  ['escapes names', piped(), 'a"\\\x02=1', '{"a\\"\\\\\\u0002":"1"}'],
  ['replaces each byte that is no UTF-8', delimited('|', ['a']), Buffer.from('a\xffb\xc3|\xc0\xaf\xed\xa0\x80\xe6\xbc', 'latin1'),
    '{"a":"a�b�|�������"}'],
  ['replaces characters written with too many bytes or beyond the last', delimited('|', ['a']),
    Buffer.from('\xe0\x80\xaf\xf0\x8f\xbf\xbf\xf4\x90\x80\x80', 'latin1'), '{"a":"�����������"}'],
  ['replaces such bytes in nested values too', json(), Buffer.from('{"a":["\xff\x7f"]}', 'latin1'), '{"a":["�\\u007f"]}'],
  ['keeps what looks like a format or an expression', piped(), 'a=%s%d\\1&$(x)', '{"a":"%s%d\\\\1&$(x)"}'],
];

const UNPARSED: Example[] = [
  ['passes on a line without a pair', pairs(), 'just text', '{"message":"just text","unparsed":true}'],
  ['passes on an empty line', pairs(), '', '{"message":"","unparsed":true}'],
  ['passes on a line that is no JSON', json(), 'panic: "x"', '{"message":"panic: \\"x\\"","unparsed":true}'],
  ['passes on JSON that is no object', json(), '[1]', '{"message":"[1]","unparsed":true}'],
  ['passes on two objects on one line', json(), '{"a":1} {}', '{"message":"{\\"a\\":1} {}","unparsed":true}'],
  ['passes on under another name', json({ ADAPT_UNPARSED: 'log' }), 'x', '{"log":"x","unparsed":true}'],
  ['passes on without the mark where the name is taken', json({ ADAPT_UNPARSED: 'unparsed' }), 'x', '{"unparsed":"x"}'],
  ['passes on text as it is, on one line', text('{a}'), 'panic: "x"\t\x1b[0m', 'panic: "x"\\t\\u001b[0m'],
];

const SECTIONS: [string, Example[]][] = [
  ['key=value', KEY_VALUE],
  ['delimited text', DELIMITED],
  ['JSON', JSON_TO_JSON],
  ['templates and numbers', TEMPLATES],
  ['text output', TEXT],
  ['any bytes', ANY_BYTES],
  ['lines that cannot be read', UNPARSED],
];

describeAwks((rewrite) => {
  describe.each(SECTIONS)('%s', (_section, examples) => {
    test.each(examples)('%s', (_name, settings, line, expected) => {
      expect(rewrite(settings, [line]).map(decode)).toEqual([expected]);
    });
  });

  test('forgets a line before the next', () => {
    expect(rewrite(piped(template({ a: '{a}', b: '{b}' })), ['a=1', 'b=2', 'x', 'lead|a=3']).map(decode))
      .toEqual(['{"a":"1"}', '{"b":"2"}', '{"message":"x","unparsed":true}', '{"a":"3"}']);
    expect(rewrite(pairs(), ['lead a=1', 'message=x']).map(decode)).toEqual(['{"message":"lead","a":"1"}', '{"message":"x"}']);
  });

  test('keeps long names, numbers and values wherever they end', () => {
    const lengths = Array.from({ length: 260 }, (_, index) => 800 + index);
    const objects = lengths.flatMap((length) => {
      const long = 'x'.repeat(length);
      return [`{"a":1,"${long}":12345,"b":true}`, `{"a":${'7'.repeat(length)},"b":["${long}",${'7'.repeat(length)}]}`];
    });
    expect(rewrite(json(), objects).map(decode)).toEqual(objects);
    const values = lengths.map((length) => `${'k=" || '.repeat(length / 7)}${'y'.repeat(length % 7)}`);
    expect(rewrite(pairs({ ADAPT_DELIMITER: ' || ' }), values.map((value) => `a=${JSON.stringify(value)} || b=x`)).map(decode))
      .toEqual(values.map((a) => JSON.stringify({ a, b: 'x' })));
  });

  // What takes quadratic time is stopped before it is through.
  const LONG = 250_000;
  test.each<[string, Settings, string, unknown]>([
    ['escapes', json(), `{"a":"${'\\n'.repeat(LONG / 2)}"}`, { a: '\n'.repeat(LONG / 2) }],
    ['pairs', pairs(), 'k=1 '.repeat(LONG / 4), { k: '1' }],
    ['nesting', json(), `{"a":${'['.repeat(1000)}${'1,'.repeat(LONG / 2)}1${']'.repeat(1000)}}`, undefined],
    ['delimiters', delimited('||', ['a', 'b']), '|'.repeat(LONG), { a: '', b: '|'.repeat(LONG - 2) }],
  ])('rewrites a long line of %s in time that grows with its length', (_of, settings, line, expected) => {
    expect(rewrite(settings, [line]).map((output) => JSON.parse(decode(output)))).toEqual([expected ?? JSON.parse(line)]);
  });
});
