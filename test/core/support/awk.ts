import { Program } from '../../support/programs';

const MATCH = `
BEGIN { patterns = split(ENVIRON["PATTERNS"], pattern, "\\n") }
{
  row = ""
  for (i = 1; i <= patterns; i++) row = row ($0 ~ pattern[i] ? 1 : 0)
  print row
}`;

/** Which lines match which patterns: one row of 0 and 1 for each line, one column for each pattern. */
export function matchInAwk(awk: Program, patterns: string[], lines: string[]): string[] {
  return awk.output([MATCH], {
    input: lines.map((line) => `${line}\n`).join(''),
    env: { PATH: process.env.PATH, PATTERNS: patterns.join('\n') },
  }).split('\n').slice(0, -1);
}
