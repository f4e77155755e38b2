/**
 * Writes data as an expression in CEL, the language of admission policies. Data never becomes code: all of it goes through `write`.
 *
 * @see https://github.com/google/cel-spec/blob/master/doc/langdef.md
 */

/** Text that is an expression by itself, in the middle of data. */
export class Cel {
  constructor(readonly text: string) {}
}

/** An entry of a map that is left out where the optional value is empty. */
export class OptionalCel extends Cel {}

/** Values of a map or a list may be of several types in CEL when each is `dyn`. */
export function write(value: unknown): string {
  if (value instanceof Cel) {
    return value.text;
  }
  if (typeof value === 'string') {
    return quote(value);
  }
  if (Array.isArray(value)) {
    return `[${value.map(dynamic).join(', ')}]`;
  }
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).filter(([, one]) => one !== undefined);
    return `{${entries.map(([key, one]) => (one instanceof OptionalCel ? `?${quote(key)}: ${one.text}` : `${quote(key)}: ${dynamic(one)}`)).join(', ')}}`;
  }
  return String(value);
}

function dynamic(value: unknown): string {
  return `dyn(${write(value)})`;
}

/** Escapes of JSON are those of CEL too. Half of a surrogate pair is no character. */
function quote(text: string): string {
  if (/[\ud800-\udfff]/u.test(text)) {
    throw new Error(`${JSON.stringify(text)} has an unpaired surrogate, which an admission policy cannot contain: replace it with the whole character`);
  }
  return JSON.stringify(text);
}
