import { IConstruct } from 'constructs';
import { at } from './errors';

/**
 * Regular expressions that mean the same in POSIX awk, Go (RE2), and Ruby and Fluent Bit (Onigmo).
 */
export function checkPattern(where: IConstruct, pattern: string): string {
  const problem = problemOf(pattern);
  if (problem) {
    throw new Error(`pattern '${pattern}' in ${at(where)} ${problem}`);
  }
  return pattern;
}

const NAMED_GROUP = /\(\?<([A-Za-z_][A-Za-z0-9_]*)>/g;

/** A regular expression in the same form whose named groups, `(?<level>[A-Z]+)`, become fields. */
export function checkNamedGroups(where: IConstruct, pattern: string): string {
  checkPattern(where, pattern.replace(NAMED_GROUP, '('));
  const names = [...pattern.matchAll(NAMED_GROUP)].map((match) => match[1]);
  if (names.length === 0) {
    throw new Error(`pattern '${pattern}' in ${at(where)} has no named group, and therefore no field: add one, as in (?<level>[A-Z]+)`);
  }
  const twice = names.find((name, index) => names.indexOf(name) < index);
  if (twice) {
    throw new Error(`pattern '${pattern}' in ${at(where)} has two groups '${twice}': give one of them another name`);
  }
  return pattern;
}

const CLASS_NAMES = 'alnum|alpha|blank|cntrl|digit|graph|lower|print|punct|space|upper|xdigit';
const CLASS_MEMBER = `\\[:(?:${CLASS_NAMES}):\\]|[^\\][\\\\^&-]-[^\\][\\\\^&-]|(?!&&)[^\\][\\\\-]`;
const CLASS_OR_ESCAPE = new RegExp(`\\[(?:\\^|(?!\\^))-?(?:${CLASS_MEMBER})+-?\\]|\\\\[.[\\](){}*+?^$|\\\\/"=-]`, 'gu');
const BRANCHES = '(?:[^\\\\()[\\]{}*+?|][*+?]?)+(?:\\|(?:[^\\\\()[\\]{}*+?|][*+?]?)+)*';
const GROUP = new RegExp(`\\(${BRANCHES}\\)`, 'gu');
const WHOLE = new RegExp(`^${BRANCHES}$`, 'u');

function problemOf(pattern: string): string | undefined {
  if (pattern === '') {
    return 'is empty: write what the line must contain';
  }
  if (/[\n\0]/.test(pattern)) {
    return 'contains a newline or NUL, which log lines do not have: remove it';
  }
  const bare = pattern.replace(CLASS_OR_ESCAPE, 'x');
  const escape = /\\[A-Za-z0-9]/.exec(bare);
  if (escape) {
    return `uses '${escape[0]}', which not every shipper knows: write a class such as [0-9] or [[:space:]]`;
  }
  if (/\(\?|[*+?}][+?]|\\$/.test(bare)) {
    return 'uses groups with options, lazy or possessive repetition, or ends with a backslash, which not every shipper knows: write it without';
  }
  if (/[{}]/.test(bare)) {
    return 'uses { or }, which not every shipper knows: repeat with * + ?, or write [{] for the character';
  }
  return isRegExp(pattern) ? ambiguityOf(bare) : 'is not a regular expression: check its brackets';
}

function isRegExp(pattern: string): boolean {
  try {
    // POSIX classes are no JavaScript; everything else of the common ground is.
    return new RegExp(pattern.replace(/\[:[a-z]+:\]/g, 'x')) !== undefined;
  } catch {
    return false;
  }
}

function ambiguityOf(bare: string): string | undefined {
  let flat = bare;
  for (let before = ''; before !== flat;) {
    before = flat;
    flat = flat.replace(GROUP, 'x');
  }
  return WHOLE.test(flat) ? undefined : 'has an empty group or alternative, a class or an escape that shippers read differently:'
    + ' use \\ before . [ ] ( ) { } * + ? ^ $ | / \\ " = - only, and no [ or \\ in a class';
}
