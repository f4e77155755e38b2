import * as path from 'node:path';
import { MessageChannel, Worker } from 'node:worker_threads';
import { Task } from './task';
import type { Question } from './worker';
import { keepHeapSmall } from '../small-heap';
import { statOf } from '../stat-of';

/** Nearly all that a check makes is needed for a moment only: more room for it takes more memory, and no less time. */
const LIMITS = { maxYoungGenerationSizeMb: 12 };

/** A file that is larger may take all memory: in a thread of its own it does not end the command. */
const LARGE = 2 * 1024 * 1024;

export function isLarge(file: string): boolean {
  return (statOf(file)?.size ?? 0) > LARGE;
}

export function startWorker(task: Task): Worker {
  return new Worker(path.join(__dirname, 'worker.js'), { workerData: task, resourceLimits: LIMITS });
}

/** A worker answers in the order in which it was asked, and each question has a channel of its own. */
export function ask<Answer>(worker: Worker, question: Question): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const { port1, port2 } = new MessageChannel();
    const end = (finish: () => void): void => {
      port1.close();
      worker.off('error', fail).off('exit', died);
      finish();
    };
    const fail = (error: unknown): void => end(() => reject(error as Error));
    const died = (): void => end(() => reject(new Error('the thread that read it has ended')));
    worker.once('error', fail).once('exit', died);
    port1.once('message', (data: Answer) => end(() => {
      keepHeapSmall(); // now that the thread has started
      resolve(data);
    }));
    worker.postMessage({ question, port: port2 }, [port2]);
  });
}
