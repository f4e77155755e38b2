import { IConstruct } from 'constructs';
import { at } from '../core/values/errors';

/** What a secret becomes. */
export const REDACTED = '***REDACTED***';

/** Names whose values are secrets. A name also counts as the end of a longer one: `token` covers `access_token` and `x-auth-token`. */
export const DEFAULT_KEYS = [
  'password', 'passwd', 'pwd', 'passphrase', 'passcode', 'dbpassword', 'userpassword', 'pgpassword', 'requirepass',
  'db_pass', 'db-pass', 'dbpass', 'user_pass', 'mysql_pass', 'redis_pass', 'smtp_pass',
  'secret', 'clientsecret', 'secretkey', 'secret_key', 'secret-key', 'secret_access_key', 'secretaccesskey',
  'token', 'accesstoken', 'refreshtoken', 'idtoken', 'authtoken', 'sessiontoken', 'jwt',
  'apikey', 'api_key', 'api-key', 'accesskey', 'access_key', 'access-key',
  'privatekey', 'private_key', 'private-key', 'encryption_key', 'signing_key', 'accountkey', 'sharedaccesskey',
  'authorization', 'credential', 'credentials', 'cookie', 'jsessionid', 'phpsessid', 'x-amz-signature',
];

/** Fails for keys that not every log shipper can look for. */
export function checkKeys(keys: string[], where: IConstruct): string[] {
  if (keys.length === 0) {
    throw new Error(`no redaction keys in ${at(where)}: list at least one, or leave the redaction out`);
  }
  for (const key of keys) {
    if (!/^[A-Za-z0-9]/.test(key)) {
      throw new Error(`redaction key '${key}' in ${at(where)} does not start with a letter or digit: write the key as it appears before '=' or ':'`);
    }
    if (!/^[\w.-]+$/.test(key)) {
      throw new Error(`redaction key '${key}' in ${at(where)} has a character other than letters, digits, '_', '.' and '-':`
        + ' write the key as it appears before \'=\' or \':\'');
    }
  }
  return keys;
}

/** A global replacement: an RE2 expression that JavaScript reads too, but for the `(?i)` at its start, and a text with `$1`. */
export interface RedactionStep {
  readonly pattern: string;
  readonly replacement: string;
}

/**
 * What redact.awk does, as replacements in this order.
 *
 * RE2 cannot look ahead, so a MARK stands where a value must end although no blank follows, until all is redacted.
 * A MARK that the text itself has is doubled meanwhile.
 */
export function redactionSteps(keys: string[]): RedactionStep[] {
  const name = nameOf(keys);
  const schemed = keys.filter((key) => /authorization$/i.test(key));
  return [
    { pattern: String.raw`(://(?:[^/?#"'<> \t\r\n:]*:)?)[^/?#"'<> \t\r\n]+@`, replacement: `$1${REDACTED}@` },
    { pattern: MARK, replacement: '\x1f\x1f' },
    ...schemed.length > 0 ? [{ pattern: `${nameOf(schemed)}(${NAME_QUOTE}?${SEPARATOR})${SCHEME}`, replacement: '$1$2Bearer$3' }] : [],
    { pattern: String.raw`([,;&])([\[{("'\\]*[\w.[\]-]+\\*["']?["']?[=:])`, replacement: '$1\x1f$2' },
    { pattern: String.raw`([\w.\]-]=)([ \t]+[\w.-]+=[^= \t\r\n])`, replacement: '$1\x1f$2' },
    { pattern: String.raw`${name}(${NAME_QUOTE}?${SEPARATOR})${VALUE}`, replacement: `$1$2$3$4$5$6$7${REDACTED}$3$4$5$6$7` },
    { pattern: String.raw`${name}(\\*["'])(["']?${SEPARATOR})${DONE}`, replacement: `$1$2$3$2${REDACTED}$2` },
    { pattern: `${MARK}(${MARK}?)`, replacement: '$1' },
  ];
}

function nameOf(keys: string[]): string {
  return String.raw`(?i)((?:\b|_)(?:${keys.map((key) => key.replace(/\./g, '\\.')).join('|')}))`;
}

/** Any word is a scheme that another word without `=` in it follows; a known one takes its place, to be redacted with it. */
const SCHEME = String.raw`[A-Za-z][\w.+-]*([ \t]+[^ \t\r\n=]+=*(?:[ \t\r\n,;&]|$))`;
const NAME_QUOTE = String.raw`(?:\\*["']["']?)`;
const MARK = String.raw`\x1f`;
const ANY = String.raw`[\s\S]`;
const DONE = REDACTED.replace(/\*/g, '\\*');
const SEPARATOR = String.raw`\]?[ \t]*[=:][=:> \t]*`;
const WORD = String.raw`(?:[\w.-]+:|basic|bearer|digest|dpop|negotiate|ntlm|token|apikey)[ \t][=:> \t]*`;

// An unquoted value ends in an INNER character: TRAILING ones belong to it only in front of another INNER one.
const TRAILING = String.raw`,;&)\]}"'\\`;
const INNER = String.raw`(?:[^ \t\r\n${TRAILING}\x1f]|\x1f\x1f)`;
const FIRST = String.raw`(?:[^ \t\r\n=:>${TRAILING}\x1f]|\x1f\x1f|[${TRAILING}]+${INNER})`;

const VALUE = `(?:${WORD})*(?:` + [
  String.raw`(\\*["'])${DONE}\\*["']`,
  quoted('"', String.raw`(?:\\${ANY}|[^"\\])`),
  quoted('\'', String.raw`(?:\\${ANY}|[^'\\])`),
  quoted(String.raw`\\"`, String.raw`(?:\\\\(?:\\${ANY}|[^\\])|\\[^"\\]|[^\\])`),
  String.raw`(\\+["'])${ANY}*`,
  DONE,
  String.raw`(?:${nested(3)}|[\[{]${ANY}*|${FIRST})(?:[${TRAILING}]*${INNER})*`,
].join('|') + ')';

function quoted(quote: string, inside: string): string {
  return `(${quote})(?:${inside}*${quote}${quote})*(?:${inside}*${quote}(?:${INNER}(?:[${TRAILING}]*${INNER})*)?|${ANY}*)`;
}

/** Brackets around brackets, of that depth. */
function nested(depth: number): string {
  const inside = [String.raw`[^"'\\\[\]{}]`, String.raw`"(?:\\${ANY}|[^"\\])*"`, String.raw`'(?:\\${ANY}|[^'\\])*'`];
  return String.raw`[\[{](?:${[...inside, ...depth > 1 ? [nested(depth - 1)] : []].join('|')})*[\]}]`;
}
