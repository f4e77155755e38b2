import { askedOnce } from './asked-once';
import { Container } from '../model/container';
import { Field } from '../model/field';

/** A program that a shell reads from its command line. */
export interface Script {
  /** Where the text is. */
  readonly field: Field;
  readonly text: string;
  /** `sh`, `bash` and so on. */
  readonly shell: string;
}

/** The ways to name a shell at the start of a command. */
export const SHELLS = ['', '/bin/', '/usr/bin/'].flatMap((folder) => ['sh', 'bash', 'dash', 'ash', 'zsh', 'ksh'].map((shell) => folder + shell));

/** The script of `command: [sh, -c, TEXT]`, whose text may also be the first of `args`; undefined for all else. */
export const scriptOf = askedOnce((container: Container): Script | undefined => {
  return scriptIn([...container.at('command').items, ...container.at('args').items]);
});

/** The same for the command of a probe or a hook. */
export function scriptOfExec(exec: Field): Script | undefined {
  return scriptIn(exec.at('command').items);
}

function scriptIn(words: readonly Field[]): Script | undefined {
  const [program, ...rest] = words;
  const shell = SHELLS.includes(program?.text ?? '') ? program.text!.slice(program.text!.lastIndexOf('/') + 1) : undefined;
  const option = rest.findIndex(({ text }) => /^-[a-z]*c$/.test(text ?? ''));
  const before = rest.slice(0, Math.max(0, option));
  const field = option >= 0 && before.every(({ text }) => text?.startsWith('-') || text === 'pipefail') ? rest[option + 1] : undefined;
  return shell && field?.text !== undefined ? { shell, field, text: withoutComments(field.text) } : undefined;
}

function withoutComments(script: string): string {
  return script.replace(/(^|[\s;])#[^\n]*/g, '$1');
}

/** All that a container is told on its command line, in one string. */
export const commandText = askedOnce((container: Container): string => {
  return [...container.at('command').texts, ...container.at('args').texts].join(' ');
});

/** Whether a script goes on for ever in a loop. */
export function loopsForever(text: string): boolean {
  return /\bwhile\s+(true|:|\[\s*1\s*\]|sleep\b)|\bfor\s*\(\(\s*;\s*;|\buntil\s+false\b|\bsleep\s+(infinity|inf)\b|\btail\s+(?:(?:-\S+|\+?\d+)\s+)*-[a-zA-Z0-9]*[fF]/.test(text);
}

/** The ports of this pod that a container speaks to, as far as its command line and environment say so. */
export const localPorts = askedOnce((container: Container): Set<number> => {
  const values = container.env.map((variable) => variable.at('value').scalar ?? '');
  const texts = [commandText(container), ...values];
  const ports = texts.flatMap((text) => [...text.matchAll(/(?:localhost|127\.0\.0\.1|\[::1\])(?:[:/ ]|\s-p\s*)(\d{2,5})\b/g)].map(([, port]) => Number(port)));
  const hosts = container.env.filter((variable) => ['localhost', '127.0.0.1', '::1'].includes(variable.at('value').text ?? ''));
  const paired = hosts.flatMap((variable) => {
    const name = (variable.at('name').text ?? '').replace(/HOST(NAME)?$|ADDR(ESS)?$/, 'PORT');
    return container.env.filter((other) => other !== variable && other.at('name').text === name).map((other) => Number(other.at('value').scalar));
  });
  return new Set([...ports, ...paired].filter((port) => port > 0));
});

/** The numbers of the ports that a container says it listens on. */
export const declaredPorts = askedOnce((container: Container): number[] => {
  return container.ports.flatMap((port) => port.at('containerPort').number ?? []);
});
