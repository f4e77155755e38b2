import * as fs from 'node:fs';
import { CheckedFile, FileChecker } from './check-file';
import { checkerOptions, CheckSettings } from './settings';
import { WorkerPool } from './worker-pool';
import { STDIN } from '../inputs';

/** From so many files on, the time that threads take to start is won back. */
const MANY = 150;
const BATCH = 25;

/** Checks each file by itself, and gives the results in the order of the files. */
export async function* checkFiles(files: readonly string[], settings: CheckSettings, threads: number): AsyncGenerator<CheckedFile> {
  if (files.length < MANY || threads < 2) {
    const checker = new FileChecker(checkerOptions(settings));
    for (const file of files) {
      yield checker.check(file, () => readInput(file));
    }
    return;
  }
  const pool = new WorkerPool(threads, settings);
  try {
    for await (const batch of pool.run(batchesOf(files))) {
      yield* batch;
    }
  } finally {
    await pool.close();
  }
}

let stdin: Uint8Array | undefined;

/** Reads a file, or what is piped in, which is there once. */
export function readInput(file: string): Uint8Array {
  return file === STDIN ? stdin ??= fs.readFileSync(0) : fs.readFileSync(file);
}

function* batchesOf(files: readonly string[]): Generator<readonly string[]> {
  for (let start = 0; start < files.length; start += BATCH) {
    yield files.slice(start, start + BATCH);
  }
}
