import { checkGiven } from '../core/values/given';

/** What the script takes for a placeholder. */
const BRACES = /\{\{[^]*?(?:\}\}|$)/g;
const NAME = '[A-Za-z_][A-Za-z0-9_]*';
const PLACEHOLDER = new RegExp(`^\\{\\{(${NAME})(\\|json)?\\}\\}$`);
const VARIABLE = new RegExp(`^${NAME}$`);

/** The script reads a text as one record, which this character would end. */
export function checkText(path: string, text: string): string {
  checkGiven(`file '${path}'`, { text }, 'text');
  if (/[\u0000\u0001]/.test(text)) {
    throw new Error(`text of '${path}' contains the character 0 or 1, but only text can be written here: put other files into an image`);
  }
  return text;
}

/** A text whose placeholders are valid. */
export function checkTemplate(path: string, text: string): string {
  const wrong = [...checkText(path, text).matchAll(BRACES)].find(([whole]) => !PLACEHOLDER.test(whole));
  if (wrong) {
    throw new Error(`'${wrong[0].slice(0, 20)}' in the template of '${path}' is not a placeholder:`
      + ' write {{NAME}} or {{NAME|json}} with letters, digits and \'_\', or put other braces into a value');
  }
  return text;
}

/** The names of the values that a template needs. */
export function namesIn(template: string): string[] {
  return [...template.matchAll(BRACES)].map(([whole]) => /\w+/.exec(whole)![0]);
}

/** A template of environment variables in single quotes, between which nothing is escaped, and whether each of them can be empty. */
export function toEnvironment(path: string, variables: { [name: string]: string }): { source: string; variables: { [name: string]: boolean } } {
  checkGiven(`file '${path}'`, { variables }, 'variables');
  const texts = Object.entries(variables);
  checkGiven(`file '${path}'`, variables, ...Object.keys(variables));
  if (texts.length === 0) {
    throw new Error(`file '${path}' has no environment variables: name at least one`);
  }
  const lines = texts.map(([name, text]) => `${checkVariable(path, name)}='${checkValue(path, name, text).replace(/\}\}/g, '|env}}')}'\n`);
  return { source: lines.join(''), variables: Object.fromEntries(texts.map(([name, text]) => [name, text.replace(BRACES, '') === ''])) };
}

function checkVariable(path: string, name: string): string {
  if (!VARIABLE.test(name)) {
    throw new Error(`environment variable '${name}' of '${path}' is not a valid name: use letters, digits and '_', not starting with a digit`);
  }
  return name;
}

function checkValue(path: string, name: string, text: string): string {
  if (text === '' || /'|\r\n/.test(text)) {
    throw new Error(`text of environment variable '${name}' of '${path}' ${text === '' ? 'is empty' : 'has an apostrophe or a carriage return at the end of a line'},`
      + ' which the format cannot hold: set it with the environment variables of the container');
  }
  if (/\{\{\w+\|json\}\}/.test(text)) {
    throw new Error(`environment variable '${name}' of '${path}' has a placeholder for JSON, which can have apostrophes: write {{NAME}}`);
  }
  return checkTemplate(path, text);
}
