import { IConstruct } from 'constructs';
import { at, normalizePath } from './errors';
import { someOf } from './given';

const FOLLOWABLE = /^[\p{L}\p{N} _.\-/*?[\]!+=:@~^]+$/u;
const GLOB = /[*?[]/;

/** Log files as paths or globs, such that every shipper understands them alike. */
export class LogFiles {
  /** The deepest folder that holds all of them: the one that is shared. */
  public readonly folder: string;
  public readonly paths: string[];
  public readonly exclude: string[];

  constructor(where: IConstruct, paths: string[], exclude: string[] = []) {
    this.paths = someOf(where, 'log files', paths, 'name at least one path, such as \'/var/log/app/*.log\'').map((path) => checkPath(where, path));
    this.exclude = exclude.map((path) => checkPath(where, path));
    this.folder = this.paths.map(staticFolder).reduce(commonFolder);
    if (this.folder === '/') {
      throw new Error(`log files ${paths.map((path) => `'${path}'`).join(', ')} in ${at(where)} have only '/' in common, which cannot be shared:`
        + ' use one log sidecar for each folder');
    }
  }
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

function staticFolder(path: string): string {
  const parts = path.split('/').slice(0, -1);
  const glob = parts.findIndex((part) => GLOB.test(part));
  return parts.slice(0, glob < 0 ? undefined : glob).join('/') || '/';
}

function commonFolder(one: string, other: string): string {
  const parts = one.split('/');
  const others = other.split('/');
  const end = parts.findIndex((part, index) => part !== others[index]);
  return parts.slice(0, end < 0 ? undefined : end).join('/') || '/';
}
