import { readFileSync } from 'fs';
import { join } from 'path';

/** Where scripts are in images whose programs are not ours and may have a folder /scripts. */
export const SCRIPTS_BESIDE_PROGRAM = '/pod-pattern-scripts';

const cache = new Map<string, string>();

/**
 * Scripts of this package by file name, as a ConfigMap holds them.
 *
 * @param folder the folder below src whose `scripts` folder has them
 */
export function scripts(folder: string, ...names: string[]): { [name: string]: string } {
  return Object.fromEntries(names.map((name) => [name, script(join(__dirname, '../..', folder, 'scripts', name))]));
}

function script(file: string): string {
  let text = cache.get(file);
  if (text === undefined) {
    text = readFileSync(file, 'utf8');
    cache.set(file, text);
  }
  return text;
}
