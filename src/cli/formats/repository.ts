import * as fs from 'node:fs';
import * as path from 'node:path';
import { nameFrom } from '../configuration/globs';
import { foldersAbove } from '../folders-above';

/** The repository that the command runs in: GitHub wants paths from there, wherever that is. Without one, it is the working directory. */
export class Repository {
  public readonly root = foldersAbove('').find((folder) => fs.existsSync(path.join(folder, '.git'))) ?? process.cwd();

  /** With slashes; a file outside keeps its absolute path. */
  public pathOf(file: string): string {
    const name = nameFrom(this.root, file);
    return name.startsWith('../') ? path.resolve(file) : name;
  }
}
