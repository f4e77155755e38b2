import { describeEach, Program } from '../../support/programs';
import { scriptFile } from '../../support/scripts';

const PROGRAMS = ['frame.awk', 'json.awk', 'adapt.awk'].flatMap((name) => ['-f', scriptFile(name)]);

export type Settings = Record<string, string>;
export type Rewrite = (settings: Settings, lines: (string | Buffer)[]) => Buffer[];

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** The text of a line that is valid UTF-8. */
export const decode = (line: Buffer): string => utf8.decode(line);

const rewriteWith = (awk: Program): Rewrite => (settings, lines) => split(Buffer.from(awk.output(PROGRAMS, {
  input: Buffer.concat([...lines.flatMap((line) => [Buffer.from(line as string), Buffer.from('\n')]), Buffer.from('.\n')]),
  env: { PATH: process.env.PATH, LC_ALL: 'C', ...settings },
  encoding: 'latin1',
  timeout: 50_000,
}), 'latin1'));

function split(output: Buffer): Buffer[] {
  const lines: Buffer[] = [];
  for (let start = 0, end; (end = output.indexOf('\n', start)) >= 0; start = end + 1) {
    lines.push(output.subarray(start, end));
  }
  return lines;
}

/** Tests of lines that are rewritten by each awk that images have. */
export function describeAwks(tests: (rewrite: Rewrite) => void): void {
  describeEach(['busybox awk', 'mawk', 'gawk --posix'], '%s', (awk) => tests(rewriteWith(awk)));
}
