import * as path from 'node:path';
import picomatch from 'picomatch';

/**
 * Whether a glob means the file or a folder that it is in: by the whole path, or by a name alone where the glob has no slash, as in `.gitignore`.
 */
export function matchesGlob(glob: string, file: string): boolean {
  const matches = matcherOf(glob);
  const names = file.split('\\').join('/').replace(/^\.\//, '').split('/');
  return names.some((_, index) => matches(names.slice(0, index + 1).join('/')));
}

const matchers = new Map<string, (name: string) => boolean>();

/** A glob is asked about every file, and compiled once. */
function matcherOf(glob: string): (name: string) => boolean {
  const pattern = glob.replace(/^\.\//, '').replace(/\/$/, '');
  const matcher = matchers.get(pattern) ?? picomatch(pattern, { dot: true, basename: !pattern.includes('/') });
  matchers.set(pattern, matcher);
  return matcher;
}

/** How the file is called from a folder, with slashes. What is no file, such as standard input, keeps its name. */
export function nameFrom(folder: string, file: string): string {
  return file.startsWith('<') ? file : path.relative(folder, file).split(path.sep).join('/');
}
