import * as path from 'node:path';
import { MessageChannel, Worker } from 'node:worker_threads';
import { CheckedFile } from './check-file';
import { CheckSettings } from './settings';

/** Threads that check batches of files. No more batches are under way than keep them busy, so that results do not pile up. */
export class WorkerPool {
  private readonly workers: Worker[];

  constructor(threads: number, settings: CheckSettings) {
    const script = path.join(__dirname, 'worker.js');
    this.workers = Array.from({ length: threads }, () => new Worker(script, { workerData: settings }));
  }

  /** The results in the order of the batches. */
  public async *run(batches: Iterable<readonly string[]>): AsyncGenerator<readonly CheckedFile[]> {
    const underWay: Promise<readonly CheckedFile[]>[] = [];
    let turn = 0;
    for (const batch of batches) {
      if (underWay.length >= 2 * this.workers.length) {
        yield await underWay.shift()!;
      }
      const answer = ask(this.workers[turn++ % this.workers.length], batch);
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
    const died = (): void => end(() => reject(new Error('a thread of the check has ended, perhaps because memory ran out')));
    worker.once('error', fail).once('exit', died);
    port1.once('message', (data: CheckedFile[]) => end(() => resolve(data)));
    worker.postMessage({ files, port: port2 }, [port2]);
  });
}
