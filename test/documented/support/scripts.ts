import { readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';

const SOURCES = join(__dirname, '../../../src');
const EXTENSIONS = ['.sh', '.awk', '.lua', '.rb'];

/** Every script that the library ships, by its path below src. */
export function readScripts(): Map<string, string> {
  const files = readdirSync(SOURCES, { recursive: true, encoding: 'utf8' }).filter((file) => EXTENSIONS.includes(extname(file)));
  return new Map(files.sort().map((file) => [file, readFileSync(join(SOURCES, file), 'utf8')]));
}
