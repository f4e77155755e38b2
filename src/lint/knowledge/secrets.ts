import { isHarmless } from '../../core/plain-text/values';
import { memoized } from '../../core/values/memoized';
import { Field } from '../model/field';

const NAME = /(^|_)(\w*PASSWORD|PASSWD|\w*PASSPHRASE|PASS|PWD|TOKEN|SECRET|(API|SECRET|ACCESS|PRIVATE|ENCRYPTION|SIGNING)_?KEY|SECRET_KEY_BASE|CREDENTIALS?|REDISCLI_AUTH)(_?\d+)?$/;

/** `dbPassword` and `db.password` as `DB_PASSWORD`. */
function inCapitals(name: string): string {
  return name.replace(/([a-z])([A-Z])/g, '$1_$2').replace(/[.-]/g, '_').toUpperCase();
}

/** Whether something of this name is a password, a token or a key. */
export function isNameOfSecret(name: unknown): boolean {
  return typeof name === 'string' && isTextNameOfSecret(name);
}

const isTextNameOfSecret = memoized((name: string): boolean => (
  NAME.test(inCapitals(name)) && !/^(OLD)?PWD$|CLUSTER_TOKEN$|DISCOVERY_TOKEN$/.test(name)));

/** What stands for a secret or says that there is none: a number, or what somebody is to replace. */
const STAND_IN = /^(\d{1,4}|x+|\*+|[A-Z]+(_[A-Z]+)*|file:.*|(sk-)?(no-?auth|no-?key|not-?(needed|required|used)|unused|dummy))$/;

/** Not a reference, a file or a switch either. */
export function isSecret(value: Field): boolean {
  return value.ask(isTextOfSecret);
}

function isTextOfSecret(text: unknown): boolean {
  return typeof text === 'string' && !isHarmless(text) && !STAND_IN.test(text);
}

export function hasPasswordInUrl(value: unknown): boolean {
  const password = typeof value === 'string' ? /:\/\/[^\s:/@]*:([^\s/@]+)@/.exec(value)?.[1] : undefined;
  return password !== undefined && !/^[$<{]|\$\(|%s|x{3,}|\*{3,}/i.test(password);
}
