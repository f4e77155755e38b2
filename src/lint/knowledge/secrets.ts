import { memoized } from '../../core/values/memoized';
import { Field } from '../model/field';

const NAME = /(^|_)(\w*PASSWORD|PASSWD|\w*PASSPHRASE|PASS|PWD|TOKEN|SECRET|(API|SECRET|ACCESS|PRIVATE|ENCRYPTION|SIGNING)_?KEY|SECRET_KEY_BASE|CREDENTIALS?|REDISCLI_AUTH)(_?\d+)?$/;

/** `dbPassword` and `db.password` as `DB_PASSWORD`. */
export function inCapitals(name: string): string {
  return name.replace(/([a-z])([A-Z])/g, '$1_$2').replace(/[.-]/g, '_').toUpperCase();
}

/** Whether something of this name is a password, a token or a key. */
export function isNameOfSecret(name: unknown): boolean {
  return typeof name === 'string' && isTextNameOfSecret(name);
}

const isTextNameOfSecret = memoized((name: string): boolean => (
  NAME.test(inCapitals(name)) && !/^(OLD)?PWD$|CLUSTER_TOKEN$|DISCOVERY_TOKEN$|ETCD_AUTH_TOKEN$|(KUBE|K8S|KUBERNETES)_SECRET$/.test(name)));

/** What is no secret whatever its name: a reference, a file, a number, a switch, or that no secret is needed. */
const HARMLESS = new RegExp(`^(${[
  '', String.raw`\$[({]?\w+[)}]?`, '[./].*', 'file:.*', String.raw`[-\w.]+\.(json|ya?ml|pem|key|crt|p12|jks|txt|conf|properties|env)`, String.raw`\d{1,4}`,
  'true|false|yes|no|none|null', '(sk-)?(no-?auth|no-?key|not-?(needed|required|used)|unused|dummy)',
  String.raw`<.*>|\{\{.*|x+|\*+`,
].join('|')})$`, 'i');

/** What somebody is to replace. */
const IN_CAPITALS = /^[A-Z]+(_[A-Z]+)*$/;

export function isSecret(value: Field): boolean {
  return value.ask(isTextOfSecret);
}

export function isTextOfSecret(text: unknown): boolean {
  return typeof text === 'string' && !HARMLESS.test(text) && !IN_CAPITALS.test(text) && !text.includes('$(') && !text.includes('${');
}

export function hasPasswordInUrl(value: unknown): boolean {
  const password = typeof value === 'string' ? /:\/\/[^\s:/@]*:([^\s/@]+)@/.exec(value)?.[1] : undefined;
  return password !== undefined && !/^[$<{]|\$\(|%s|x{3,}|\*{3,}/i.test(password);
}

/** Whether it may be the name of a Secret instead of what is in one: `WEBHOOK_SECRET`. */
export function endsInSecret(name: unknown): boolean {
  return typeof name === 'string' && /SECRET$/i.test(name);
}

/** `web-hook-secret` */
export function isCalledSecret(value: unknown): boolean {
  return typeof value === 'string' && /^[a-z][a-z0-9]*(-[a-z0-9]+)*-secrets?$/.test(value);
}

export function isAccessKey(name: unknown): boolean {
  return typeof name === 'string' && /ACCESS_?KEY$/i.test(name) && !isSecretKey(name);
}

export function isSecretKey(name: unknown): boolean {
  return typeof name === 'string' && /SECRET_?(ACCESS_?)?KEY$/i.test(name);
}
