import { IConstruct } from 'constructs';
import { at, normalizePath } from './errors';
import { someOf } from './given';

const FOLLOWABLE = /^[\p{L}\p{N} _.\-/*?[\]!+=:@~^]+$/u;
const GLOB = /[*?[]/;

/** Names of files without an extension; another name without one is more likely to be a folder. */
const PLAIN_FILE = /.log$|^(messages|secure|output|std(out|err))$/i;

/** Log files as paths or globs, such that every shipper understands them alike. */
export class LogFiles {
  /** The folders that hold all of them, none inside another one: those that are shared. */
  public readonly folders: string[];
  public readonly paths: string[];
  public readonly exclude: string[];

  constructor(where: IConstruct, paths: string[], exclude: string[] = []) {
    this.paths = someOf(where, 'log files', paths, 'name at least one path, such as \'/var/log/app/*.log\'').map((path) => checkPath(where, path));
    this.exclude = exclude.map((path) => checkPath(where, path));
    const folders = [...new Set(this.paths.map(staticFolder))];
    this.folders = folders.filter((folder) => !folders.some((other) => other !== folder && isWithin(other, folder)));
    this.paths.forEach((path) => checkFile(where, path, folders));
  }

  /** The shared folder that a path is in. */
  public folderOf(path: string): string | undefined {
    return this.folders.find((folder) => isWithin(folder, path));
  }
}

/** Whether a path is a folder, or in it. */
export function isWithin(folder: string, path: string): boolean {
  return `${path}/`.startsWith(folder === '/' ? '/' : `${folder}/`);
}

function checkPath(where: IConstruct, path: string): string {
  const normal = normalizePath('log file', path, where);
  if (!FOLLOWABLE.test(path) || path.includes('**')) {
    throw new Error(`log file '${path}' in ${at(where)} cannot be followed by every shipper:`
      + ' use letters, digits, blanks and _ . - / ! + = : @ ~ ^, with * ? and [...] as wildcards in one folder level each');
  }
  if (path.endsWith('/')) {
    throw new Error(`log file '${path}' in ${at(where)} is a folder: name the files in it, such as '${path}*.log'`);
  }
  return normal;
}

function checkFile(where: IConstruct, path: string, folders: string[]): void {
  const name = path.slice(path.lastIndexOf('/') + 1);
  if (folders.some((folder) => isWithin(path, folder)) || !/[.*?[]/.test(name) && !PLAIN_FILE.test(name)) {
    throw new Error(`log file '${path}' in ${at(where)} looks like a folder: name the files in it, such as '${path}/*.log',`
      + ` or write '${path.replace(/.$/, '[$&]')}' if it is a file`);
  }
}

function staticFolder(path: string): string {
  const glob = path.search(GLOB);
  return path.slice(0, path.lastIndexOf('/', glob < 0 ? undefined : glob)) || '/';
}
