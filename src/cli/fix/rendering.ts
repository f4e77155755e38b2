import { Scalar, stringify } from 'yaml';
import { isMapping } from '../../lint/model/field';

/** The text of a value in a flow collection, or where the file is JSON. */
export function renderFlow(value: unknown): string {
  return JSON.stringify(value);
}

/**
 * The text of a value behind `key:` or `-` in block style: on the same line, or below it, indented.
 *
 * @param like a scalar that was there, whose quotes are kept
 */
export function renderBlock(value: unknown, indent: string, eol: string, like?: Scalar): string {
  if (typeof value === 'object' && value !== null && (Array.isArray(value) ? value.length : Object.keys(value).length) > 0) {
    return eol + renderYaml(value).split('\n').map((line) => indent + line).join(eol);
  }
  return ` ${renderScalar(value, like)}`;
}

export function renderScalar(value: unknown, like?: Scalar): string {
  const quoted = like?.type === 'QUOTE_DOUBLE' || like?.type === 'QUOTE_SINGLE' ? like.type : undefined;
  if (typeof value !== 'string' || !quoted) {
    return typeof value === 'string' && /[\r\n]/.test(value) ? JSON.stringify(value) : renderYaml(value);
  }
  return quoted === 'QUOTE_DOUBLE' || /[^ -~]/.test(value) ? JSON.stringify(value) : `'${value.replace(/'/g, "''")}'`;
}

export function renderKey(key: string): string {
  return renderYaml({ [key]: null }).replace(/: null$/, '');
}

/** Of an element of a list that is an object, the first line stands behind the dash. */
export function renderItem(value: unknown, indent: string, eol: string): string {
  return isMapping(value) ? renderBlock(value, indent, eol).slice(eol.length + indent.length) : renderBlock(value, indent, eol).trimStart();
}

/** As version 1.1 reads it: `yes` is quoted. */
function renderYaml(value: unknown): string {
  return stringify(value, { version: '1.1', lineWidth: 0 }).replace(/\n$/, '');
}
