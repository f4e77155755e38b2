import { isLarge } from './ask';
import { readInput } from './read-input';
import { ResultOf, Task, workOf } from './task';
import { WorkerPool } from './worker-pool';
import { isStream } from '../inputs';

/** From so many files on, the time that threads take to start is won back. */
const MANY = 150;
const BATCH = 25;

/** Does the task with each file by itself, and gives the results in the order of the files. */
export async function* readFiles<T extends Task>(files: readonly string[], task: T, threads: number): AsyncGenerator<ResultOf<T>> {
  const streams = files.filter(isStream);
  const others = streams.length === 0 ? files : files.filter((file) => !isStream(file));
  if ((others.length < MANY || threads < 2) && !others.some(isLarge)) {
    return yield* here([...streams, ...others], task);
  }
  const pool = new WorkerPool(others.length < MANY ? 1 : Math.min(threads, Math.ceil(others.length / BATCH)), task);
  try {
    yield* here(streams, task);
    for await (const batch of pool.run(batchesOf(others))) {
      yield* batch;
    }
  } finally {
    await pool.close();
  }
}

function* here<T extends Task>(files: readonly string[], task: T): Generator<ResultOf<T>> {
  const work = workOf(task);
  for (const file of files) {
    yield work.resultOf(file, () => readInput(file));
  }
}

function* batchesOf(files: readonly string[]): Generator<readonly string[]> {
  for (let start = 0; start < files.length; start += BATCH) {
    yield files.slice(start, start + BATCH);
  }
}
