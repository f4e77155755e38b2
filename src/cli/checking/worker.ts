import { MessagePort, parentPort, workerData } from 'node:worker_threads';
import { FileChecker } from './check-file';
import { checkerOptions, CheckSettings } from './settings';
import { mend, MendRequest } from '../fix/mend';
import { readInput } from '../read-input';

/** Files to check, or one to mend. */
export type Question = { readonly files: readonly string[] } | { readonly mend: MendRequest };

const checker = new FileChecker(checkerOptions(workerData as CheckSettings));

parentPort!.on('message', ({ question, port }: { readonly question: Question; readonly port: MessagePort }) => {
  port.postMessage('mend' in question ? mend(question.mend) : question.files.map((file) => checker.check(file, () => readInput(file))));
  port.close();
});
