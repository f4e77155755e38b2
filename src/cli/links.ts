import * as fs from 'node:fs';
import * as path from 'node:path';
import { memoized } from '../core/values/memoized';

/** The path without links in it; of what cannot be looked at, the one that is given. */
export function realPath(file: string): string {
  try {
    return fs.realpathSync.native(file);
  } catch {
    return path.resolve(file);
  }
}

/**
 * Each file once, although links may lead to it: under its own name if that is given too, and otherwise under the first one.
 *
 * @param links the files that may be links; all others are none
 */
export function onceEach(files: readonly string[], links: ReadonlySet<string>): string[] {
  const realFolder = memoized(realPath);
  const targets = new Map<string, string>();
  for (const file of files) {
    const target = links.has(file) ? realPath(file) : path.join(realFolder(path.dirname(file)), path.basename(file));
    if (target !== path.resolve(file)) {
      targets.set(file, target);
    }
  }
  const taken = new Set(targets.size === 0 ? [] : files.filter((file) => !targets.has(file)).map((file) => path.resolve(file)));
  return files.filter((file) => {
    const target = targets.get(file);
    const isNew = target === undefined || !taken.has(target);
    if (target !== undefined) {
      taken.add(target);
    }
    return isNew;
  });
}
