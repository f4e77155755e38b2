import * as fs from 'node:fs';
import * as path from 'node:path';
import { isLink, statOf } from './stat-of';

/**
 * Writes a file as a whole or not at all, whatever stops it on the way. The mode and owner of one that is there stay, and links to it.
 *
 * @throws if it cannot be written
 */
export function replaceFile(file: string, bytes: Uint8Array): void {
  const stat = statOf(file);
  if (!stat) {
    expectNoLink(file);
    return throughDraft(file, bytes, (draft) => fs.renameSync(draft, file));
  }
  const target = fs.realpathSync(file);
  fs.accessSync(target, fs.constants.W_OK);
  if (!stat.isFile()) { // such as /dev/stdout
    return fs.writeFileSync(file, bytes);
  }
  const { mode, uid, gid, nlink } = stat;
  try {
    throughDraft(target, bytes, (draft) => {
      fs.chownSync(draft, uid, gid);
      fs.chmodSync(draft, mode);
      if (nlink > 1) { // its other names mean the same file
        fs.writeFileSync(target, bytes);
      } else {
        fs.renameSync(draft, target);
      }
    });
  } catch (error) {
    if (!['EACCES', 'EPERM'].includes((error as NodeJS.ErrnoException).code!)) {
      throw error;
    }
    fs.writeFileSync(target, bytes); // the file may be written to, and its folder may not
  }
}

/** A link to nothing would be replaced, and what it leads to would never come. */
function expectNoLink(file: string): void {
  if (isLink(file)) {
    throw new Error(`it is a link to '${fs.readlinkSync(file)}', which does not exist`);
  }
}

/** Writes to a file beside it first. */
function throughDraft(file: string, bytes: Uint8Array, use: (draft: string) => void): void {
  const draft = path.join(path.dirname(file), `.pod-lint-${process.pid}.tmp`);
  try {
    fs.writeFileSync(draft, bytes);
    use(draft);
  } finally {
    fs.rmSync(draft, { force: true });
  }
}
