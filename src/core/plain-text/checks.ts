import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { fileHasSecret, hasSecret, isPlainHeader, isPlainSecret } from './values';
import { openWords } from './words';
import { PublicValues } from '../settings/public-values';
import { at } from '../values/errors';

/**
 * The one rule for secrets that everybody could read in the manifest, or a process of the node in its arguments: they are refused,
 * unless `PublicValues` says that they are none.
 */

/** Environment variables without secrets in plain text. */
export function checkPlainText(
  owner: Construct, env: { [name: string]: kplus.EnvValue } = {}, what = 'environment variable',
): { [name: string]: kplus.EnvValue } {
  for (const name of Object.keys(env)) {
    const plain = text(env[name]);
    if (plain && isOpen(name, plain) && !isPublic(owner, name)) {
      throw new Error(`${what} '${name}' of ${at(owner)} has a password in plain text: put it into a Secret and use EnvValue.fromSecretValue()${PUBLIC}`);
    }
  }
  return env;
}

function isOpen(name: string, value: string): boolean {
  return isPlainSecret(name, value) || hasSecret(value) || /\s/.test(value) && openWords(value.split(/\s+/)).length > 0;
}

const PUBLIC = ', or name it in PublicValues.of() if everybody may read it';

/** The text of a value, also of one that is no EnvValue, as JavaScript lets through. */
const text = (value: kplus.EnvValue | undefined) => String(value instanceof Object ? value.value ?? '' : value ?? '');

/** Environment variables from a user beside those that a pattern sets, none of which they may replace. */
export function besideOwn(
  owner: Construct, env: { [name: string]: kplus.EnvValue } | undefined, own: { [name: string]: kplus.EnvValue },
): { [name: string]: kplus.EnvValue } {
  const given = checkPlainText(owner, env);
  const taken = Object.keys(given).find((name) => name in own);
  if (taken) {
    throw new Error(`environment variable '${taken}' of ${at(owner)} is set by the pattern itself: leave it out`);
  }
  return { ...given, ...own };
}

/** A command of a user, whose first word is the program. */
export function checkCommand(owner: Construct, words: string[]): string[] {
  if (!words[0]) {
    throw new Error(`command of ${at(owner)} begins with an empty word: begin it with the program`);
  }
  return checkWords(owner, words);
}

/** Words of a command without secrets in plain text. */
export function checkWords(owner: Construct, words: string[], what = 'the command'): string[] {
  const open = openWords(words).find((index) => !isPublic(owner, words[index]) && !isPublic(owner, words[index - 1]));
  if (open !== undefined) {
    throw new Error(`word ${open + 1} of ${what} of ${at(owner)} has a password in plain text:`
      + ` let the program read it from an environment variable with EnvValue.fromSecretValue()${PUBLIC}`);
  }
  return words;
}

/**
 * A header without a secret in plain text.
 *
 * @param what such as `header 'Authorization' of output 'http'`
 */
export function checkHeader(owner: Construct, what: string, name: string, value: string, wayOut: string): void {
  if (isPlainHeader(name, value) && !isPublic(owner, name)) {
    throw new Error(`${what} in ${at(owner)} looks like a secret, which everybody could read in the manifest: ${wayOut}${PUBLIC}`);
  }
}

/** A file that everybody can read in a ConfigMap. */
export function checkFile(owner: Construct, name: string, content: string, wayOut: string): void {
  if (fileHasSecret(content) && !isPublic(owner, name)) {
    throw new Error(`file '${name}' of ${at(owner)} has a password in plain text, which everybody could read in the ConfigMap: ${wayOut}${PUBLIC}`);
  }
}

/** The first parameter of a URL's query that is a secret. */
export function secretParameter(url: URL): string | undefined {
  return [...url.searchParams].find(([name, value]) => isPlainSecret(name, value))?.[0];
}

export function isPublic(owner: Construct, name?: string): boolean {
  return name !== undefined && PublicValues._for(owner).includes(name);
}
