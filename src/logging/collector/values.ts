import { Yaml } from 'cdk8s';

/** A value that the program reads from its environment when it starts. */
export class FromEnv {
  constructor(public readonly name: string) {}
}

/** A configuration as data. Strings are literal, whatever is in them; what is undefined is left out. */
export type Value = string | number | boolean | FromEnv | Value[] | Section;

/** A part of a configuration. */
export interface Section {
  readonly [key: string]: Value | undefined;
}

/** The only place that writes a configuration of the Collector. */
export function toYaml(config: Section): string {
  return Yaml.stringify(expandable(config));
}

/** The Collector expands `$` in every string: `$$` stands for itself. */
function expandable(value: Value): unknown {
  if (typeof value === 'string') {
    return value.replace(/\$/g, '$$$$');
  }
  if (value instanceof FromEnv) {
    return `\${env:${value.name}}`;
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
