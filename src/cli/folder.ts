import * as fs from 'node:fs';
import * as path from 'node:path';

/** What is below a folder. */
export interface FolderContent {
  readonly files: readonly string[];
  /** Those of the files that are links. */
  readonly links: readonly string[];
  /** What has one of the endings and is no file: named pipes, sockets, devices. */
  readonly skipped: readonly string[];
  /** What cannot be looked into, and why. */
  readonly problems: readonly { readonly path: string; readonly message: string }[];
}

/** A link, and the real path of the folder that it is in. */
interface Link {
  readonly file: string;
  readonly parent: string;
}

/**
 * Files below a folder with one of these endings, but for what is hidden or installed. Links are followed, unless they lead to a folder that is
 * looked at anyway: in `/sys`, for example, there is no end to them.
 */
export function contentOf(folder: string, endings: readonly string[]): FolderContent {
  const files: string[] = [];
  const links: string[] = [];
  const skipped: string[] = [];
  const problems: { path: string; message: string }[] = [];
  const waiting: Link[] = [];
  const roots = new Set<string>();
  const isWanted = (name: string): boolean => endings.some((ending) => name.endsWith(`.${ending}`));
  const lookAt = (entry: fs.Dirent, file: string, parent: string): void => {
    if (entry.isSymbolicLink()) {
      waiting.push({ file, parent });
    } else if (entry.isDirectory()) {
      lookInto(file, path.join(parent, entry.name));
    } else if (isWanted(entry.name)) {
      (entry.isFile() ? files : skipped).push(file);
    }
  };
  const lookInto = (inner: string, real: string): void => roots.has(real) ? undefined : attempt(inner, true, () => {
    const stem = path.join(inner, path.sep).replace(/^\.[/\\]/, '');
    const directory = fs.opendirSync(inner, { bufferSize: 256 }); // of very many entries, not all are needed at once
    try {
      for (let entry = directory.readSync(); entry; entry = directory.readSync()) {
        if (isVisible(entry.name)) {
          lookAt(entry, stem + entry.name, real);
        }
      }
    } finally {
      directory.closeSync();
    }
  });
  const lookBelow = (inner: string, real: string): void => {
    lookInto(inner, real);
    roots.add(real);
  };
  const follow = ({ file, parent }: Link): void => attempt(file, isWanted(file), () => {
    const stat = fs.statSync(file);
    const target = fs.realpathSync(file);
    if (!stat.isDirectory()) {
      [stat.isFile() ? files : skipped, links].forEach((list) => list.push(...isWanted(file) ? [file] : []));
    } else if (pathBelow(target, parent) === undefined && ![...roots].some((root) => pathBelow(root, target)?.every(isVisible))) {
      lookBelow(file, target);
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
  lookBelow(folder, fs.realpathSync(folder));
  while (waiting.length > 0) { // what stands there itself comes first, and its own name with it
    waiting.splice(0).sort((one, other) => one.file < other.file ? -1 : 1).forEach(follow);
  }
  return { files: files.sort(), links, skipped, problems };
}

function isVisible(name: string): boolean {
  return !name.startsWith('.') && name !== 'node_modules';
}

/** The names on the way from a folder to what is below it. */
function pathBelow(folder: string, other: string): string[] | undefined {
  const relative = path.relative(folder, other);
  const names = relative.split(path.sep).filter((name) => name !== '');
  return names[0] === '..' || path.isAbsolute(relative) ? undefined : names;
}
