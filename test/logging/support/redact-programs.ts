import * as path from 'node:path';
import { RedactionStep, redactionSteps } from '../../../src/logging/redaction';
import { describeProgram, Program } from '../../support/programs';
import { scriptFile } from '../../support/scripts';

/** A text and the keys whose values are secrets in it. */
export interface Line {
  readonly keys: string[];
  readonly text: string;
}

export interface Redactor {
  readonly name: string;
  redact(lines: Line[], encoding?: BufferEncoding): string[];
}

/** The regular expressions themselves. */
export const javascript: Redactor = {
  name: 'JavaScript',
  redact: (lines) => lines.map(({ keys, text }) => expressions(keys).reduce(
    (before, [expression, replacement]) => before.replace(expression, replacement), text)),
};

const known = new Map<string, [RegExp, string][]>();

function expressions(keys: string[]): [RegExp, string][] {
  const name = keys.join(' ');
  if (!known.has(name)) {
    known.set(name, redactionSteps(keys).map(({ pattern, replacement }) =>
      [new RegExp(pattern.replace('(?i)', ''), pattern.startsWith('(?i)') ? 'gi' : 'g'), replacement]));
  }
  return known.get(name)!;
}

/** A program that reads keys and text in turns, one per line, and prints the redacted texts. */
function redactorOf(name: string, program: Program, argsFor: (lines: Line[]) => string[]): Redactor {
  return {
    name,
    redact: (lines, encoding = 'utf8') => program.output(argsFor(lines), {
      input: Buffer.from(lines.map(({ keys, text }) => `${keys.join(' ')}\n${text}\n`).join(''), encoding),
      env: { ...process.env, LC_ALL: 'C', LOG_REDACT_KEYS: 'password' },
      encoding,
    }).split('\n').slice(0, -1),
  };
}

const driver = (extension: string) => path.join(__dirname, `redact-lines.${extension}`);
const awk = ['-f', scriptFile('redact.awk'), '-f', driver('awk')];
const stepsByKeys = (lines: Line[]) => [JSON.stringify(Object.fromEntries(lines.map(({ keys }) => [keys.join(' '), redactionSteps(keys).map(toGo)])))];

/** In Go, `$1Bearer` is one name. */
const toGo = (step: RedactionStep) => ({ ...step, replacement: step.replacement.replace(/\$([0-9]+)/g, '${$1}') });

const lua = [driver('lua'), scriptFile('redact.lua')];

/** What log shippers are made of, and its arguments. */
const PROGRAMS: { [command: string]: (lines: Line[]) => string[] } = {
  'busybox awk': () => awk,
  'mawk': () => awk,
  'gawk --posix': () => awk,
  'luajit': () => lua,
  'lua5.1': () => lua,
  'ruby': () => [driver('rb'), scriptFile('filter_redact_secrets.rb')],
  'go': (lines) => ['run', driver('go'), ...stepsByKeys(lines)],
};

/** Tests of redaction by the regular expressions, and by each program that log shippers are made of. */
export function describeRedactors(tests: (redactor: Redactor) => void): void {
  describe(javascript.name, () => tests(javascript));
  for (const [command, argsFor] of Object.entries(PROGRAMS)) {
    describeProgram(command, command, (program) => tests(redactorOf(command, program, argsFor)));
  }
}
