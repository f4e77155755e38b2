#!/usr/bin/env node
import { NOT_CHECKED } from './commands/exit-codes';
import { processOutput } from './output';
import { keepHeapSmall } from './small-heap';

keepHeapSmall();

process.stdout.on('error', ({ code, message }: NodeJS.ErrnoException) => {
  if (code !== 'EPIPE') { // whoever reads has seen enough
    process.stderr.write(`error: ${message}\n`);
  }
  process.exit(NOT_CHECKED); // not all has been said
});
process.stderr.on('error', () => undefined);

// eslint-disable-next-line @typescript-eslint/no-require-imports -- loading the rules needs the small heap already
const { run } = require('./program') as typeof import('./program');

void run(process.argv.slice(2), processOutput()).then((code) => {
  process.exitCode = code;
});
