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
    throw new Error(`pattern '${pattern}' in ${at(where)} has no named group, so no field: write one as (?<level>[A-Z]+)`);
  }
  const twice = names.find((name, index) => names.indexOf(name) < index);
  if (twice) {
    throw new Error(`pattern '${pattern}' in ${at(where)} has two groups '${twice}': give one of them another name`);
  }
  return pattern;
}

const BRACKETS = /\[\^?\]?(\[:[a-z]+:\]|[^\]])*\]/g;

function problemOf(pattern: string): string | undefined {
  if (pattern === '') {
    return 'is empty: write what the line must contain';
  }
  if (/[\n\0]/.test(pattern)) {
    return 'has a newline or NUL in it: log lines have none';
  }
  if (/\\[A-Za-z0-9]/.test(pattern)) {
    return `uses '${/\\[A-Za-z0-9]/.exec(pattern)![0]}', which not every shipper knows: write a class such as [0-9] or [[:space:]]`;
  }
  if (/\(\?|[*+?}][+?]|\\$/.test(pattern)) {
    return 'uses groups with options, lazy or possessive repetition, or ends with a backslash, which not every shipper knows: write it without';
  }
  if (/(^|[^\\])[{}]/.test(pattern.replace(BRACKETS, 'x'))) {
    return 'uses { or }, which not every shipper knows: repeat with * + ?, or write [{] for the character';
  }
  try {
    // POSIX classes are no JavaScript; everything else of the common ground is.
    new RegExp(pattern.replace(/\[:[a-z]+:\]/g, 'x'));
  } catch {
    return 'is no regular expression: check its brackets';
  }
  return undefined;
}
