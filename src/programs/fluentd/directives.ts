/** A section of a configuration: `<name argument>`, parameters, sections, `</name>`. What is undefined is left out. */
export interface Directive {
  readonly name: string;
  readonly argument?: string;
  readonly parameters?: { readonly [name: string]: string | number | boolean | string[] | undefined };
  readonly sections?: Directive[];
  /** Lines of a user, as they are. */
  readonly lines?: string[];
}

/** The only place that writes a configuration of Fluentd. */
export function toText(directives: Directive[]): string {
  return directives.map((directive) => toLines(directive).map((line) => `${line}\n`).join('')).join('\n');
}

function toLines({ name, argument, parameters = {}, sections = [], lines = [] }: Directive): string[] {
  const inside = [
    ...Object.entries(parameters).flatMap(([key, value]) => value === undefined ? [] : [`${quoteName(key)} ${toValue(value)}`]),
    ...sections.flatMap(toLines),
    ...lines,
  ];
  return [`<${argument === undefined ? name : `${name} ${argument}`}>`, ...inside.map((line) => `  ${line}`), `</${name.split(' ')[0]}>`];
}

function toValue(value: string | number | boolean | string[]): string {
  if (Array.isArray(value)) {
    return quote(JSON.stringify(value));
  }
  return typeof value === 'string' && !/^[a-z_][a-z0-9_]*$/.test(value) ? quote(value) : String(value);
}

function quoteName(name: string): string {
  return /^@?[A-Za-z_][A-Za-z0-9_]*$/.test(name) ? name : quote(name);
}

/** Double quotes would run Ruby. */
function quote(value: string): string {
  return `'${value.replace(/['\\]/g, '\\$&')}'`;
}
