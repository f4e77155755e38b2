import { isSwitch } from './names';
import { hasSecret, isPlainHeader, isPlainSecret } from './values';
import { memoized } from '../values/memoized';

/**
 * Secrets in the words of a command: in one word, in one behind its option, and in the script of a shell.
 */

interface PasswordOptions {
  readonly programs: RegExp;
  /** The value is the next word, or the rest of this one. */
  readonly options: string[];
  /** The value is the rest of this word only: the next one is something else. */
  readonly attached?: boolean;
  /** What is taken is a user, and a password behind one of these characters. */
  readonly login?: RegExp;
  /** Only where this word is in the command. */
  readonly command?: string;
}

/** Options whose name does not say what they take. */
const PASSWORD_OPTIONS: PasswordOptions[] = [
  { programs: /^(mysql|mariadb)(-?(dump|admin|check|import|show|binlog|slap|backup))?$|^xtrabackup$/, options: ['-p'], attached: true },
  { programs: /^(redis|valkey|keydb)-(cli|benchmark)$/, options: ['-a'] },
  { programs: /^mongo(sh|dump|restore|export|import|stat|top|files)?$/, options: ['-p'] },
  { programs: /^(sshpass|cqlsh|rabbitmqadmin)$/, options: ['-p'] },
  { programs: /^(docker|podman|nerdctl|skopeo|buildah|helm|oras|crane)$/, options: ['-p'], command: 'login' },
  { programs: /^ldap\w+$/, options: ['-w'] },
  { programs: /^(sqlcmd|bcp|osql|zip|unzip)$/, options: ['-P'] },
  { programs: /^7z[ar]?$/, options: ['-p'], attached: true },
  { programs: /^influx$/, options: ['-t'] },
  { programs: /^(curl|etcdctl|smbclient|lftp)$/, options: ['-u', '-U', '--user', '--proxy-user'], login: /[:,%](.*)$/s },
  { programs: /^(http|https|xh)$/, options: ['-a', '--auth'], login: /:(.*)$/s },
];

/** Programs that run the rest of the words. */
const WRAPPERS = /^(env|exec|command|if|then|else|while|until|do|!|sudo|time|timeout|nohup|nice|tini|dumb-init|setsid|stdbuf|su-exec|gosu|--?\S*|[0-9.]+[smhd]?|[A-Za-z_]\w*=.*)$/s;

/** Scripts in scripts in scripts. */
const DEPTH = 4;

/** The positions of words that have a secret in them. */
export function openWords(words: string[]): number[] {
  return words.length === 0 ? [] : openWordsOf(JSON.stringify(words));
}

const openWordsOf = memoized((json) => findOpen(JSON.parse(json), DEPTH));

function findOpen(words: string[], depth: number): number[] {
  const options = optionsOf(words);
  return words.flatMap((_, index) => isOpen(words, index, options, depth) ? [index] : []);
}

function isOpen(words: string[], index: number, options: PasswordOptions[], depth: number): boolean {
  const word = words[index];
  const before = words[index - 1] ?? '';
  return hasSecret(word)
    || isValueOf(before, word)
    || /^pass:./.test(word) && isPlainSecret('password', word.slice('pass:'.length))
    || options.some((one) => isPassword(one, before, word))
    || (depth > 0 && /\s/.test(word) && commandsOf(word).some((command) => findOpen(command, depth - 1).length > 0));
}

/** `--password hunter2`, `-H 'X-Token: abc'`. */
function isValueOf(option: string, value: string): boolean {
  if (/^(-H|--(proxy-)?header)$/.test(option)) {
    const [, name, text] = /^([^:]*):\s*(.*)$/s.exec(value) ?? [];
    return name !== undefined && isPlainHeader(name.trim(), text);
  }
  return /^--?[A-Za-z][\w.-]+$/.test(option) && !value.startsWith('-') && !isSwitch(option) && isPlainSecret(option, value);
}

function isPassword({ options, attached, login }: PasswordOptions, before: string, word: string): boolean {
  const inside = options.find((option) => word.startsWith(option) && word.length > option.length && !option.startsWith('--'));
  const value = inside ? word.slice(inside.length) : !attached && options.includes(before) ? word : undefined;
  const password = value !== undefined && login ? login.exec(value)?.[1] : value;
  return password !== undefined && isPlainSecret('password', password);
}

function optionsOf(words: string[]): PasswordOptions[] {
  const program = words.find((word) => !WRAPPERS.test(baseName(word)));
  return program === undefined ? [] : PASSWORD_OPTIONS.filter(({ programs, command }) => (
    programs.test(baseName(program)) && (command === undefined || words.includes(command))));
}

function baseName(word: string): string {
  return word.slice(word.lastIndexOf('/') + 1);
}

/** The commands of a shell's script as words, as far as quotes and separators tell. */
function commandsOf(script: string): string[][] {
  const commands: string[][] = [[]];
  for (const [token] of script.matchAll(/(?:\\[\s\S]|'[^']*'|"(?:\\[\s\S]|[^"\\])*"|[^\s;|&()`<>'"\\])+|[;|&()`\n]|['"]/g)) {
    if (/^[;|&()`\n]$/.test(token)) {
      commands.push([]);
    } else {
      commands[commands.length - 1].push(token.replace(/'([^']*)'|"((?:\\[\s\S]|[^"\\])*)"/g, '$1$2'));
    }
  }
  return commands;
}
