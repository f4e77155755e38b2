import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';

export const SOURCES = join(__dirname, '../../src');

const files = readdirSync(SOURCES, { recursive: true, encoding: 'utf8' }).filter((file) => file.includes('/scripts/'));

/** The file of a script of the library, by its name. */
export function scriptFile(name: string): string {
  const found = files.filter((file) => basename(file) === name);
  if (found.length !== 1) {
    throw new Error(`${found.length} scripts of src are named '${name}': ${found.join(', ')}`);
  }
  return join(SOURCES, found[0]);
}
