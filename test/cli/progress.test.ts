import { once } from 'node:events';
import { ChildProcessWithoutNullStreams, required } from '../support/programs';

/** Steps without a pause, as when files are checked in the same thread. */
const CHECK = `
  const { Progress } = require('./src/cli/progress');
  const progress = new Progress(9, { isErrorTerminal: true, note: (text) => process.stderr.write(text) });
  const check = async () => { for (;;) { await progress.step(); } };
  void check();`;

let check: ChildProcessWithoutNullStreams;
afterEach(() => check.kill('SIGKILL'));

test.each<NodeJS.Signals>(['SIGINT', 'SIGTERM', 'SIGHUP'])('%s ends a long check as it ends other programs, and leaves no line of progress on the terminal', async (signal) => {
  check = required('node').start(['-r', 'ts-node/register/transpile-only', '-e', CHECK]);
  let screen = '';
  check.stderr.on('data', (text) => { screen += text; });
  await once(check.stderr, 'data');
  check.kill(signal);
  await once(check, 'close');
  expect(check.signalCode).toBe(signal);
  expect(screen).toMatch(/^\r\u001b\[Kchecked \d+ of 9 files[^]*\r\u001b\[K$/);
});
