#!/usr/bin/env node
import { setFlagsFromString } from 'node:v8';
import { NOT_CHECKED } from './commands/summary';
import { processOutput } from './output';
import { run } from './program';

// What a command makes is needed for a moment only. Otherwise, the heap may grow to several times of that before old objects are freed.
setFlagsFromString('--heap-growing-percent=20');

process.stdout.on('error', ({ code, message }: NodeJS.ErrnoException) => {
  if (code !== 'EPIPE') { // whoever reads has seen enough
    process.stderr.write(`error: ${message}\n`);
  }
  process.exit(NOT_CHECKED); // not all has been said
});
process.stderr.on('error', () => undefined);

void run(process.argv.slice(2), processOutput()).then((code) => {
  process.exitCode = code;
});
