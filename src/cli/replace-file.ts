import * as fs from 'node:fs';
import * as path from 'node:path';

/**
 * Writes a file that is there as a whole or not at all, whatever stops it on the way. Its mode and owner stay, and links to it.
 *
 * @throws if it cannot be written
 */
export function replaceFile(file: string, bytes: Uint8Array): void {
  const target = fs.realpathSync(file);
  fs.accessSync(target, fs.constants.W_OK);
  const { mode, uid, gid, nlink } = fs.statSync(target);
  const draft = path.join(path.dirname(target), `.pod-lint-${process.pid}.tmp`);
  try {
    fs.writeFileSync(draft, bytes);
    fs.chownSync(draft, uid, gid);
    fs.chmodSync(draft, mode);
    if (nlink > 1) { // its other names mean the same file
      fs.writeFileSync(target, bytes);
    } else {
      fs.renameSync(draft, target);
    }
  } catch (error) {
    if (!['EACCES', 'EPERM'].includes((error as NodeJS.ErrnoException).code!)) {
      throw error;
    }
    fs.writeFileSync(target, bytes); // the file may be written to, and its folder may not
  } finally {
    fs.rmSync(draft, { force: true });
  }
}
