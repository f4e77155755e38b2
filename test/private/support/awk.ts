import { spawnSync } from 'node:child_process';

/** The awk programs that are installed, each as its command line. mawk is none of them: it gets nested repetitions wrong. */
export const awks = [['busybox', 'awk'], ['gawk']].filter(([program, ...args]) => spawnSync(program, [...args, 'BEGIN { exit 0 }']).status === 0);

const MATCH = `
BEGIN { patterns = split(ENVIRON["PATTERNS"], pattern, "\\n") }
{
  row = ""
  for (i = 1; i <= patterns; i++) row = row ($0 ~ pattern[i] ? 1 : 0)
  print row
}`;

/** Which lines match which patterns: one row of 0 and 1 for each line, one column for each pattern. */
export function matchInAwk([program, ...args]: string[], patterns: string[], lines: string[]): string[] {
  const { status, stdout, stderr } = spawnSync(program, [...args, MATCH], {
    input: lines.map((line) => `${line}\n`).join(''),
    env: { PATH: process.env.PATH, PATTERNS: patterns.join('\n') },
    encoding: 'utf8',
  });
  if (status !== 0) {
    throw new Error(`${program} ends with ${status}: ${stderr}`);
  }
  return stdout.split('\n').slice(0, -1);
}
