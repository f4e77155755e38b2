import { spawnSync } from 'node:child_process';
import * as path from 'node:path';
import { skipped } from '../../support/skipped';

const SCRIPTS = path.join(__dirname, '../../../src/logging/scripts');
const PROGRAMS = ['frame.awk', 'json.awk', 'adapt.awk'].flatMap((name) => ['-f', path.join(SCRIPTS, name)]);

export type Settings = Record<string, string>;
export type Rewrite = (settings: Settings, lines: (string | Buffer)[]) => Buffer[];

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** The text of a line that is valid UTF-8. */
export const decode = (line: Buffer): string => utf8.decode(line);

const rewriteWith = ([command, ...options]: string[]): Rewrite => (settings, lines) => {
  const { status, stdout, stderr, error } = spawnSync(command, [...options, ...PROGRAMS], {
    input: Buffer.concat([...lines.flatMap((line) => [Buffer.from(line as string), Buffer.from('\n')]), Buffer.from('.\n')]),
    env: { PATH: process.env.PATH, LC_ALL: 'C', ...settings },
    maxBuffer: 2 ** 30,
    timeout: 50_000,
  });
  if (status !== 0) {
    throw new Error(`${command} fails: ${error ?? stderr}`);
  }
  return split(stdout);
};

function split(output: Buffer): Buffer[] {
  const lines: Buffer[] = [];
  for (let start = 0, end; (end = output.indexOf('\n', start)) >= 0; start = end + 1) {
    lines.push(output.subarray(start, end));
  }
  return lines;
}

function isInstalled([command]: string[]): boolean {
  const installed = !spawnSync(command, ['--version']).error;
  if (!installed) {
    skipped(command);
  }
  return installed;
}

/** Each awk that is installed: its name, and lines rewritten by it. */
export const awks = [['busybox', 'awk'], ['mawk'], ['gawk', '--posix']].filter(isInstalled)
  .map((command): [string, Rewrite] => [command.join(' '), rewriteWith(command)]);
