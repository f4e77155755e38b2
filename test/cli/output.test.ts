import { processOutput } from '../../src/cli/output';

const { env, stdout } = process;
const { isTTY } = stdout;
afterEach(() => {
  process.env = env;
  stdout.isTTY = isTTY;
});

test.each<[boolean, NodeJS.ProcessEnv, boolean]>([
  [true, {}, true],
  [false, {}, false],
  [true, { TERM: 'dumb' }, false],
  [true, { NO_COLOR: '1' }, false],
  [true, { NO_COLOR: '' }, true],
  [false, { FORCE_COLOR: '1' }, true],
  [true, { FORCE_COLOR: '0' }, false],
  [true, { FORCE_COLOR: 'false' }, false],
  [true, { NO_COLOR: '1', FORCE_COLOR: '1' }, false],
])('on a terminal: %s, with %j, there are colours: %s', (isTerminal, settings, isColored) => {
  stdout.isTTY = isTerminal;
  process.env = settings;
  expect(processOutput().isColored).toBe(isColored);
});
