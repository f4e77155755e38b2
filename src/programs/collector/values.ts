import { toYamlText } from '../../core/values/yaml';

/** A value that the program reads from its environment when it starts, by itself or with text around it. */
export class FromEnv {
  constructor(public readonly name: string, public readonly before = '', public readonly after = '') {}
}

/** A text that the program gets as it is, with what it expands in it. */
export class Verbatim {
  constructor(public readonly text: string) {}
}

/**
 * A configuration as data. Strings are literal, but what a user writes needs something before it, as in a path or a statement:
 * the Collector takes more words for numbers than other programs do, and the writer leaves those unquoted.
 */
export type Value = string | number | boolean | FromEnv | Verbatim | Value[] | Section;

/** A part of a configuration. */
export interface Section {
  readonly [key: string]: Value | undefined;
}

/** The only place that writes a configuration of the Collector. */
export function toYaml(config: Section): string {
  return toYamlText(expandable(config));
}

/** The Collector expands `$` in every string: `$$` stands for itself. */
function literal(text: string): string {
  return text.replace(/\$/g, '$$$$');
}

/** The values as the Collector is to read them; what is undefined is left out. */
function expandable(value: Value): unknown {
  if (typeof value === 'string') {
    return literal(value);
  }
  if (value instanceof FromEnv) {
    return `${literal(value.before)}\${env:${value.name}}${literal(value.after)}`;
  }
  if (value instanceof Verbatim) {
    return value.text;
  }
  if (Array.isArray(value)) {
    return value.map(expandable);
  }
  return typeof value === 'object' ? mapValues(value) : value;
}

function mapValues(section: Section): unknown {
  return Object.fromEntries(Object.entries(section)
    .filter((entry): entry is [string, Value] => entry[1] !== undefined)
    .map(([key, value]) => [key, expandable(value)]));
}

/** A text inside a statement of the transformation language, which reads string literals as Go does. */
export function quote(text: string): string {
  const wellFormed = Buffer.from(text, 'utf8').toString('utf8');
  return JSON.stringify(wellFormed).replace(/[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]/g, escape);
}

/** YAML forbids these unescaped. */
function escape(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
