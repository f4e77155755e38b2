import * as fs from 'node:fs';
import * as path from 'node:path';

/** What is below a folder. */
export interface FolderContent {
  readonly files: readonly string[];
  /** What has one of the endings and is no file: named pipes, sockets, devices. */
  readonly skipped: readonly string[];
  /** What cannot be looked into, and why. */
  readonly problems: readonly { readonly path: string; readonly message: string }[];
}

/** Files below a folder with one of these endings, but for what is hidden or installed. Links are followed, unless they lead to where they are in. */
export function contentOf(folder: string, endings: readonly string[]): FolderContent {
  const files: string[] = [];
  const skipped: string[] = [];
  const problems: { path: string; message: string }[] = [];
  const isWanted = (name: string): boolean => endings.some((ending) => name.endsWith(`.${ending}`));
  const lookAt = (entry: fs.Dirent, file: string, parent: string): void => {
    if (entry.isSymbolicLink()) {
      followLink(file, parent, isWanted(entry.name));
    } else if (entry.isDirectory()) {
      lookInto(file, path.join(parent, entry.name));
    } else if (isWanted(entry.name)) {
      (entry.isFile() ? files : skipped).push(file);
    }
  };
  const followLink = (file: string, parent: string, wanted: boolean): void => attempt(file, wanted, () => {
    const stat = fs.statSync(file);
    const target = fs.realpathSync(file);
    if (!stat.isDirectory()) {
      (stat.isFile() ? files : skipped).push(...wanted ? [file] : []);
    } else if (!`${parent}${path.sep}`.startsWith(target.replace(/[/\\]?$/, path.sep))) {
      lookInto(file, target);
    }
  });
  const lookInto = (inner: string, real: string): void => attempt(inner, true, () => {
    const stem = path.join(inner, path.sep).replace(/^\.[/\\]/, '');
    const directory = fs.opendirSync(inner, { bufferSize: 256 }); // of very many entries, not all are needed at once
    try {
      for (let entry = directory.readSync(); entry; entry = directory.readSync()) {
        if (!entry.name.startsWith('.') && entry.name !== 'node_modules') {
          lookAt(entry, stem + entry.name, real);
        }
      }
    } finally {
      directory.closeSync();
    }
  });
  const attempt = (what: string, matters: boolean, work: () => void): void => {
    try {
      work();
    } catch (error) {
      const { message } = error as Error;
      problems.push(...matters ? [{ path: what, message: message.includes(what) ? message : `${message} '${what}'` }] : []);
    }
  };
  lookInto(folder, fs.realpathSync(folder));
  return { files: files.sort(), skipped, problems };
}
