import { IConstruct } from 'constructs';
import { at } from '../core/values/errors';

/**
 * How lines of `key=value` pairs are read.
 */
export interface KeyValueOptions {
  /**
   * Separator between two pairs.
   *
   * @default - blanks
   */
  readonly delimiter?: string;
}

/**
 * How lines of fields without names are read.
 */
export interface DelimitedOptions {
  /**
   * Separator between two fields, taken literally.
   */
  readonly delimiter: string;

  /**
   * Names of the fields in their order. The last one takes the rest of the line.
   */
  readonly fields: string[];
}

/**
 * The form of the lines that a log adapter reads.
 *
 * @example
 * import { App, Chart } from 'cdk8s';
 * import * as kplus from 'cdk8s-plus-28';
 * import { AdapterInput, AdapterOutput, AppContainer, LogAdapter } from 'cdk8s-pod-patterns';
 *
 * const chart = new Chart(new App(), 'shop');
 * const web = new kplus.Deployment(chart, 'Web');
 * new AppContainer(web, 'App', { image: 'ghcr.io/acme/legacy:1.0.0' });
 * new LogAdapter(web, 'Json', {
 *   logFiles: ['/logs/app.log'],
 *   input: AdapterInput.delimited({ delimiter: '|', fields: ['time', 'level', 'message'] }),
 *   output: AdapterOutput.json(),
 * });
 */
export class AdapterInput {
  /**
   * Pairs such as `level=info user=42 message="all is well"`. Values may be quoted with `"` and then hold the delimiter.
   */
  public static keyValue(options: KeyValueOptions = {}): AdapterInput {
    return new AdapterInput('key-value', { ADAPT_DELIMITER: options.delimiter ?? ' ' });
  }

  /**
   * Fields in a fixed order, such as `2026-01-01|info|started`.
   */
  public static delimited(options: DelimitedOptions): AdapterInput {
    return new AdapterInput('delimited', { ADAPT_DELIMITER: options.delimiter, ADAPT_FIELDS: options.fields.join('\n') }, options.fields);
  }

  /**
   * One JSON object per line. A nested value is passed on as its JSON text.
   */
  public static json(): AdapterInput {
    return new AdapterInput('json', {});
  }

  private constructor(private readonly kind: string, private readonly settings: { [name: string]: string }, private readonly fields?: string[]) {}

  /**
   * @internal
   */
  public _toSettings(where: IConstruct): { [name: string]: string } {
    checkLine('delimiter', this.settings.ADAPT_DELIMITER ?? ' ', where);
    if (this.fields) {
      checkNames('fields', this.fields, where);
    }
    return { ADAPT_INPUT: this.kind, ...this.settings };
  }
}

/**
 * How a log adapter writes JSON objects.
 */
export interface JsonLayoutOptions {
  /**
   * Fields of the object in their order, each a template in which `{name}` stands for a field of the line:
   * `{ level: '{LEVEL}', who: '{USER}@{HOST}' }`. `{{` and `}}` stand for braces.
   *
   * @default - all fields of the line under their own names
   */
  readonly fields?: { [name: string]: string };

  /**
   * Fields of the object that are written as JSON numbers if their value is a number.
   *
   * @default - none
   */
  readonly numbers?: string[];
}

/**
 * The form of the lines that a log adapter writes.
 *
 * @example
 * import { App, Chart } from 'cdk8s';
 * import * as kplus from 'cdk8s-plus-28';
 * import { AdapterInput, AdapterOutput, AppContainer, LogAdapter } from 'cdk8s-pod-patterns';
 *
 * const chart = new Chart(new App(), 'shop');
 * const web = new kplus.Deployment(chart, 'Web');
 * new AppContainer(web, 'App', { image: 'ghcr.io/acme/web:1.4.2' });
 * new LogAdapter(web, 'Text', {
 *   logFiles: ['/logs/app.log'],
 *   input: AdapterInput.json(),
 *   output: AdapterOutput.text('[{timestamp}] {level} - {message}'),
 * });
 */
export class AdapterOutput {
  /**
   * One JSON object per line, valid whatever the values hold.
   */
  public static json(options: JsonLayoutOptions = {}): AdapterOutput {
    return new AdapterOutput('json', Object.entries(options.fields ?? {}), options.numbers ?? []);
  }

  /**
   * Text by a template in which `{name}` stands for a field: `[{timestamp}] {level} - {message}`. `{{` and `}}` stand for braces.
   */
  public static text(template: string): AdapterOutput {
    return new AdapterOutput('text', [['', template]], []);
  }

  private constructor(private readonly kind: string, private readonly templates: [string, string][], private readonly numbers: string[]) {}

  /**
   * @internal
   */
  public _toSettings(where: IConstruct): { [name: string]: string } {
    this.templates.forEach(([, template]) => checkTemplate(template, where));
    if (this.kind === 'text') {
      return { ADAPT_OUTPUT: 'text', ADAPT_TEMPLATE: this.templates[0][1] };
    }
    const names = this.templates.map(([name]) => name);
    if (names.length > 0) {
      checkNames('fields of the object', names, where);
      const unknown = this.numbers.find((name) => !names.includes(name));
      if (unknown !== undefined) {
        throw new Error(`number '${unknown}' in ${at(where)} is not a field of the object: name one of '${names.join('\', \'')}'`);
      }
    }
    return {
      ADAPT_OUTPUT: 'json',
      ADAPT_TEMPLATE: this.templates.map(([name, template]) => `${name}\t${template}`).join('\n'),
      ADAPT_NUMBERS: this.numbers.join('\n'),
    };
  }
}

function checkNames(what: string, names: string[], where: IConstruct): void {
  if (names.length === 0) {
    throw new Error(`list of ${what} in ${at(where)} is empty: name at least one`);
  }
  names.forEach((name) => checkLine(`name in ${what}`, name, where));
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) {
    throw new Error(`name '${twice}' is listed twice in ${what} in ${at(where)}: leave one of them out`);
  }
}

function checkLine(what: string, text: string, where: IConstruct): void {
  if (text === '' || /[\n\t\0]/.test(text)) {
    throw new Error(`${what} ${JSON.stringify(text)} in ${at(where)} is empty, or contains a tab, newline or NUL: remove it`);
  }
}

function checkTemplate(template: string, where: IConstruct): void {
  const rest = template.replace(/\{\{|\}\}/g, '').replace(/\{[^{}]+\}/g, '');
  if (template === '' || /[\n\0]/.test(template) || /[{}]/.test(rest)) {
    throw new Error(`template ${JSON.stringify(template)} in ${at(where)} is empty, has a newline or NUL, or an unmatched brace:`
      + ' write {name} for a field and {{ or }} for a brace');
  }
}
