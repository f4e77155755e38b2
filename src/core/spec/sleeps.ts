import { inlineProgramOf, sleepOf } from './inline-program';

/**
 * How long the sleeps of a command take that always run, as far as its text says so.
 */

/** A time too large to count with is this one. */
const LONGEST = Number.MAX_SAFE_INTEGER;

/** The units that `sleep` knows. */
const UNITS: { readonly [unit: string]: number } = { '': 1, 's': 1, 'm': 60, 'h': 3600, 'd': 86400 };

const SLEEP = /(?:^|[;\n]\s*)(?:exec\s+)?(?:(?:\/usr)?\/bin\/)?sleep\s+(\d+(?:\.\d+)?)([smhd]?)\b(?!\s*&)/g;

/** What may keep a command from running, or end a script early. */
const CONDITIONAL = /\b(if|while|until|for|case|trap|break|continue|exit|return)\b|&&?|\|\|/;

const AFTER_EXIT = /(^|[;\n]\s*)exit\b[^]*/;

/** Commands that do not fail, so that what stands behind their `&&` runs. */
const SURELY = /(^|[;\n]\s*)(?:echo|printf|date|sync|true)\b[^;&|\n]*&&\s*/g;

/** A sleep does not fail either. */
const AFTER_SLEEP = /(\bsleep\s+[\d.]+[smhd]?\s*)&&/g;

/** A loop that goes through a list which the text says, or counts. */
const LOOP = /\bfor\s+\w+\s+in\s+([^;\n]+?)\s*[;\n]\s*do\b([^]*?)\bdone\b/g;

/** Seconds that pass at least. */
export function sleepsIn(command: string): number {
  return Math.min(sleepOfProgram(command) ?? sleepsOfShell(command), LONGEST);
}

function sleepOfProgram(command: string): number | undefined {
  const program = inlineProgramOf(command);
  const seconds = program && sleepOf(program);
  return seconds && (CONDITIONAL.test(command.replace(/=>/g, '')) ? 0 : seconds);
}

function sleepsOfShell(script: string): number {
  const straight = unrolled(script.replace(AFTER_SLEEP, '$1;').replace(SURELY, '$1')).replace(AFTER_EXIT, '');
  const sure = CONDITIONAL.test(straight) ? /^sleep\s+(\d+(?:\.\d+)?)([smhd]?)\b/.exec(straight)?.[0] ?? '' : straight;
  return sumOf(sure);
}

/** With one sleep for each loop that is known to run to its end. */
function unrolled(script: string): string {
  return script.replace(LOOP, (loop, list: string, body: string) => {
    const turns = turnsOf(list);
    return turns === undefined || CONDITIONAL.test(body) ? loop : `; sleep ${turns * sumOf(body.trimStart())};`;
  });
}

/** `1 2 3`, `$(seq 3)`, `$(seq 1 3)` and `{1..3}`. */
function turnsOf(list: string): number | undefined {
  const [, first = '1', last] = /^(?:\$\(|`)seq\s+(?:(\d+)\s+)?(\d+)(?:\)|`)$/.exec(list) ?? /^\{(\d+)\.\.(\d+)\}$/.exec(list) ?? [];
  if (last !== undefined) {
    return Math.max(Number(last) - Number(first) + 1, 0);
  }
  return /[$*?`{["']/.test(list) ? undefined : list.split(/\s+/).length;
}

function sumOf(script: string): number {
  return [...script.matchAll(SLEEP)].reduce((seconds, [, time, unit]) => seconds + Number(time) * UNITS[unit], 0);
}
