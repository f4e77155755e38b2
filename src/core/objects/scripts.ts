import { readFileSync } from 'fs';
import { join } from 'path';

/** Where scripts are in images whose programs are not ours and may have a folder /scripts. */
export const SCRIPTS_BESIDE_PROGRAM = '/pod-pattern-scripts';

const SOURCES = join(__dirname, '../..');
const texts = new Map<string, string>();

/**
 * Scripts of this package, by their paths below src.
 *
 * @param folder the folder below src whose `scripts` folder has them
 */
export function scripts(folder: string, ...names: string[]): string[] {
  return names.map((name) => `${folder}/scripts/${name}`);
}

/** The text of a script as pods get it. */
export function scriptText(path: string): string {
  let text = texts.get(path);
  if (text === undefined) {
    text = withoutComments(path, readFileSync(join(SOURCES, path), 'utf8'));
    texts.set(path, text);
  }
  return text;
}

/**
 * Manifests are short without the lines that programs skip. In no script of this package does such a line stand in a string or a
 * here-document: a test compares what the programs read of both texts.
 */
function withoutComments(path: string, text: string): string {
  return text.replace(/\.(lua|sql)$/.test(path) ? /^\s*(--.*)?\n/gm : /^\s*(#.*)?\n/gm, '');
}
