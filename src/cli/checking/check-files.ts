import { isLarge } from './ask';
import { CheckedFile, FileChecker } from './check-file';
import { checkerOptions, CheckSettings } from './settings';
import { WorkerPool } from './worker-pool';
import { isStream } from '../inputs';
import { readInput } from '../read-input';

/** From so many files on, the time that threads take to start is won back. */
const MANY = 150;
const BATCH = 25;

/** Checks each file by itself, and gives the results in the order of the files. */
export async function* checkFiles(files: readonly string[], settings: CheckSettings, threads: number): AsyncGenerator<CheckedFile> {
  const checker = new FileChecker(checkerOptions(settings));
  const streams = files.filter(isStream);
  for (const file of streams) {
    yield checker.check(file, () => readInput(file));
  }
  const others = streams.length === 0 ? files : files.filter((file) => !isStream(file));
  if ((others.length < MANY || threads < 2) && !others.some(isLarge)) {
    for (const file of others) {
      yield checker.check(file, () => readInput(file));
    }
    return;
  }
  const pool = new WorkerPool(others.length < MANY ? 1 : threads, settings);
  try {
    for await (const batch of pool.run(batchesOf(others))) {
      yield* batch;
    }
  } finally {
    await pool.close();
  }
}

function* batchesOf(files: readonly string[]): Generator<readonly string[]> {
  for (let start = 0; start < files.length; start += BATCH) {
    yield files.slice(start, start + BATCH);
  }
}
