/**
 * Programs that are written on a command line, such as `python3 -c TEXT`: what their text says of loops and sleeps.
 */

interface Language {
  /** How a command begins that has such a program behind it. */
  readonly command: RegExp;

  /** A sleep, and how long it takes. */
  readonly sleep: RegExp;

  /** The seconds in a unit of that. */
  readonly unit: number;

  /** A loop that only ends where something in it says so. */
  readonly endless?: RegExp;

  /** A loop that ends when something else has happened, or that something in it ends. */
  readonly wait?: RegExp;
}

export interface InlineProgram {
  readonly language: Language;
  readonly text: string;
}

const PYTHON: Language = {
  command: /^(?:\S*\/)?python[\d.]*\s+(?:-\w+\s+)*-\w*c\s/,
  sleep: /\bsleep\s*\((\d+(?:\.\d+)?)\)/,
  unit: 1,
  endless: /^[ \t]*while\s*\(?\s*(?:True|1)\s*\)?\s*:/m,
  wait: /^[ \t]*while\b(?:\s*\(?\s*(?:True|1)\s*\)?\s*|\s+not\b[^<>\n]*|[^<>\n(]*\([^<>\n]*):/m,
};

const NODE: Language = {
  command: /^\S*\b(?:node|bun)\s+(?:-\w+\s+)*(?:-e|--eval)\s/,
  sleep: /\bsetTimeout\([^]*?,\s*(\d+)\)/,
  unit: 0.001,
  endless: /\bwhile \(true\)|\bsetInterval\(/,
};

/** Shells of Windows, and its program timeout. */
const WINDOWS: Language = {
  command: /^(?=\S*\b(?:cmd|powershell|pwsh|timeout)(?:\.exe)?\s)/i,
  sleep: /\b(?:Start-Sleep\s+(?:-S\w*\s+)?|timeout(?:\.exe)?\s+\/t\s+)(\d+(?:\.\d+)?)\b/i,
  unit: 1,
};

const ENDS = /\b(?:break|return|exit|quit|raise|clearInterval|unref)\b/;

/** What counts, looks at the time, fails, ends a program of Python, or waits for what the program has started. */
const BOUNDS = /[+-]=|\b(\w+)\s*=\s*\1\s*[+-]|\bnext\s*\(|\brange\s*\(|\btime\.time\b|monotonic|perf_counter|datetime|\braise\b|\bassert\b|exit\s*\(|\babort\s*\(|\b(?:alarm|poll|is_alive)\s*\(/;

/** @param command the words of a command line with blanks between them */
export function inlineProgramOf(command: string): InlineProgram | undefined {
  const language = [PYTHON, NODE, WINDOWS].find((one) => one.command.test(command));
  return language && { language, text: command.replace(language.command, '') };
}

/** The seconds of its first sleep: others may run at the same time, as timers of Node do. Undefined if there is none. */
export function sleepOf({ language: { sleep, unit }, text }: InlineProgram): number | undefined {
  const time = sleep.exec(text)?.[1];
  return time === undefined ? undefined : Number(time) * unit;
}

/** Whether it goes on forever. */
export function isEndless({ language: { endless }, text }: InlineProgram): boolean {
  return endless?.test(text) === true && !ENDS.test(text);
}

/** Whether it sleeps until something has happened, and never gives up. */
export function waitsWithoutEnd({ language: { wait }, text }: InlineProgram): boolean {
  return wait?.test(text) === true && /\bsleep\s*\(/.test(text) && !BOUNDS.test(text);
}
