import { memoized } from '../values/memoized';

/**
 * What names say of their values: those of environment variables, options, headers, parameters of a query and keys of a file.
 */

/** A name that ends in one of these words has a secret as its value: `DB_PASS`, `--api-token`, `clientSecret`. Several are meant too. */
const SECRET_WORDS = new Set([
  'password', 'passwd', 'passphrase', 'passcode', 'pass', 'pwd', 'pw', 'secret', 'token', 'credential', 'jwt', 'sig', 'signature',
  'authorization',
]);

/** The same words where nothing stands between them and what is in front: `PGPASSWORD`, `dbpassword`, `accesskey`, `DBPASS`. */
const SECRET_ENDINGS = new RegExp(`(${[
  'password', 'passwd', 'passphrase', 'passcode', 'pwd', 'secret', 'token', 'credentials?',
  '(db|pg|sql|user|admin|root|smtp|mail|redis|ftp|login|store|key|require)pass',
  '(api|access|secret|private|auth|account|master|signing|encryption|storage|shared|license)keys?',
].join('|')})$`);

/** Whole names that end in none of them. */
const SECRET_NAMES = /(^|[^a-z0-9])(secret[-_]?key[-_]?base|(rediscli|redis|basic|registry|npm|docker|master)[-_]?auth|x-honeycomb-team|x-auth)$/i;

/** Names of headers that are secrets there alone: elsewhere, COOKIE is the name of one. */
const SECRET_HEADERS = /^(cookie|authentication|x-amz-security-token|jsessionid|phpsessid)$/i;

/** Whose key is no secret: `PUBLIC_KEY`, `--sort-key`, `Idempotency-Key`. */
const KEYS = new Set([
  'public', 'pub', 'primary', 'foreign', 'unique', 'composite', 'partition', 'shard', 'cluster', 'range', 'sort', 'order', 'group', 'join', 'row', 'column',
  'field', 'object', 's3', 'path', 'prefix', 'cache', 'redis', 'queue', 'topic', 'routing', 'message', 'record', 'event', 'idempotency', 'dedup', 'deduplication',
  'correlation', 'surrogate', 'lookup', 'index', 'search', 'map', 'hash', 'label', 'annotation', 'attribute', 'metric', 'property', 'config', 'context', 'feature',
  'state', 'lock', 'redact', 'redacted', 'translation', 'i18n', 'locale', 'hot', 'shortcut', 'tls', 'ssl', 'cert', 'certificate', 'host', 'websocket', 'by', 'secret_name',
]);

/** What stands in front of a thing that is asked for, counted or switched, and is not the thing itself. */
const ABOUT = new Set([
  'no', 'ask', 'prompt', 'use', 'allow', 'enable', 'disable', 'require', 'with', 'without', 'has', 'is', 'skip', 'show', 'hide', 'reset', 'generate',
  'max', 'min', 'num', 'count', 'total', 'old',
]);

/** Whether the value under this name is a secret, as far as the name says. PASSWORD_FILE and SECRET_NAME are none. */
export const isSecretName = memoized((name: string): boolean => {
  const words = wordsOf(name);
  const last = words[words.length - 1] ?? '';
  const word = last.replace(/(?<=word|secret|token|credential|key)s$/, '');
  if (word === 'key') {
    return words.length > 1 && !KEYS.has(words[words.length - 2]) && !ABOUT.has(words[words.length - 2]);
  }
  return SECRET_WORDS.has(word) || SECRET_ENDINGS.test(last) || SECRET_NAMES.test(name);
});

/** Whether a header of this name carries a secret. */
export function isSecretHeader(name: string): boolean {
  return SECRET_HEADERS.test(name) || isSecretName(name);
}

/** Whether an option takes no value, but asks for one, counts or switches something. */
export function isSwitch(option: string): boolean {
  return ABOUT.has(wordsOf(option)[0]);
}

/** `dbPassword`, `DB_PASSWORD` and `db-password` have the same ones. */
function wordsOf(name: string): string[] {
  return name.replace(/([a-z0-9])([A-Z])/g, '$1 $2').toLowerCase().split(/[^a-z0-9]+/).filter(Boolean);
}
