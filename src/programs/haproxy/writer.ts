/** A section of a configuration of HAProxy: its name, and a line for each keyword with its arguments. */
export interface HaproxySection {
  readonly name: string[];
  readonly lines: HaproxyValue[][];
  /** Lines of a user, as they are. */
  readonly extra?: string[];
}

/** An argument. A string is that text. */
export type HaproxyValue = string | number | HaproxyVariable;

/** A text with an environment variable in it. */
export class HaproxyVariable {
  constructor(public readonly before: string, public readonly variable: string, public readonly after: string) {}
}

/** The only place that writes a configuration of HAProxy. */
export function toHaproxyConfig(sections: HaproxySection[]): string {
  return sections.map(({ name, lines, extra = [] }) => [
    headOf(name),
    ...lines.map((line) => `  ${line.map(toWord).join(' ')}`),
    ...extra.map((line) => `  ${line}`),
  ].map((line) => `${line}\n`).join('')).join('\n');
}

function headOf(name: HaproxyValue[]): string {
  return name.map(toWord).join(' ');
}

/** The sections with lines of a user, by their heads; a section that is not there is added. */
export function withLines(extra: { readonly [head: string]: string[] }, sections: HaproxySection[]): HaproxySection[] {
  const there = sections.map((section) => ({ ...section, extra: extra[headOf(section.name)] }));
  const added = Object.entries(extra).filter(([head]) => !sections.some(({ name }) => headOf(name) === head));
  return [...there, ...added.map(([head, lines]) => ({ name: head.split(' '), lines: [], extra: lines }))];
}

const BARE = /^[A-Za-z0-9_./:=*+,@%()!{}-]+$/;

function toWord(value: HaproxyValue): string {
  if (value instanceof HaproxyVariable) {
    return `"${escape(value.before)}\${${value.variable}}${escape(value.after)}"`;
  }
  const text = String(value);
  return BARE.test(text) ? text : `"${escape(text)}"`;
}

const NAMED: { [character: string]: string } = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/** Within double quotes. HAProxy ends a text at a NUL. */
function escape(text: string): string {
  if (text.includes('\0')) {
    throw new Error(`${JSON.stringify(text.slice(0, 40))} contains a NUL, which ends a text in HAProxy: remove it`);
  }
  return text.replace(/["\\$]/g, '\\$&').replace(/[\n\r\t]/g, (character) => NAMED[character]);
}
