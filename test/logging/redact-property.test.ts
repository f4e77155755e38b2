import * as fc from 'fast-check';
import { describeRedactors, javascript, Line, Redactor } from './support/redact-programs';
import { REDACTED } from '../../src/logging/redaction';

const LINES = 1500;

/** A line and what must become of it. */
interface Case extends Line {
  readonly expected: string;
}

const name = fc.stringMatching(/^[a-z0-9][a-z0-9_.-]{3,9}$/);
const keyLists = fc.sample(fc.uniqueArray(name, { minLength: 1, maxLength: 5 }), 15).concat([['password', 'api_key', 'token']]);

const character = fc.oneof(
  { weight: 4, arbitrary: fc.string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 1 }) },
  { weight: 3, arbitrary: fc.constantFrom(...'"\'\\,;&=:@[]{}() \t\x1f') },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }).filter((unit) => !/[\n\0]/.test(unit)) },
);
const anything = fc.string({ unit: character });

/** Text without a key and a URL. */
const innocent = (keys: string[]) => anything.filter((text) =>
  !text.includes('://') && !keys.some((key) => text.toLowerCase().includes(key)));

// A secret, and those that need no quotes: without blanks, closing characters at the end, or another name in them.
const secret = fc.string({ unit: character, minLength: 1, maxLength: 20 });
const bare = secret.map((text) => text.replace(/[ \t\r]/g, '')).filter((text) =>
  !/^$|^["'\\[{=:>]|[,;&)\]}"'\\:]$|[,;&].*[=:]|:\/\/|^(basic|bearer|digest|dpop|negotiate|ntlm|token|apikey)$/i.test(text));
const inUrl = secret.map((text) => text.replace(/[ \t\r/?#"'<>]/g, '')).filter((text) => text !== '');
const blank = fc.constantFrom(' ', '\t', '  ');
const separator = fc.constantFrom('=', ': ', ' = ', ':', '=>', ' := ');
const prefix = fc.constantFrom('', 'db_', 'x-', 'my.', '.', '--');
const anyCase = (key: string) => fc.constantFrom(key, key.toUpperCase(), key[0].toUpperCase() + key.slice(1));

type Pair = { text: string; expected: string };
const pair = (before: string, value: string, after = ''): Pair => ({ text: before + value + after, expected: before + REDACTED + after });
const json = (key: string, value: unknown, more: string): Pair => {
  const written = (content: unknown) => JSON.stringify({ before: more, [key]: content, after: more });
  return { text: written(value), expected: written(REDACTED) };
};

const forms = (keys: string[]): fc.Arbitrary<Pair> => {
  const key = fc.tuple(prefix, fc.constantFrom(...keys).chain(anyCase)).map((parts) => parts.join(''));
  const head = fc.tuple(key, separator).map((parts) => parts.join(''));
  const values = fc.oneof(secret, fc.double(), fc.boolean(), fc.constant(null), fc.array(secret), fc.array(fc.dictionary(secret, secret)));
  return fc.oneof(
    fc.tuple(head, bare, fc.constantFrom('', ' ', '\t', ', ', ',x=1', '&x=1', ';x:1', '}', ')]', '"'))
      .map(([before, text, after]) => pair(before, text, after)),
    fc.tuple(head, secret).map(([before, text]) => pair(`${before}"`, JSON.stringify(text).slice(1, -1), '"')),
    fc.tuple(head, secret).map(([before, text]) => pair(`${before}'`, text.replace(/[\\']/g, '\\$&'), '\'')),
    fc.tuple(head, secret).map(([before, text]) => pair(`${before}'`, text.replace(/\\/g, '').replace(/'/g, '\'\'') + 'x', '\'')),
    fc.tuple(key, values, innocent(keys)).map(([before, value, more]) => json(before, value, more)),
    fc.tuple(key, fc.oneof(secret, fc.double()), innocent(keys)).map(([before, value, more]) => {
      const { text, expected } = json(before, value, more);
      return { text: JSON.stringify({ log: text, more }), expected: JSON.stringify({ log: expected, more }) };
    }),
    fc.tuple(fc.constantFrom('Bearer ', 'basic  ', 'Token '), bare, fc.constantFrom(...keys))
      .map(([scheme, text, before]) => ({ text: `${before}: ${scheme}${text}`, expected: `${before}: ${REDACTED}` })),
    inUrl.map((text) => pair('https://user:', text, '@host:80/path?x')),
    inUrl.filter((text) => !text.includes(':')).map((text) => pair('git+ssh://', text, '@host')),
  );
};

const secrets: fc.Arbitrary<Case> = fc.constantFrom(...keyLists).chain((keys) =>
  fc.tuple(innocent(keys), blank, fc.array(fc.tuple(forms(keys), blank), { minLength: 1, maxLength: 3 }), innocent(keys))
    .map(([before, gap, pairs, after]) => ({
      keys,
      text: before + gap + pairs.map(([{ text }, end]) => text + end).join('') + after,
      expected: before + gap + pairs.map(([{ expected }, end]) => expected + end).join('') + after,
    })));

const harmless: fc.Arbitrary<Case> = fc.constantFrom(...keyLists).chain((keys) => innocent(keys).map((text) => ({ keys, text, expected: text })));

const fragments = [
  'password', 'Token', 'api_key', 'authorization', 'Authorization: ', 'Custom', 'x', '1', 'é', 'Bearer ', '"password":', 'token=', ',x=', REDACTED, '$1', '*', '_', '-', '.',
  '"', '\'', '""', '\\', '\\"', '\\\'', '\\\\\\"', '=', ':', '=>', ' ', '\t', '\r', '\x1f', ',', ';', '&',
  '{', '}', '[', ']', '(', ')', '<', '>', '@', '://', '/', '#', '?',
];
const arbitraryLine: fc.Arbitrary<Line> = fc.array(fc.constantFrom(...fragments), { maxLength: 25 })
  .map((parts) => ({ keys: ['password', 'token', 'api_key', 'x.1', 'authorization'], text: parts.join('') }));

function expectEach(redactor: Redactor, cases: Case[]): void {
  const found = redactor.redact(cases);
  const wrong = cases.map((line, index) => ({ ...line, found: found[index] })).filter((line) => line.found !== line.expected);
  expect(wrong.slice(0, 3)).toEqual([]);
}

describeRedactors((redactor) => {
  test('takes secrets away and nothing else', () => expectEach(redactor, fc.sample(secrets, LINES)));

  test('leaves text without secrets as it is', () => expectEach(redactor, fc.sample(harmless, LINES)));

  test('does as the others do', () => {
    const lines = fc.sample(arbitraryLine, LINES);
    const expected = javascript.redact(lines);
    expectEach(redactor, lines.map((line, index) => ({ ...line, expected: expected[index] })));
  });
});
