import { readFileSync } from 'fs';
import { join } from 'path';

const SCRIPTS = join(__dirname, '..', 'logging', 'scripts');
const cache = new Map<string, string>();

/** Scripts of this package by file name, as a ConfigMap holds them. */
export function scripts(...names: string[]): { [name: string]: string } {
  return Object.fromEntries(names.map((name) => [name, script(name)]));
}

function script(name: string): string {
  let text = cache.get(name);
  if (text === undefined) {
    text = readFileSync(join(SCRIPTS, name), 'utf8');
    cache.set(name, text);
  }
  return text;
}
