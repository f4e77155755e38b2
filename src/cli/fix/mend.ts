import { fixFile } from './fix-file';
import { Finding } from '../../lint/finding';
import { readInput } from '../reading/read-input';
import { SourceFile } from '../source/source-file';
import { encode } from '../source/text';

/** Which fixes to make in a file, as plain data. */
export interface MendRequest {
  readonly file: string;
  readonly findings: readonly Pick<Finding, 'fix'>[];
  readonly unsafe: boolean;
}

/** A file with fixes, to be written. */
export interface Mended {
  readonly bytes: Uint8Array;
  /** How many fixes were made. */
  readonly count: number;
}

/** @throws if the file cannot be read, or not be written as it was */
export function mend({ file, findings, unsafe }: MendRequest): Mended {
  const source = new SourceFile(file, readInput(file));
  const { text, count } = fixFile(source, findings, unsafe);
  return { bytes: count > 0 ? encode({ ...source.encoded, text }) : new Uint8Array(), count };
}
