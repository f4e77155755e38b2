import * as fs from 'node:fs';
import { isStream, STDIN } from './inputs';

const { O_RDONLY, O_NONBLOCK } = fs.constants as { readonly O_RDONLY: number; readonly O_NONBLOCK?: number };

/** What can be read once. */
const streams = new Map<string, Uint8Array>();

/** Reads a file. A named pipe to which nobody writes does not stop the check. */
export function readInput(file: string): Uint8Array {
  if (!isStream(file)) {
    return readWithoutWaiting(file);
  }
  const bytes = streams.get(file) ?? fs.readFileSync(file === STDIN ? 0 : file);
  streams.set(file, bytes);
  return bytes;
}

function readWithoutWaiting(file: string): Uint8Array {
  const descriptor = fs.openSync(file, O_NONBLOCK ?? O_RDONLY);
  try {
    if (fs.fstatSync(descriptor).isFIFO()) {
      throw new Error("a named pipe is not read: pipe the text in, and write '-' for it");
    }
    return fs.readFileSync(descriptor);
  } finally {
    fs.closeSync(descriptor);
  }
}
