import type { Worker } from 'node:worker_threads';
import { ask, startWorker } from './ask';
import { CheckedFile, uncheckedFile } from './check-file';
import { CheckSettings } from './settings';

/** Threads that check batches of files. No more batches are under way than keep them busy, so that results do not pile up. */
export class WorkerPool {
  private readonly workers: Worker[];

  constructor(threads: number, private readonly settings: CheckSettings) {
    this.workers = Array.from({ length: threads }, () => startWorker(this.settings));
  }

  /** The results in the order of the batches. */
  public async *run(batches: Iterable<readonly string[]>): AsyncGenerator<readonly CheckedFile[]> {
    const underWay: Promise<readonly CheckedFile[]>[] = [];
    let turn = 0;
    for (const batch of batches) {
      if (underWay.length >= 2 * this.workers.length) {
        yield await underWay.shift()!;
      }
      const answer = this.check(turn++ % this.workers.length, batch);
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
  private async check(index: number, files: readonly string[]): Promise<readonly CheckedFile[]> {
    const worker = this.workers[index];
    try {
      return await ask<CheckedFile[]>(worker, { files });
    } catch {
      if (this.workers[index] === worker) {
        this.workers[index] = startWorker(this.settings);
      }
      return this.oneByOne(files);
    }
  }

  private async oneByOne(files: readonly string[]): Promise<readonly CheckedFile[]> {
    const results: CheckedFile[] = [];
    let worker = startWorker(this.settings);
    for (const file of files) {
      try {
        results.push(...await ask<CheckedFile[]>(worker, { files: [file] }));
      } catch (error) {
        results.push(uncheckedFile(file, error as Error));
        worker = startWorker(this.settings);
      }
    }
    await worker.terminate();
    return results;
  }
}
