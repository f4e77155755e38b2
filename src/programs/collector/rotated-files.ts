import { IConstruct } from 'constructs';
import { FileLog } from './file-log';
import { at } from '../../core/values/errors';
import { LogFiles } from '../../core/values/log-files';

const COMPRESSED = '*.{gz,bz2,xz,zst}';

/** What is read: a rotated file keeps its place in it, since files are known by how they start and not by name. */
export function filesToRead(where: IConstruct, files: LogFiles, rotatedFiles?: string[]): Pick<FileLog, 'folders' | 'include' | 'exclude'> {
  const rotated = rotatedFiles ? checkRotated(where, files, rotatedFiles) : files.paths.flatMap(rotatedNames);
  const include = unique([...files.paths, ...rotated]);
  return {
    folders: files.folders,
    include,
    exclude: unique([
      ...files.exclude,
      ...files.exclude.flatMap(rotatedNames),
      ...include.map((path) => path.replace(/[^/]*$/, COMPRESSED)),
    ]),
  };
}

/** `app.log` becomes `app.log.1` or `app.log-20260131`. */
function rotatedNames(path: string): string[] {
  return path.endsWith('*') ? [] : [`${path}.*`, `${path}-*`];
}

function checkRotated(where: IConstruct, files: LogFiles, rotatedFiles: string[]): string[] {
  if (rotatedFiles.length === 0) {
    return [];
  }
  const rotated = new LogFiles(where, rotatedFiles);
  if (rotated.folders.some((folder) => files.folderOf(folder) === undefined)) {
    throw new Error(`rotated files ${rotated.paths.map((path) => `'${path}'`).join(', ')} in ${at(where)} are not in '${files.folders.join('\', \'')}',`
      + ' the folder that is shared: rotate into a folder below it');
  }
  return rotated.paths;
}

function unique(paths: string[]): string[] {
  return [...new Set(paths)];
}
