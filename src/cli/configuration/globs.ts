import * as path from 'node:path';
import picomatch from 'picomatch';

/** Whether a glob means the file: as a whole, or as the end of its path where it has no slash, as in `.gitignore`. */
export function matchesGlob(glob: string, file: string): boolean {
  const name = file.split('\\').join('/').replace(/^\.\//, '');
  return picomatch.isMatch(name, glob.replace(/^\.\//, ''), { dot: true, basename: !glob.includes('/') });
}

/** How the file is called from a folder, with slashes. What is no file, such as standard input, keeps its name. */
export function nameFrom(folder: string, file: string): string {
  return file.startsWith('<') ? file : path.relative(folder, file).split(path.sep).join('/');
}
