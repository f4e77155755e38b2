#!/usr/bin/env node
import { processOutput } from './output';
import { run } from './program';

process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') { // whoever reads has seen enough
    throw error;
  }
  process.exit();
});

void run(process.argv.slice(2), processOutput()).then((code) => {
  process.exitCode = code;
});
