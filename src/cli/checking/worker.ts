import * as fs from 'node:fs';
import { MessagePort, parentPort, workerData } from 'node:worker_threads';
import { FileChecker } from './check-file';
import { checkerOptions, CheckSettings } from './settings';

interface Question {
  readonly files: readonly string[];
  readonly port: MessagePort;
}

const checker = new FileChecker(checkerOptions(workerData as CheckSettings));

parentPort!.on('message', ({ files, port }: Question) => {
  port.postMessage(files.map((file) => checker.check(file, () => fs.readFileSync(file))));
  port.close();
});
