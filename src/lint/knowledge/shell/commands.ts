import { parse, plainWord } from './parser';
import { BashOnly, HereDocument, Node, Redirection, SimpleNode, Word } from './syntax';
import { memoized } from '../../../core/values/memoized';

/** A loop, with what it asks before each turn. */
export interface Loop {
  readonly kind: 'while' | 'until' | 'for';
  readonly variable: string;
  readonly list: readonly Word[];
  readonly condition: readonly Command[];
  /** Whether its condition is always the same, so that only `break`, `exit` or a signal end it. */
  readonly isEndless: boolean;
}

/** A command as it is run: by itself, in functions that are called, behind aliases, in `sh -c '…'` and in `$(…)`. */
export interface Command {
  /** The program, without its folder if that is a usual one; empty for assignments alone. */
  readonly name: string;
  /** The program as it is written: `/bin/cat`. */
  readonly program: Word;
  readonly args: readonly Word[];
  /** What runs it: `exec`, `nohup`, `timeout` and the like, with their arguments. */
  readonly prefixes: readonly string[];
  readonly assignments: readonly string[];
  /** Its own, and those of the groups and loops that it is in. */
  readonly redirections: readonly Redirection[];
  /** The loops that it is in, the innermost one last. */
  readonly loops: readonly Loop[];
  /** What is between it and the next command: `;`, `&&` and so on. */
  readonly operator: string;
  /** The commands that its output goes to, one after the other. */
  readonly pipe: readonly string[];
  /** Whether its result is asked for, by `if`, a loop or `!`. */
  readonly isTested: boolean;
  /** Whether its output goes into a word: `$(…)`. */
  readonly isCaptured: boolean;
  /** Name and arguments, for patterns. */
  readonly text: string;
}

export interface ShellScript {
  /** In the order in which they are run first. */
  readonly commands: readonly Command[];
  /** The one that the script ends with, if it is a plain one. */
  readonly last: Command | undefined;
  /** The names of its functions and aliases. */
  readonly defined: ReadonlySet<string>;
  readonly documents: readonly HereDocument[];
  readonly bashOnly: ReadonlySet<BashOnly>;
  /** What has been found out about it. */
  readonly answers: Map<unknown, unknown>;
}

/** How many scripts are remembered: many workloads often run the same ones. */
export const SCRIPTS = 32;

/** Calls of functions are followed up to this number of steps. */
const MOST_STEPS = 5000;

/** So deep, `sh -c` in `sh -c` is followed, and functions that call others. */
const DEEPEST = 8;

/** What a POSIX shell runs when it is given the script, as far as that is known without running it. */
export const readScript = memoized((script: string): ShellScript => {
  const { nodes, documents, bashOnly } = parse(script);
  const runner = new Runner();
  runner.runAll(nodes, START);
  const last = nodes.at(-1)?.kind === 'simple' ? runner.commands.at(-1) : undefined;
  runner.runUncalled();
  const defined = new Set([...runner.functions.keys(), ...runner.aliases.keys()]);
  return { commands: runner.commands, last, defined, documents: [...documents, ...runner.documents], bashOnly, answers: new Map() };
}, SCRIPTS);

interface Place extends Pick<Command, 'prefixes' | 'redirections' | 'loops' | 'pipe' | 'isTested' | 'isCaptured'> {
  /** How deep it is in functions and scripts. */
  readonly depth: number;
}

const START: Place = { prefixes: [], redirections: [], loops: [], pipe: [], isTested: false, isCaptured: false, depth: 0 };

class Runner {
  public readonly commands: Command[] = [];
  public readonly functions = new Map<string, readonly Node[]>();
  public readonly aliases = new Map<string, string>();
  /** Those of scripts in the script. */
  public readonly documents: HereDocument[] = [];
  private readonly called = new Set<string>();
  private steps = 0;

  public runAll(nodes: readonly Node[], place: Place): void {
    let pipe = place.pipe;
    // from the last one to the first one of a pipeline, the pipe grows
    const pipes = [...nodes].reverse().map((node) => {
      const own = node.operator.startsWith('|') && node.operator !== '||' ? pipe : place.pipe;
      pipe = [nameIn(node), ...own];
      return own;
    }).reverse();
    nodes.forEach((node, index) => this.run(node, { ...place, pipe: pipes[index] }));
  }

  /** Functions that only something else calls, such as `trap`. */
  public runUncalled(): void {
    for (const [name, body] of this.functions) {
      if (!this.called.has(name)) {
        this.runAll(body, START);
      }
    }
  }

  private run(node: Node, outer: Place): void {
    if (++this.steps > MOST_STEPS || outer.depth > DEEPEST) {
      return;
    }
    const place = { ...outer, redirections: [...outer.redirections, ...node.redirections] };
    node.redirections.forEach(({ target }) => this.capture(target, place));
    switch (node.kind) {
      case 'simple': return this.runSimple(node, place);
      case 'function': {
        this.functions.set(node.name, node.body);
        return;
      }
      case 'group': {
        this.runAll(node.tested, { ...place, isTested: true });
        return this.runAll(node.body, place);
      }
      default: {
        node.list.forEach((word) => this.capture(word, place));
        const start = this.commands.length;
        this.runAll(node.condition, { ...place, isTested: true });
        const condition = this.commands.slice(start);
        const loop = { kind: node.kind, variable: node.variable, list: node.list, condition, isEndless: isEndless(node.kind, condition) };
        return this.runAll(node.body, { ...place, loops: [...place.loops, loop] });
      }
    }
  }

