import type { Worker } from 'node:worker_threads';
import { ask, startWorker } from './ask';
import { ResultOf, Task, workOf } from './task';

/** Threads that read batches of files. No more batches are under way than keep them busy, so that results do not pile up. */
export class WorkerPool<T extends Task> {
  private readonly workers: Worker[];

  constructor(threads: number, private readonly task: T) {
    this.workers = Array.from({ length: threads }, () => startWorker(task));
  }

  /** The results in the order of the batches. */
  public async *run(batches: Iterable<readonly string[]>): AsyncGenerator<readonly ResultOf<T>[]> {
    const underWay: Promise<readonly ResultOf<T>[]>[] = [];
    let turn = 0;
    for (const batch of batches) {
      if (underWay.length >= 2 * this.workers.length) {
        yield await underWay.shift()!;
      }
      const answer = this.read(turn++ % this.workers.length, batch);
      answer.catch(() => undefined); // it is reported where it is awaited
      underWay.push(answer);
    }
    for (const answer of underWay) {
      yield await answer;
    }
  }

  public async close(): Promise<void> {
    await Promise.all(this.workers.map((worker) => worker.terminate()));
  }

  /** A file may end its thread, as when memory runs out; then one by one shows which. */
  private async read(index: number, files: readonly string[]): Promise<readonly ResultOf<T>[]> {
    const worker = this.workers[index];
    try {
      return await ask<ResultOf<T>[]>(worker, { files });
    } catch {
      if (this.workers[index] === worker) {
        this.workers[index] = startWorker(this.task);
      }
      return this.oneByOne(files);
    }
  }

  private async oneByOne(files: readonly string[]): Promise<readonly ResultOf<T>[]> {
    const results: ResultOf<T>[] = [];
    let worker = startWorker(this.task);
    for (const file of files) {
      try {
        results.push(...await ask<ResultOf<T>[]>(worker, { files: [file] }));
      } catch (error) {
        results.push(workOf(this.task).failed(file, error as Error));
        worker = startWorker(this.task);
      }
    }
    await worker.terminate();
    return results;
  }
}
