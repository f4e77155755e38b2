/** Where a command writes: its result, and what it has to say about it. */
export interface Output {
  readonly isTerminal: boolean;
  readonly isErrorTerminal: boolean;
  readonly isColored: boolean;
  /** To standard output. */
  write(text: string): void;
  /** To standard error. */
  note(text: string): void;
}

/** @see https://no-color.org */
export function processOutput(): Output {
  const { stdout, stderr, env } = process;
  const isTerminal = stdout.isTTY === true;
  return {
    write: (text) => stdout.write(text),
    note: (text) => stderr.write(text),
    isTerminal,
    isErrorTerminal: stderr.isTTY === true,
    isColored: !env.NO_COLOR && (env.FORCE_COLOR ? !['0', 'false'].includes(env.FORCE_COLOR) : isTerminal && env.TERM !== 'dumb'),
  };
}
