import * as fs from 'node:fs';
import * as path from 'node:path';

export const ROOT = path.join(__dirname, '../../../..');
const PAGE = path.join(ROOT, 'docs/documented-commands.md');

/** A command of the page, and what it says that the command prints. */
export interface Shown {
  readonly command: string;
  readonly output: string[];
}

/** An example with its commands, in the order in which they are typed. */
export interface Section {
  readonly example: string;
  readonly commands: Shown[];
  /** Why the tests do not type them. */
  readonly notRunHere?: string;
}

/** The sections of the page that are about an example. */
export function readSections(text = fs.readFileSync(PAGE, 'utf8')): Section[] {
  return text.split(/^## /m).slice(1).map((section) => ({
    example: section.slice(0, section.indexOf('\n')),
    commands: [...section.matchAll(/^```console\n([^]*?)^```$/gm)].flatMap(([, block]) => readBlock(block)),
    notRunHere: /^Not run here: (.*?)\. /m.exec(section)?.[1],
  }));
}

/** A command stands behind `$ `, and what it prints below. */
function readBlock(block: string): Shown[] {
  return block.split(/^\$ /m).slice(1).map((part) => {
    const [command, ...output] = part.trimEnd().split('\n');
    return { command, output };
  });
}
