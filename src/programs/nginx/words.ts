/** A directive of nginx: a name, arguments, and directives in braces where it has a block. */
export interface NginxDirective {
  readonly name: string;
  readonly args: NginxValue[];
  readonly block?: NginxDirective[];
  /** A line of a user, as it is, in place of all that. */
  readonly line?: string;
}

/** An argument. A string is that text; nginx cannot write a `$` in one. */
export type NginxValue = string | number | NginxExpression;

/** Text in which `$name` is a variable of nginx, or that is a pattern. Never made of a user's value. */
export class NginxExpression {
  constructor(public readonly text: string) {}
}

/** `name args;`, or `name args { block }`. */
export function directive(name: string, args: NginxValue | NginxValue[] = [], block?: NginxDirective[]): NginxDirective {
  return { name, args: Array.isArray(args) ? args : [args], block };
}

/** Lines of a user. */
export function linesOf(lines: string[] = []): NginxDirective[] {
  return lines.map((line) => ({ name: '', args: [], line }));
}

/** The only place that writes a configuration of nginx. */
export function toNginxConfig(directives: NginxDirective[]): string {
  return directives.flatMap(toLines).map((line) => `${line}\n`).join('');
}

function toLines({ name, args, block, line: text }: NginxDirective): string[] {
  if (text !== undefined) {
    return text.split('\n');
  }
  const head = [name, ...args.map(toToken)].join(' ');
  return block ? [`${head} {`, ...block.flatMap(toLines).map((line) => `  ${line}`), '}'] : [`${head};`];
}

/** nginx reads tokens into a buffer of 4096 bytes. */
const LONGEST = 4000;
const BARE = /^[A-Za-z0-9_./:=*+,@%^~-]+$/;
const BARE_EXPRESSION = /^[A-Za-z0-9_./:=*+,@%^~$-]+$/;

function toToken(value: NginxValue): string {
  if (value instanceof NginxExpression) {
    return BARE_EXPRESSION.test(value.text) ? value.text : quote(value.text);
  }
  const text = String(value);
  const problem = nginxProblemOf(text);
  if (problem) {
    throw new Error(`${JSON.stringify(text.slice(0, 40))} ${problem}`);
  }
  return BARE.test(text) ? text : quote(text);
}

/** What keeps a text out of a configuration of nginx, and the way out. */
export function nginxProblemOf(text: string): string | undefined {
  if (text.includes('$')) {
    return 'contains a \'$\', which nginx reads as a variable: remove it';
  }
  if (text.includes('\0')) {
    return 'contains a NUL, which ends a text in nginx: remove it';
  }
  return Buffer.byteLength(quote(text)) > LONGEST ? `is longer than the ${LONGEST} bytes that nginx reads: shorten it` : undefined;
}

function quote(text: string): string {
  return `"${text.replace(/["\\]/g, '\\$&').replace(/\n/g, '\\n').replace(/\r/g, '\\r').replace(/\t/g, '\\t')}"`;
}
