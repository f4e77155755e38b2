#!/usr/bin/env node
import { setFlagsFromString } from 'node:v8';
import { processOutput } from './output';
import { run } from './program';

// Nearly all that a command makes is needed for a moment only. Otherwise, memory grows with what is checked until it is worthwhile to free some.
setFlagsFromString('--optimize-for-size');

process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') { // whoever reads has seen enough
    throw error;
  }
  process.exit();
});

void run(process.argv.slice(2), processOutput()).then((code) => {
  process.exitCode = code;
});
