import * as fs from 'node:fs';
import * as path from 'node:path';
import { globSync } from 'tinyglobby';

/** The name of standard input among files. */
export const STDIN = '<stdin>';

const EXTENSIONS = ['yaml', 'yml', 'json'];

/**
 * The files that arguments name: files, directories with all YAML and JSON below them, globs, and `-` for what is piped in.
 *
 * @throws if an argument names nothing
 */
export function inputsOf(args: readonly string[]): string[] {
  return [...new Set(args.flatMap((arg) => arg === '-' ? [STDIN] : filesOf(arg)))];
}

function filesOf(arg: string): string[] {
  const stat = fs.statSync(arg, { throwIfNoEntry: false });
  if (stat?.isDirectory()) {
    const files = glob(`**/*.{${EXTENSIONS.join(',')}}`, arg);
    if (files.length === 0) {
      throw new Error(`there is no file with the ending ${EXTENSIONS.join(', ')} in '${arg}'`);
    }
    return files;
  }
  if (stat) {
    return [arg];
  }
  const found = glob(arg.split(path.sep).join('/'), '.');
  if (found.length === 0) {
    throw new Error(`'${arg}' is not a file, a directory or a glob that matches files`);
  }
  return found;
}

function glob(pattern: string, cwd: string): string[] {
  return globSync(pattern, { cwd, dot: false, ignore: ['**/node_modules/**', '**/.git/**'], expandDirectories: false })
    .map((file) => path.join(cwd, file))
    .sort();
}
