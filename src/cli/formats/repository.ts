import * as fs from 'node:fs';
import * as path from 'node:path';
import { nameFrom } from '../configuration/globs';
import { foldersAbove } from '../folders-above';

/** The repository that the command runs in: GitHub wants paths from there, wherever that is. Without one, it is the working directory. */
export class Repository {
  public readonly root = foldersAbove('').find(isRoot) ?? process.cwd();

  /** With slashes; a file outside keeps its absolute path. */
  public pathOf(file: string): string {
    const name = nameFrom(this.root, file);
    return name.startsWith('../') ? path.resolve(file) : name;
  }
}

/** Where there is no git, as in small images, GitHub checks out the files alone. */
function isRoot(folder: string): boolean {
  return folder === process.env.GITHUB_WORKSPACE || fs.existsSync(path.join(folder, '.git'));
}
