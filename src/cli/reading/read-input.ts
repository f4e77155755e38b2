import * as fs from 'node:fs';
import * as os from 'node:os';
import { isStream, STDIN } from '../inputs';

const { O_RDONLY, O_NONBLOCK } = fs.constants as { readonly O_RDONLY: number; readonly O_NONBLOCK?: number };

/** What can be read once. */
const streams = new Map<string, Uint8Array>();

/** What fits into one text of JavaScript. */
const LARGEST_MIB = 511;
const LARGEST = LARGEST_MIB * 1024 * 1024;

/**
 * Reads a file. A named pipe to which nobody writes does not stop the check.
 *
 * @throws if there is no end to it, or it is too large
 */
export function readInput(file: string): Uint8Array {
  if (!isStream(file)) {
    return readWithoutWaiting(file);
  }
  const bytes = streams.get(file) ?? fs.readFileSync(file === STDIN ? 0 : file);
  if (bytes.length === 0) {
    throw new Error('nothing was piped in: look whether the program that should write it has failed');
  }
  expectSize(bytes.length);
  streams.set(file, bytes);
  return bytes;
}

function readWithoutWaiting(file: string): Uint8Array {
  const descriptor = open(file);
  try {
    const stat = fs.fstatSync(descriptor);
    if (stat.isFIFO()) {
      throw new Error("a named pipe is not read: pipe the text in, and write '-' for it");
    }
    if (!stat.isFile() && file !== os.devNull) {
      throw new Error('not a file');
    }
    expectSize(stat.size);
    return fs.readFileSync(descriptor);
  } finally {
    fs.closeSync(descriptor);
  }
}

function open(file: string): number {
  try {
    return fs.openSync(file, O_NONBLOCK ?? O_RDONLY);
  } catch (error) {
    throw file.includes('\ufffd') ? new Error('its name is not in UTF-8: rename it', { cause: error }) : error;
  }
}

function expectSize(bytes: number): void {
  if (bytes > LARGEST) {
    throw new Error(`a file of ${Math.ceil(bytes / 1024 / 1024)} MiB is not checked: the limit is ${LARGEST_MIB} MiB, so split it`);
  }
}
