import * as fs from 'node:fs';

/** Undefined where nothing is there, or it cannot be looked at, as with a name that is too long. */
export function statOf(file: string): fs.Stats | undefined {
  try {
    return fs.statSync(file);
  } catch {
    return undefined;
  }
}

/** The same for all names of a file. */
export function identityOf(file: string): string | undefined {
  const stat = statOf(file);
  return stat && `${stat.dev}:${stat.ino}`;
}

/** Whether it is a link, wherever that leads. */
export function isLink(file: string): boolean {
  return fs.lstatSync(file, { throwIfNoEntry: false })?.isSymbolicLink() ?? false;
}
