import { isPrinted, Script, scriptIn } from './script';
import { Command, nameOf, readScript } from './shell/commands';
import { Field } from '../model/field';

/** Options and variables whose values are secrets, but for `--initial-cluster-token`, which is the name of an etcd cluster. */
const OPTION = /^(?!--?initial-cluster-token)--?(?:[\w-]*[-_])?(?:password|passwd|token|api-?key|secret-?key|access-?key|requirepass|masterauth)(?:=(.*))?$/is;
const VARIABLE = /^(?:PGPASSWORD|MYSQL_PWD|REDISCLI_AUTH|VAULT_TOKEN)=(.*)$/s;

/** Secrets in the midst of a text. */
const INSIDE = [/\bAuthorization:\s*(?:Bearer|Basic)\s+([^\s"'`]{6,})/i, /:\/\/[^\s:/@"']*:([^\s/@"']+)@/];

/** Options of single programs: the value is behind them, or the next word. */
const OF_PROGRAMS: readonly { readonly program: RegExp; readonly option: RegExp; readonly hasNext: boolean; readonly value?: RegExp }[] = [
  { program: /^(?:mysql|mariadb)[\w-]*$/, option: /^-p(.+)$/s, hasNext: false },
  { program: /^(?:redis|valkey)-cli$/, option: /^-a$/, hasNext: true },
  { program: /^sshpass$/, option: /^-p(.*)$/s, hasNext: true },
  { program: /^curl$/, option: /^(?:-u|--user)=?(.*)$/s, hasNext: true, value: /^[^:]+:(.+)$/s },
];

/** The words of a command line that hold a secret by themselves, by the option in front of them, or as a script. */
export function secretWords(words: readonly Field[]): Field[] {
  const script = scriptIn(words);
  const texts = words.map(({ text }) => text ?? '');
  return words.filter((word, index) => word === script?.field ? isInScript(script.code)
    : isSecretAt(texts, index) || (/\s/.test(texts[index]) && isInScript(readScript(texts[index]))));
}

/** In what is run, and in what is printed or written into files. */
function isInScript({ commands, documents }: Script['code']): boolean {
  return commands.some(isInCommand) || documents.some(({ lines }) => lines.some(isInside));
}

function isInCommand(command: Command): boolean {
  const words = [command.program, ...command.args].map(({ text }) => text);
  return isPrinted(command) ? words.some(isInside)
    : [...command.prefixes, ...command.assignments].some(isOfVariable) || words.some((_, index) => isSecretAt(words, index));
}

function isSecretAt(words: readonly string[], index: number): boolean {
  const word = words[index];
  const before = OPTION.exec(words[index - 1] ?? '');
  const values = [OPTION.exec(word)?.[1], before && before[1] === undefined ? word : undefined, ...ofProgram(words, index)];
  return isInside(word) || isOfVariable(word) || values.some(isLiteral);
}

function ofProgram(words: readonly string[], index: number): (string | undefined)[] {
  const name = nameOf(words[0]).replace(/^.*\//, '');
  return OF_PROGRAMS.filter((one) => index > 0 && one.program.test(name)).map(({ option, hasNext, value = /^(.+)$/s }) => {
    const joined = option.exec(words[index])?.[1];
    const before = hasNext && index > 1 ? option.exec(words[index - 1]) : null;
    return value.exec(joined || (before && !before[1] ? words[index] : ''))?.[1];
  });
}

function isOfVariable(word: string): boolean {
  return isLiteral(VARIABLE.exec(word)?.[1]);
}

function isInside(text: string): boolean {
  return INSIDE.some((pattern) => isLiteral(pattern.exec(text)?.[1]));
}

/** Not a variable, a file, the next option, or a kind of token of etcd. */
function isLiteral(value: string | undefined): boolean {
  return value !== undefined && value !== '' && !/^[$`<{(/-]|^(file|env|vault|secret):|\$[({\w]|^(true|false|on|off|yes|no|null|none|stdin|read)$|^(simple|jwt,.*)$|^x+$|^\*+$/i.test(value);
}
