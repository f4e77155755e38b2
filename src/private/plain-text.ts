import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { at } from './errors';

/** Names whose last word says that the value is a secret. PASSWORD_FILE, PWD and SECRET_NAME are none. */
const SECRET_NAME = /(password|passwd|passphrase|(?<!^|^old)pwd|secret|token|credentials?|(api|secret|access|private)[-_]?key|rediscli_auth)$/i;

/** What is no secret whatever its name: nothing, a switch, a path, another variable. */
const HARMLESS = /^(|true|false|yes|no|on|off|0|1|\/[-\w./]*|\$\([^)]*\))$/i;

/** Passwords inside of values: in a URL, after a keyword, in a data source name of Go. Those of a variable begin with `$`. */
const PASSWORDS = [
  /:\/\/[^/@:\s]*:(?!\$)[^/@\s]+@/,
  /(^|[\s?&;,-])(password|passwd|pwd)=(?![$"'\s\\])./i,
  /^[^:@/\s]*:(?!\$)[^@\s]+@(tcp|unix)\(/,
];

/** Whether a value under this name would be a secret that everybody can read. */
export function isPlainSecret(name: string, value: string): boolean {
  return SECRET_NAME.test(name) && !HARMLESS.test(value);
}

/** Environment variables without secrets in plain text, which everybody could read in the manifest. */
export function checkPlainText(
  owner: Construct, env: { [name: string]: kplus.EnvValue } = {}, what = 'environment variable',
): { [name: string]: kplus.EnvValue } {
  const open = Object.entries(env).find(([name, value]) => isPlainSecret(name, text(value)) || hasPassword(text(value)));
  if (open) {
    throw new Error(`${what} '${open[0]}' of ${at(owner)} has a password in plain text:`
      + ' put it into a Secret and use EnvValue.fromSecretValue()');
  }
  return env;
}

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

/** Words of a command without passwords, which everybody could read in the manifest, and every process of the node in its arguments. */
export function checkWords(owner: Construct, words: string[]): string[] {
  if (!words[0]) {
    throw new Error(`command of ${at(owner)} begins with an empty word: name the program`);
  }
  const index = words.findIndex(hasPassword);
  if (index >= 0) {
    throw new Error(`word ${index + 1} of the command of ${at(owner)} has a password in plain text:`
      + ' let the program read it from an environment variable with EnvValue.fromSecretValue()');
  }
  return words;
}

function hasPassword(value: string): boolean {
  return PASSWORDS.some((pattern) => pattern.test(value));
}
