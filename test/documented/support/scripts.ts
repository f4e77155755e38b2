import { readdirSync } from 'node:fs';
import { extname, join } from 'node:path';
import { scriptText } from '../../../src/core/objects/scripts';

const SOURCES = join(__dirname, '../../../src');
const EXTENSIONS = ['.sh', '.awk', '.lua', '.rb', '.sql'];

/** Every script that the library ships, as pods get it, by its path below src. */
export function readScripts(): Map<string, string> {
  const files = readdirSync(SOURCES, { recursive: true, encoding: 'utf8' }).filter((file) => EXTENSIONS.includes(extname(file)));
  return new Map(files.sort().map((file) => [file, scriptText(file)]));
}
