import picomatch from 'picomatch';

/** Whether a glob means the file: as a whole, or as the end of its path where it has no slash, as in `.gitignore`. */
export function matchesGlob(glob: string, file: string): boolean {
  const name = file.split('\\').join('/').replace(/^\.\//, '');
  return picomatch.isMatch(name, glob.replace(/^\.\//, ''), { dot: true, basename: !glob.includes('/') });
}
