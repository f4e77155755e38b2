import { App } from 'cdk8s';
import * as fc from 'fast-check';
import { checkPattern } from '../../../src/core/values/patterns';
import { describeEach } from '../../support/programs';
import { matchInAwk } from '../support/awk';

const check = (pattern: string) => checkPattern(new App(), pattern);

test.each([
  'ERROR', 'time out', 'a.c', 'ab*c+d?', '^GET /health', 'done$', '(GET|POST) /', '((a|b)c)*', ' +', 'é|ü',
  '[abc]', '[^abc]', '[a-z0-9_]', '[-a]', '[a-]', '[a^]', '[.*+?]', '[{]', '[(|)]', '[[:digit:]]+', '[^[:space:]a-f]', '[$]',
  '\\.', '\\[', '\\]', '\\{"a"', '\\$', '\\^', '\\/', '\\|', '\\(\\)', '\\*+', '\\++', '\\(?', '\\\\', 'C:\\\\dir', '\\-',
])('takes %s', (pattern) => {
  expect(check(pattern)).toBe(pattern);
});

test.each([
  ['', 'is empty'],
  ['a\nb', 'newline or NUL'],
  ['a\0', 'newline or NUL'],
  ['\\d+', "'\\d'"],
  ['(a)\\1', "'\\1'"],
  ['\\bword', "'\\b'"],
  ['\\n', "'\\n'"],
  ['[\\w]', "'\\w'"],
  ['(?:a)', 'groups with options'],
  ['(?i)a', 'groups with options'],
  ['a(?=b)', 'groups with options'],
  ['a+?', 'lazy or possessive'],
  ['a*+', 'lazy or possessive'],
  ['a??', 'lazy or possessive'],
  ['a\\', 'ends with a backslash'],
  ['a{2}', 'uses { or }'],
  ['}', 'uses { or }'],
  ['\\\\{2}', 'uses { or }'],
  ['[', 'is not a regular expression'],
  ['[a', 'is not a regular expression'],
  ['(a', 'is not a regular expression'],
  ['a)', 'is not a regular expression'],
  ['*a', 'is not a regular expression'],
  ['a|*', 'is not a regular expression'],
  ['^*', 'is not a regular expression'],
  ['a**', 'is not a regular expression'],
  ['[z-a]', 'is not a regular expression'],
])('fails when a pattern is %j', (pattern, message) => {
  expect(() => check(pattern)).toThrow(message);
});

test.each([
  ['\\<a', 'GNU awk takes it for the start of a word'],
  ['a\\>', 'GNU awk takes it for the end of a word'],
  ['\\`a', 'GNU awk takes it for the start of the text'],
  ["a\\'", 'GNU awk takes it for the end of the text'],
  ['\\é', 'Go knows no such escape'],
  ['[]', 'awk waits for the bracket'],
  ['[^]', 'awk waits for the bracket'],
  ['[]a]', 'JavaScript takes the first bracket for the end'],
  ['[\\.]', 'a backslash is a character of the class in POSIX'],
  ['[a\\]b]', 'a backslash is a character of the class in POSIX'],
  ['[a[bc]]', 'Ruby knows classes in classes'],
  ['[[.a.]]', 'Go knows no collating elements'],
  ['[[=a=]]', 'Go knows no equivalence classes'],
  ['[a&&b]', 'Ruby takes it for an intersection'],
  ['[a-[:digit:]]', 'a class is not an end of a range'],
  ['[[:alpha]', 'Ruby and Go read it differently'],
  ['[[:letter:]]', 'nobody knows this class'],
  ['()', 'mawk wants something in the group'],
  ['a||b', 'mawk wants something on both sides'],
  ['(|a)', 'mawk wants something on both sides'],
  ['a|', 'mawk wants something on both sides'],
])('fails when a pattern is %s: %s', (pattern) => {
  expect(() => check(pattern)).toThrow(`pattern '${pattern}' in`);
});

const anyOf = (characters: string) => fc.constantFrom(...characters);
const range = fc.constantFrom('a-f', '0-5', 'A-Z');
const posixClass = fc.constantFrom('[:digit:]', '[:alpha:]', '[:space:]', '[:upper:]', '[:punct:]');

function charClass(member: fc.Arbitrary<string>): fc.Arbitrary<string> {
  return fc.tuple(fc.boolean(), fc.array(member, { minLength: 1, maxLength: 4 })).map(([not, members]) => `[${not ? '^' : ''}${members.join('')}]`);
}

/** Patterns of what every shipper knows; `^` and `$` stand at the ends, because GNU awk errs on them in repeated groups. */
function grammar(ofClass: fc.Arbitrary<string>): fc.Arbitrary<string> {
  const { branches } = fc.letrec<{ branches: string; piece: string; atom: string }>((tie) => ({
    branches: fc.array(fc.array(tie('piece'), { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 3 })
      .map((list) => list.map((pieces) => pieces.join('')).join('|')),
    piece: fc.tuple(tie('atom'), fc.constantFrom('', '', '*', '+', '?')).map((parts) => parts.join('')),
    atom: fc.oneof(
      { maxDepth: 3 },
      anyOf('ab1 .,:;=_-"\'<>/&%#@!~'),
      anyOf('.*+?()[]{}|^$\\/"-=').map((character) => `\\${character}`),
      charClass(ofClass),
      tie('branches').map((text) => `(${text})`),
    ),
  }));
  return fc.tuple(fc.constantFrom('', '', '^'), branches, fc.constantFrom('', '', '$')).map((parts) => parts.join(''));
}

const member = fc.oneof(anyOf('ab1 .*+?(){}|$,:=_'), range);

test('takes every pattern of the common ground, and so does JavaScript without POSIX classes', () => {
  fc.assert(fc.property(grammar(fc.oneof(member, posixClass)), (pattern) => {
    check(pattern);
    new RegExp(pattern.replace(/\[:[a-z]+:\]/g, 'x'));
  }));
});

/** Texts that look like patterns, of which few are accepted. */
const noise = fc.string({ unit: anyOf('ab1.*+?()[]{}|^$\\-<\'&:='), minLength: 1, maxLength: 8 });

const accepted = noise.filter((pattern) => {
  try {
    return check(pattern) !== '';
  } catch {
    return false;
  }
});

const lines = fc.array(fc.string({ unit: anyOf('ab1 .,:=-_"\'<>()[]{}|^$*+?/\\&'), maxLength: 12 }), { minLength: 10, maxLength: 20 });

// mawk is none of them: it gets nested repetitions wrong.
describeEach(['busybox awk', 'gawk'], '%s', (awk) => {
  test.each([
    ['of the common ground', grammar(member)],
    ['that is accepted', accepted],
  ])('finds with a pattern %s the lines that JavaScript finds', (_kind, arbitrary) => {
    fc.assert(fc.property(fc.array(arbitrary, { minLength: 1, maxLength: 20 }), lines, (patterns, texts) => {
      const expected = texts.map((text) => patterns.map((pattern) => Number(new RegExp(pattern).test(text))).join(''));
      expect(matchInAwk(awk, patterns, texts)).toEqual(expected);
    }), { numRuns: 50 });
  });
});
