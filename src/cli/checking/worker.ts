import { MessagePort, parentPort, workerData } from 'node:worker_threads';
import { FileChecker } from './check-file';
import { checkerOptions, CheckSettings } from './settings';
import { readInput } from '../read-input';

interface Question {
  readonly files: readonly string[];
  readonly port: MessagePort;
}

const checker = new FileChecker(checkerOptions(workerData as CheckSettings));

parentPort!.on('message', ({ files, port }: Question) => {
  port.postMessage(files.map((file) => checker.check(file, () => readInput(file))));
  port.close();
});
