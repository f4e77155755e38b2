import * as path from 'node:path';
import { MessageChannel, Worker } from 'node:worker_threads';
import { CheckedFile, uncheckedFile } from './check-file';
import { CheckSettings } from './settings';

/** Threads that check batches of files. No more batches are under way than keep them busy, so that results do not pile up. */
export class WorkerPool {
  private readonly workers: Worker[];

  constructor(threads: number, private readonly settings: CheckSettings) {
    this.workers = Array.from({ length: threads }, () => this.start());
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

  private start(): Worker {
    return new Worker(path.join(__dirname, 'worker.js'), { workerData: this.settings });
  }

  /** A file may end its thread, as when memory runs out; then one by one shows which. */
  private async check(index: number, files: readonly string[]): Promise<readonly CheckedFile[]> {
    const worker = this.workers[index];
    try {
      return await ask(worker, files);
    } catch {
      if (this.workers[index] === worker) {
        this.workers[index] = this.start();
      }
      return this.oneByOne(files);
    }
  }

  private async oneByOne(files: readonly string[]): Promise<readonly CheckedFile[]> {
    const results: CheckedFile[] = [];
    let worker = this.start();
    for (const file of files) {
      try {
        results.push(...await ask(worker, [file]));
      } catch (error) {
        results.push(uncheckedFile(file, error as Error));
        worker = this.start();
      }
    }
    await worker.terminate();
    return results;
  }
}

/** A worker answers in the order in which it was asked, and each question has a channel of its own. */
function ask(worker: Worker, files: readonly string[]): Promise<readonly CheckedFile[]> {
  return new Promise((resolve, reject) => {
    const { port1, port2 } = new MessageChannel();
    const end = (finish: () => void): void => {
      port1.close();
      worker.off('error', fail).off('exit', died);
      finish();
    };
    const fail = (error: unknown): void => end(() => reject(error as Error));
    const died = (): void => end(() => reject(new Error('the thread that checked it has ended')));
    worker.once('error', fail).once('exit', died);
    port1.once('message', (data: CheckedFile[]) => end(() => resolve(data)));
    worker.postMessage({ files, port: port2 }, [port2]);
  });
}
