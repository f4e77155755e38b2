import { isSecretHeader, isSecretName } from './names';
import { memoized } from '../values/memoized';

/**
 * What is a secret in a value: by its name, or by what it looks like.
 */

/** What is no secret whatever its name: nothing, a switch, a digit, a path, a file, a page, a regular expression. */
const HARMLESS = new RegExp(`^(${[
  '', 'true|false|yes|no|on|off|enabled|disabled|required|optional|none|null|nil|undefined|~', '[0-9-]',
  String.raw`(\.{0,2}|~)/[-\w./]*`, String.raw`[-\w.]+\.(pem|key|crt|cert|der|p12|pfx|jks|json|ya?ml|txt|conf|properties|env)`,
  String.raw`https?://[^@\s?]*`, String.raw`[.(\[]\S?[*^?].*`, '[*?=|>&].*',
].join('|')})$`, 'is');

/** A header of any name with credentials: the scheme and what it asks for, but not a challenge such as `Basic realm="shop"`. */
const CREDENTIALS = /^(basic|bearer|token)\s+[^\s=,"$%{<]+=*$/i;

/** What stands for a value that comes from elsewhere: a variable, a command, a placeholder, a file. */
const REFERENCE = /^(\$([A-Za-z_@*#?]|$)|\$[0-9]$|`|%[A-Za-z]|<[^<>]*>$|#\{|@[/.~-]|!(secret|vault|env|reference|ref|sub)\b|(env|file|vault):)|\$\(|\$\{|\{\{/;

/** How many of something there are. */
const COUNTED = /tokens$|keys$|max|min|num|count|limit|size/i;

/** What a value is when nobody needs its name to know. */
const SECRETS = [
  /-----BEGIN [A-Z ]*PRIVATE KEY-----/,
  /\b(gh[pousr]_|github_pat_|glpat-|xox[abposr]-|[sr]k_live_|npm_|hvs\.|dop_v1_|sk-)[\w-]{10,}/,
  /\beyJ[\w-]{8,}\.eyJ[\w-]{8,}\.[\w-]+/,
];

/** Passwords inside of values: in a URL, in a data source name of Go, in SQL, in a header without its name. The last group is the password. */
const PASSWORDS = [
  /:\/\/[^/@:\s]*:([^/@\s]+)@/g,
  /^[^:@/\s]*:([^@\s]+)@(?:tcp|unix)\(/g,
  /\bidentified\s+by\s+'([^']*)'/gi,
  /\b(?:create|alter)\s+(?:user|role)\b[^;]{0,500}?\bpassword\s+'([^']*)'/gi,
  /\bBearer\s+((?=[^\s"']*\d)[^\s"']+)/g,
  /\bAuthorization\s+["']?(?:Basic|Bearer)\s+([^\s"';]+)/gi,
  /^\s*(?:requirepass|masterauth)\s+(\S+)/gm,
];

/** NAME=VALUE and "NAME": "VALUE", anywhere: words of a command, parameters of a URL, pairs of a connection string. */
const PAIRS = [
  /(?<![\w.])([A-Za-z_][\w.-]{0,99})=(?!=)[\\"']*([^\s;&,"'\\]*)/g,
  /"([A-Za-z_][\w.-]*)"\s*:\s*"([^"]*)"/g,
];

/** A header with its value, such as curl's -H takes. */
const HEADER = /(?:^-H|^|[\s"'=])([A-Za-z][\w-]*):[ \t]*([^\r\n"']+)/g;

/** A line of a file: NAME: VALUE or NAME = VALUE. */
const LINE = /^[ \t]*(?:-[ \t]+)?["']?([A-Za-z_][\w.-]*)["']?[ \t]*[:=](?!=)([^\r\n]*)/gm;

/** What stands behind the name in code, and in front of the fields of an object. */
const CODE = /^([\w.]+[([]|[A-Za-z_]\w*(\.[A-Za-z_]\w*)+[,;]?$|[{[])/;

/** Whether a value under this name would be a secret that everybody can read. */
export function isPlainSecret(name: string, value: string): boolean {
  return isSecretName(name) && !isHarmless(value) && !(COUNTED.test(name) && /^[0-9]+$/.test(value));
}

/** Whether a header would be a secret that everybody can read. */
export function isPlainHeader(name: string, value: string): boolean {
  return hasSecret(value) || CREDENTIALS.test(value) || (isSecretHeader(name) && !isHarmless(value.replace(/^[A-Za-z-]+\s+(?=\S)/, '')) && !isHarmless(value));
}

/** Whether a text has a secret in it, of any name. */
export function hasSecret(text: string): boolean {
  return SECRETS.some((pattern) => pattern.test(text)) || !PLAIN_WORD.test(text) && hasPassword(text);
}

/** Most words of commands, which leave no room for a name and its value. */
const PLAIN_WORD = /^[-\w./]*$/;

function hasPassword(text: string): boolean {
  return PASSWORDS.some((pattern) => any(pattern, text, (password) => !isHarmless(password)))
    || PAIRS.some((pattern) => any(pattern, text, isPlainSecret))
    || any(HEADER, text, (name, value) => isHeader(name) && isPlainHeader(name, value));
}

/** Whether a file has a secret in it: in one of its lines too. */
export const fileHasSecret = memoized((text: string): boolean => (
  hasSecret(text) || any(LINE, text, (name, rest) => {
    const value = rest.replace(/\s+#.*$/, '').trim();
    return !CODE.test(value) && isPlainSecret(name, value.replace(/[,;]$/, ''));
  })));

/** Words with a colon behind them are prose where no dash says that they are headers. */
function isHeader(name: string): boolean {
  return name.includes('-') || /^(authorization|cookie)$/i.test(name);
}

function isHarmless(value: string): boolean {
  const bare = value.trim().replace(/^[\\"']+|[\\"']+$/g, '');
  return HARMLESS.test(bare) || REFERENCE.test(bare);
}

function any(pattern: RegExp, text: string, test: (...groups: string[]) => boolean): boolean {
  for (const match of text.matchAll(pattern)) {
    if (test(...match.slice(1))) {
      return true;
    }
  }
  return false;
}
