import * as fs from 'node:fs';
import * as path from 'node:path';
import { globSync } from 'tinyglobby';

/** The name of standard input among files. */
export const STDIN = '<stdin>';

const EXTENSIONS = ['yaml', 'yml', 'json'];

/** What arguments name. */
export interface Inputs {
  readonly files: readonly string[];
  /** The arguments that name nothing, and why. */
  readonly missing: readonly MissingInput[];
}

export interface MissingInput {
  readonly argument: string;
  readonly message: string;
}

/**
 * The files that arguments name: files, directories with all YAML and JSON below them, globs, and `-` for what is piped in. Each is there
 * once, with a path relative to the working directory if it is below it.
 *
 * @throws if no argument names anything
 */
export function inputsOf(args: readonly string[]): Inputs {
  const missing: MissingInput[] = [];
  const files = args.flatMap((argument) => {
    const found = argument === '-' ? [STDIN] : filesOf(argument);
    if (found.length === 0) {
      missing.push({ argument, message: whyNothing(argument) });
    }
    return found;
  });
  if (files.length === 0) {
    throw new Error(missing[0].message);
  }
  return { files: [...new Set(files.map(nameOf))], missing };
}

export function isFile(argument: string): boolean {
  return fs.statSync(argument, { throwIfNoEntry: false })?.isFile() ?? false;
}

function filesOf(argument: string): readonly string[] {
  const stat = fs.statSync(argument, { throwIfNoEntry: false });
  if (stat?.isDirectory()) {
    return glob(`**/*.{${EXTENSIONS.join(',')}}`, argument);
  }
  return stat ? [argument] : glob(argument.split(path.sep).join('/'), '.');
}

function whyNothing(argument: string): string {
  return fs.existsSync(argument) ? `there is no file with the ending ${EXTENSIONS.join(', ')} in '${argument}'`
    : `'${argument}' is not a file, a directory or a glob that matches files`;
}

function nameOf(file: string): string {
  const relative = path.relative('', file);
  return file === STDIN ? file : relative.startsWith('..') ? path.normalize(file) : relative;
}

function glob(pattern: string, cwd: string): string[] {
  return globSync(pattern, { cwd, dot: false, ignore: ['**/node_modules/**', '**/.git/**'], expandDirectories: false })
    .map((file) => path.join(cwd, file))
    .sort();
}
