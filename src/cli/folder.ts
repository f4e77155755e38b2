import * as fs from 'node:fs';
import * as path from 'node:path';

/** What is below a folder. */
export interface FolderContent {
  readonly files: readonly string[];
  /** What cannot be looked into, and why. */
  readonly problems: readonly { readonly path: string; readonly message: string }[];
}

/** Files below a folder with one of these endings, but for what is hidden or installed. Links are followed, unless they lead to where they are in. */
export function contentOf(folder: string, endings: readonly string[]): FolderContent {
  const files: string[] = [];
  const problems: { path: string; message: string }[] = [];
  const isWanted = (name: string): boolean => endings.some((ending) => name.endsWith(`.${ending}`));
  const lookAt = (entry: fs.Dirent, file: string, parent: string): void => {
    if (entry.isSymbolicLink()) {
      followLink(file, parent, isWanted(entry.name));
    } else if (entry.isDirectory()) {
      lookInto(file, path.join(parent, entry.name));
    } else if (entry.isFile() && isWanted(entry.name)) {
      files.push(file);
    }
  };
  const followLink = (file: string, parent: string, wanted: boolean): void => attempt(file, wanted, () => {
    const stat = fs.statSync(file);
    const target = fs.realpathSync(file);
    if (stat.isDirectory() && !`${parent}${path.sep}`.startsWith(target.replace(/[/\\]?$/, path.sep))) {
      lookInto(file, target);
    } else if (stat.isFile() && wanted) {
      files.push(file);
    }
  });
  const lookInto = (inner: string, real: string): void => attempt(inner, true, () => {
    for (const entry of fs.readdirSync(inner, { withFileTypes: true })) {
      if (!entry.name.startsWith('.') && entry.name !== 'node_modules') {
        lookAt(entry, path.join(inner, entry.name), real);
      }
    }
  });
  const attempt = (what: string, matters: boolean, work: () => void): void => {
    try {
      work();
    } catch (error) {
      problems.push(...matters ? [{ path: what, message: (error as Error).message }] : []);
    }
  };
  lookInto(folder, fs.realpathSync(folder));
  return { files: files.sort(), problems };
}
