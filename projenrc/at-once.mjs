// Runs commands at the same time; fails when one of them does. What each prints comes as one piece, when it has ended.
import { exec } from 'node:child_process';

function run(command) {
  return new Promise((resolve) => {
    exec(command, { maxBuffer: Infinity }, (error, stdout, stderr) => {
      process.stdout.write(`${command}\n${stdout}`);
      process.stderr.write(stderr);
      resolve(error === null);
    });
  });
}

const succeeded = await Promise.all(process.argv.slice(2).map(run));
process.exitCode = succeeded.every(Boolean) ? 0 : 1;
