import * as path from 'node:path';

/** Absolute paths of a folder and of all that it is in, from the inside out. */
export function foldersAbove(folder: string): string[] {
  const own = path.resolve(folder);
  const parent = path.dirname(own);
  return parent === own ? [own] : [own, ...foldersAbove(parent)];
}
