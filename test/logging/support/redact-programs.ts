import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { redactionSteps } from '../../../src/private/redaction';
import { skipped } from '../../support/skipped';

/** A text and the keys whose values are secrets in it. */
export interface Line {
  readonly keys: string[];
  readonly text: string;
}

export interface Redactor {
  readonly name: string;
  redact(lines: Line[], encoding?: BufferEncoding): string[];
}

const javascript: Redactor = {
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
function program(name: string, command: string[], lastArgument = (_lines: Line[]): string[] => []): Redactor {
  return {
    name,
    redact: (lines, encoding = 'utf8') => {
      const { status, stdout, stderr } = spawnSync(command[0], [...command.slice(1), ...lastArgument(lines)], {
        input: Buffer.from(lines.map(({ keys, text }) => `${keys.join(' ')}\n${text}\n`).join(''), encoding),
        env: { ...process.env, LC_ALL: 'C', LOG_REDACT_KEYS: 'password' },
        encoding,
        maxBuffer: 2 ** 30,
      });
      if (status !== 0) {
        throw new Error(`${name} fails: ${stderr}`);
      }
      return stdout.split('\n').slice(0, -1);
    },
  };
}

export const script = (name: string) => path.join(__dirname, '../../../src/logging/scripts', name);
const driver = (extension: string) => path.join(__dirname, `redact-lines.${extension}`);
const awk = ['-f', script('redact.awk'), '-f', driver('awk')];
const stepsByKeys = (lines: Line[]) => [JSON.stringify(Object.fromEntries(lines.map(({ keys }) => [keys.join(' '), redactionSteps(keys)])))];

const programs = [
  program('busybox awk', ['busybox', 'awk', ...awk]),
  program('mawk', ['mawk', ...awk]),
  program('gawk --posix', ['gawk', '--posix', ...awk]),
  program('luajit', ['luajit', driver('lua'), script('redact.lua')]),
  program('lua5.1', ['lua5.1', driver('lua'), script('redact.lua')]),
  program('ruby', ['ruby', driver('rb'), script('filter_redact_secrets.rb')]),
  program('go', ['go', 'run', driver('go')], stepsByKeys),
];

export function isInstalled(command: string): boolean {
  const installed = (process.env.PATH ?? '').split(path.delimiter).some((folder) => fs.existsSync(path.join(folder, command)));
  if (!installed) {
    skipped(command);
  }
  return installed;
}

/** The regular expressions, and what is installed of the programs that log shippers are made of. */
export const redactors = [javascript, ...programs.filter(({ name }) => isInstalled(name.split(' ')[0]))];
