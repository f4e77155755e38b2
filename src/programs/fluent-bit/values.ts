import * as kplus from 'cdk8s-plus-28';
import { IConstruct } from 'constructs';
import { at } from '../../core/values/errors';
import { toYamlText } from '../../core/values/yaml';

/** A configuration as data; what is undefined is left out. */
export type Value = string | number | boolean | Value[] | Section;

/** A part of a configuration. */
export interface Section {
  readonly [key: string]: Value | undefined;
}

/** The only place that writes a configuration of Fluent Bit. */
export function toYaml(config: Section): string {
  return toYamlText(config);
}

/** Values on their way into a configuration. Fluent Bit expands `${NAME}` in all of them, and has no escape for it. */
export class Values {
  /** The environment that the configuration needs. */
  public readonly env: { [name: string]: kplus.EnvValue } = {};

  constructor(private readonly where: IConstruct) {}

  /** A text that the program receives unchanged. */
  public text(what: string, value: string): string {
    const problem = problemOf(value);
    if (problem) {
      throw new Error(`${what} ${JSON.stringify(value)} in ${at(this.where)} ${problem}`);
    }
    return value;
  }

  /** A value that only the container knows. */
  public fromEnv(name: string, value: kplus.EnvValue): string {
    this.env[name] = value;
    return `\${${name}}`;
  }
}

/** What libyaml refuses, or takes for an indentation or the end of a line. */
const UNREADABLE = /[\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]/;

function problemOf(value: string): string | undefined {
  if (value.includes('${')) {
    return 'contains \'${\', which Fluent Bit reads as an environment variable and cannot escape: remove it, or use'
      + ' LogShipper.openTelemetryCollector()';
  }
  return UNREADABLE.test(value) || Buffer.from(value).toString() !== value
    ? 'has a newline, another control character or an invalid character: remove it'
    : undefined;
}
