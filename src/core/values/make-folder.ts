import * as fs from 'node:fs';
import * as path from 'node:path';

/**
 * Makes a folder, and those that it is in. (Node's own way of doing so never returns where a file system says that there is no folder in one
 * that is there, as that of `/proc` does.)
 *
 * @throws if it cannot be made
 */
export function makeFolder(folder: string): void {
  const whole = path.resolve(folder);
  const parent = path.dirname(whole);
  if (isFolder(whole)) {
    return;
  }
  if (parent !== whole) {
    makeFolder(parent);
  }
  try {
    fs.mkdirSync(whole);
  } catch (error) {
    if (!isFolder(whole)) { // another process may have made it
      throw error;
    }
  }
}

function isFolder(name: string): boolean {
  return fs.statSync(name, { throwIfNoEntry: false })?.isDirectory() ?? false;
}
