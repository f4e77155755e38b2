import { MessagePort, parentPort, workerData } from 'node:worker_threads';
import { readInput } from './read-input';
import { Task, workOf } from './task';
import { mend, MendRequest } from '../fix/mend';

/** Files to read, or one to mend. */
export type Question = { readonly files: readonly string[] } | { readonly mend: MendRequest };

const work = workOf(workerData as Task);

parentPort!.on('message', ({ question, port }: { readonly question: Question; readonly port: MessagePort }) => {
  port.postMessage('mend' in question ? mend(question.mend) : question.files.map((file) => work.resultOf(file, () => readInput(file))));
  port.close();
});
