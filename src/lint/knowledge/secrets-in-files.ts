import { hasPasswordInUrl, inCapitals, isNameOfSecret, isTextOfSecret } from './secrets';

/** Files of names and values: scripts and templates make a secret of something else, catalogues of texts speak of secrets only, and so does the list of databases of names. */
const SETTINGS = /(^|\.)(properties|env|ya?ml|json|ini|toml|cfg|cnf|conf|config)$/i;
const TEXTS = /^nsswitch\.|(^|[-_.])(messages?|i18n|locales?|translations?|schema|openapi|swagger|dashboards?|[a-z]{2}([-_][A-Z]{2})?\.json)($|[-_.])/;

const COMMENT = /^\s*([#;!]|\/\/)/;

/** `name = value`, `export NAME=value`, `- name: value` and `"name": "value",`. */
const LINE = /^\s*(?:export\s+|-\s+)?(["']?)([A-Za-z_][\w.-]*)\1\s*(?::(?!\/\/)|=)\s*(.*)$/;

/** What the name of a key may also be in a file: the name of a Secret, a kind of token. Then the value has to look like one. */
const OF_MANY_MEANINGS = /(^|_)(SECRET|TOKEN|CREDENTIALS?|PASS)$/;
const LOOKS_RANDOM = /^(?=.*\d)(?=.*[A-Za-z])\S{12,}$/;

/** Text for people, code, references in the syntax of a program, and what examples have in place of a secret. */
const HARMLESS: readonly RegExp[] = [
  /[\s(){}[\]<>]|\$\w|\.\.\.|…/,
  /^[|>&*!@%^`\\]|^(env|vault|secretref|ref|arn|op|awssm|sm)[:.+]|^https?:\/\//i,
  /^(my|your|the|some|an?|test|dummy|fake|sample|example)?[-_.]?(user|db|database|secure|super|strong|secret|api|access|private|root|admin)?[-_.]?(password|passwd|passphrase|pass|pwd|secret|token|key|credentials?)[-_.]?(here)?$/i,
  /change[-_.]?(me|it|this)|replace|example|placeholder|redacted|dummy|insert|todo|^(your|my)[-_.]|[-_.]here$|^(string|str|text|undefined|nil|empty|default|optional|required|disabled|enabled|on|off|~|-+|\?+)$/i,
];

/** In a text without any of these is no name of a secret, and no password in a URL. */
const HINT = /pass|pwd|token|secret|key|credential|auth|:\/\//i;

export function isFileOfSettings(name: string): boolean {
  return SETTINGS.test(name) && !TEXTS.test(name);
}

/** A secret that is written in a file, with its line from 0. */
export interface WrittenSecret {
  readonly name: string;
  readonly line: number;
}

export function hasSecretInSettings(text: unknown): boolean {
  return typeof text === 'string' && secretsInSettings(text).length > 0;
}

export function secretsInSettings(text: string): WrittenSecret[] {
  const lines = HINT.test(text) ? text.split(/\r?\n/) : [];
  return lines.flatMap((content, line) => COMMENT.test(content) ? [] : secretIn(content).map((name) => ({ name, line })));
}

function secretIn(line: string): string[] {
  const [, , name = '', rest = ''] = LINE.exec(line) ?? [];
  const value = bare(rest);
  const isWritten = isNameOfSecret(name) && isTextOfSecret(value) && !isHarmless(value)
    && (!OF_MANY_MEANINGS.test(inCapitals(name)) || LOOKS_RANDOM.test(value));
  return isWritten || hasWrittenPassword(line) ? [name || 'a URL'] : [];
}

function hasWrittenPassword(line: string): boolean {
  return hasPasswordInUrl(line) && !isHarmless(/:\/\/[^\s:/@]*:([^\s/@]+)@/.exec(line)![1]);
}

/** Without quotes, the comma behind them, and a comment. */
function bare(rest: string): string {
  const quoted = /^(["'])(.*?)\1[,;]?\s*([#;].*)?$/.exec(rest);
  return quoted ? quoted[2] : rest.replace(/\s+[#;].*$/, '').replace(/[,;]\s*$/, '').trim();
}

function isHarmless(value: string): boolean {
  return HARMLESS.some((one) => one.test(value));
}
