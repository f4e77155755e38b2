import { Construct } from 'constructs';
import { checkFile } from '../core/plain-text/checks';
import { at } from '../core/values/errors';

type Data = { readonly [key: string]: unknown };

/**
 * A configuration with what a user adds to it: objects merge, lists append, and nothing that is there already can be replaced.
 *
 * @param toText what a text of the user is for the writer of the configuration
 */
export function withExtra<T extends object>(
  where: Construct, config: T, extra: object | undefined, toText: (text: string) => unknown = (text) => text,
): T {
  if (extra === undefined) {
    return config;
  }
  checkSecrets(where, JSON.stringify(extra, undefined, 1));
  return merge(where, config, checked(where, extra, toText, []), []) as T;
}

function checkSecrets(where: Construct, text: string): void {
  checkFile(where, 'extraConfig', text, 'name an environment variable or a file of the container that has it');
}

function merge(where: Construct, own: unknown, extra: unknown, path: string[]): unknown {
  if (own === undefined) {
    return extra;
  }
  if (Array.isArray(own) && Array.isArray(extra)) {
    return [...own, ...extra];
  }
  if (isData(own) && isData(extra)) {
    const ownOf = (key: string) => Object.hasOwn(own, key) ? own[key] : undefined;
    const added = Object.entries(extra).map(([key, value]) => [key, merge(where, ownOf(key), value, [...path, key])]);
    return { ...own, ...Object.fromEntries(added) };
  }
  const kind = Array.isArray(own) ? ', a list to which you can add' : isData(own) ? ', an object to which you can add' : '';
  throw new Error(`extraConfig of ${at(where)} sets '${path.join('.')}', which is already set${kind}: leave it out, or use the option for it`);
}

/** Fails for what no configuration can have. */
function checked(where: Construct, value: unknown, toText: (text: string) => unknown, path: string[]): unknown {
  const inside = (child: unknown, key: string | number) => checked(where, child, toText, [...path, String(key)]);
  if (typeof value === 'string') {
    return toText(value);
  }
  if (Array.isArray(value)) {
    return value.map(inside);
  }
  if (isData(value)) {
    return Object.fromEntries(Object.entries(value).map(([key, child]) => [key, inside(child, key)]));
  }
  if (value === null || typeof value === 'boolean' || (typeof value === 'number' && Number.isFinite(value))) {
    return value;
  }
  throw new Error(`extraConfig of ${at(where)} has ${describe(value)} at '${path.join('.')}': use texts, numbers, booleans, lists and objects`);
}

function describe(value: unknown): string {
  const constructor = (value as object | undefined)?.constructor?.name;
  return typeof value === 'object' ? `an object of class ${constructor}` : String(value);
}

function isData(value: unknown): value is Data {
  return typeof value === 'object' && value !== null && [Object.prototype, null].includes(Object.getPrototypeOf(value));
}

/** Lines of a user by the section that they are for, one of some. */
export function checkLines(
  where: Construct, extra: { readonly [section: string]: string[] } = {}, sections?: string[],
): { readonly [section: string]: string[] } {
  for (const [section, lines] of Object.entries(extra)) {
    if (sections && !sections.includes(section)) {
      throw new Error(`extraConfig of ${at(where)} has lines for '${section}', which is not a section: use '${sections.join('\', \'')}'`);
    }
    if (!Array.isArray(lines) || lines.some((line) => typeof line !== 'string' || line.includes('\0')) || /[\n\0]/.test(section)) {
      throw new Error(`extraConfig of ${at(where)} does not have a list of lines without NUL at ${JSON.stringify(section)}: write ['first line', 'second line']`);
    }
  }
  checkSecrets(where, Object.values(extra).flat().join('\n'));
  return extra;
}
