import { LogFiles } from '../../core/values/log-files';

const DIGITS = (count: number) => '[0-9]'.repeat(count);
const ROTATED = ['.[0-9]', `.${DIGITS(2)}`, `.${DIGITS(3)}`, `-${DIGITS(8)}`, `.${DIGITS(4)}-${DIGITS(2)}-${DIGITS(2)}`];
const COMPRESSED = ['*.gz', '*.bz2', '*.xz', '*.zst'];

/**
 * What is not read. The plugin follows a renamed file to its end, and then would read it again from its head where the
 * path matches the new name too, although it keeps positions by inode.
 */
export function filesToExclude(files: LogFiles): string[] {
  const rotated = files.paths.filter((path) => path.endsWith('*')).flatMap((path) => ROTATED.map((suffix) => path + suffix));
  return [...files.exclude, ...rotated, ...COMPRESSED];
}