  private capture({ commands }: Word, place: Place): void {
    return commands.length === 0 ? undefined : this.runAll(commands, { ...place, pipe: [], redirections: [], isCaptured: true });
  }

  private runSimple({ words, operator }: SimpleNode, place: Place): void {
    words.forEach((word) => this.capture(word, place));
    const { assignments, prefixes: own, rest: [program, ...args] } = split(words);
    const prefixes = [...place.prefixes, ...own];
    const name = nameOf(program?.text ?? '');
    const body = this.functions.get(name);
    const alias = program?.isQuoted ? undefined : this.aliases.get(name);
    const inner = { ...place, depth: place.depth + 1 };
    if (body) {
      this.called.add(name);
      return this.runAll(body, { ...inner, isTested: place.isTested || operator === '||' });
    }
    if (alias !== undefined) {
      const { nodes } = parse(alias);
      const last = nodes.at(-1);
      const run = last?.kind === 'simple' ? [...nodes.slice(0, -1), { ...last, words: [...last.words, ...args], operator }] : nodes;
      this.aliases.delete(name); // it is not replaced in itself
      this.runAll(run, inner);
      this.aliases.set(name, alias);
      return;
    }
    const script = scriptIn(name, args);
    if (script !== undefined) {
      const { nodes, documents } = parse(script);
      this.documents.push(...documents);
      return this.runAll(nodes, { ...inner, prefixes: prefixes.filter((prefix) => prefix !== 'exec') });
    }
    if (name === 'alias') {
      args.forEach(({ text }) => /^[^=]+=/.test(text) && this.aliases.set(text.slice(0, text.indexOf('=')), text.slice(text.indexOf('=') + 1)));
    }
    const { redirections, loops, pipe, isTested, isCaptured } = place;
    const text = [name, ...args.map((arg) => arg.text)].join(' ');
    this.commands.push({
      name, program: program ?? plainWord(''), args, prefixes, assignments, redirections, loops, operator, pipe, isTested, isCaptured, text,
    });
  }
}

/** What a shell is given as its program, and what `eval` is. */
function scriptIn(name: string, args: readonly Word[]): string | undefined {
  if (name === 'eval') {
    return args.map(({ text }) => text).join(' ');
  }
  return isShell(name) ? args[indexOfScript(args.map(({ text }) => text))]?.text : undefined;
}

/** Where the script is among the arguments of a shell: with `-c`, it is the first one that is no option; -1 without `-c`. */
export function indexOfScript(args: readonly string[]): number {
  let hasOption = false;
  for (let index = 0; index < args.length; index++) {
    const option = args[index];
    if (!/^[-+]./.test(option) || option === '--') {
      return hasOption ? index + (option === '--' ? 1 : 0) : -1;
    }
    hasOption ||= /^-[a-zA-Z]*c/.test(option);
    index += /^[-+][a-zA-Z]*[oO]$/.test(option) ? 1 : 0; // such as `-o pipefail`
  }
  return -1;
}

export function isShell(name: string): boolean {
  return /^(ba|da|a|z|k)?sh$/.test(name);
}

/** Options of programs that run another one; those that take a value have it behind them. */
const RUNNERS = new Map<string, RegExp>(Object.entries({
  exec: /^-[cl]$/,
  command: /^-p$/,
  builtin: /^$/,
  nohup: /^$/,
  time: /^-p$/,
  setsid: /^-/,
  busybox: /^$/,
  nice: /^-|^\d+$/,
  stdbuf: /^-/,
  timeout: /^-|^\$|^[\d.]+[smhd]?$|^[A-Z]+$/,
  env: /^-|=/,
  sudo: /^-/,
}));

function split(words: readonly Word[]): { readonly assignments: string[]; readonly prefixes: string[]; readonly rest: readonly Word[] } {
  const count = words.findIndex(({ text }) => !/^[A-Za-z_]\w*\+?=/.test(text));
  const assignments = words.slice(0, count < 0 ? words.length : count).map(({ text }) => text);
  const prefixes: string[] = [];
  let rest = words.slice(assignments.length);
  for (let options = RUNNERS.get(nameOf(rest[0]?.text ?? '')); options && rest.length > 1; options = RUNNERS.get(nameOf(rest[0]?.text ?? ''))) {
    const end = rest.findIndex(({ text }, index) => index > 0 && !options!.test(text));
    if (end < 0 || rest[end].text.startsWith('-')) {
      break; // such as `command -v`
    }
    prefixes.push(...rest.slice(0, end).map(({ text }) => nameOf(text)));
    rest = rest.slice(end);
  }
  return { assignments, prefixes, rest };
}

/** Without the folder of the programs of a system. */
export function nameOf(program: string): string {
  return program.replace(/^(\/usr)?(\/local)?\/s?bin\//, '');
}

/** The command that reads what comes through a pipe. */
function nameIn(node: Node): string {
  return node.kind === 'simple' ? split(node.words).rest.map(({ text }, index) => index === 0 ? nameOf(text) : text).join(' ') : '';
}

function isEndless(kind: Loop['kind'], condition: readonly Command[]): boolean {
  const text = condition.at(-1)?.text ?? '';
  return kind === 'while' ? /^(true|:|1|sleep .*|\[\[? (1|true) \]\]?)$/.test(text) : kind === 'until' && text === 'false';
}
