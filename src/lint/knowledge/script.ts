import { askedOnce } from './asked-once';
import { memoized } from '../../core/values/memoized';
import { Container } from '../model/container';
import { Field, Subject } from '../model/field';

/** How many scripts are remembered: many workloads often run the same ones. */
export const SCRIPTS = 32;

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

export const withoutComments = memoized((script: string): string => script.replace(/(^|[\s;])#[^\n]*/g, '$1'), SCRIPTS);

/** The shell scripts in a ConfigMap: files that say so by their name or by their first line. */
export function scriptFiles(object: Subject): Script[] {
  const files = object.kind === 'ConfigMap' ? object.at('data').fields : [];
  return files.flatMap((field) => {
    const shell = /^#!\s*\S*?(?:\/|\benv\s+)((?:ba|da|a|z|k)?sh)\b/.exec(field.text ?? '')?.[1] ?? (String(field.key).endsWith('.sh') ? 'sh' : undefined);
    return field.text !== undefined && shell ? [{ field, shell, text: withoutComments(field.text) }] : [];
  });
}

/** All that a container is told on its command line, in one string. */
export const commandText = askedOnce((container: Container): string => {
  return [...container.at('command').texts, ...container.at('args').texts].join(' ');
});

/** Whether a script goes on for ever in a loop. */
export function loopsForever(text: string): boolean {
  return /\bwhile\s+(true|:|1|\[{1,2}\s*(1|true)\s*\]|sleep\b)|\bfor\s*\(\(\s*;\s*;|\buntil\s+false\b/.test(text) || FOREVER.test(text);
}

/** Programs that do not end by themselves, and have no handler for signals. */
const FOREVER = /\bsleep\s+(infinity|inf\b|\d{7})|\btail\s+(?:(?:-\S+|\+?\d+)\s+)*(-[a-zA-Z0-9]*[fF]|--follow)/;

/** Whether the container is such a program alone, without a shell: `[sleep, infinity]`. */
export function isForever(container: Container): boolean {
  const [program] = [...container.at('command').texts, ...container.at('args').texts];
  return /^(\/usr)?(\/bin\/)?(tail|sleep)$/.test(program ?? '') && FOREVER.test(commandText(container));
}

/** The ports of this pod that a container speaks to, as far as its command line and environment say so. */
export const localPorts = askedOnce((container: Container): Set<number> => {
  const values = container.env.map((variable) => variable.at('value').scalar ?? '');
  const texts = [commandText(container), ...values];
  const ports = texts.flatMap((text) => [...text.matchAll(/(?:localhost|127\.0\.0\.1|\[::1\])(?:[:/ ]|\s(?:-[pP]|--port)[\s=]*)(\d{2,5})\b/g)].map(([, port]) => Number(port)));
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

/** The same, and what its arguments say of it, such as `--port=5432` and `--listen=:8080`. */
export const listenedPorts = askedOnce((container: Container): number[] => {
  const named = [...commandText(container).matchAll(/(?:^|\s)--?(?:listen|port|bind|address|addr)[a-z-]*[=\s](?:[\w.*[\]]*:)?(\d{2,5})\b/g)].map(([, port]) => Number(port));
  return [...declaredPorts(container), ...named];
});

/** Programs that can listen; and whatever may start one that is not seen here. */
const MAY_LISTEN = /\b(nc|ncat|netcat|socat|httpd|tcpsvd|udpsvd|dnsd|ftpd|telnetd|inetd|sshd|python\d?|perl|ruby|php|node|nginx|haproxy|java|caddy|lighttpd)\b|\bexec\s+"?\$|\b(apk|apt|apt-get|pip|npm)\b|(?:^|[;&|({]|\b(?:exec|then|do|else|nohup)\b)\s*(?:(?:\.|source)\s|\.\/\S|\/(?!dev|proc|sys|(?:usr\/)?bin\/(?:sh|echo|sleep|date|tail|cat)\b)\S)/m;

export function mayListen(script: string): boolean {
  return MAY_LISTEN.test(withoutPrinted(script));
}

/** Without what it only prints: `echo "nginx is up"` starts nothing. */
function withoutPrinted(script: string): string {
  return script.replace(/\b(echo|printf)((?:\s+-\w+)?\s+(?:"(?:[^"$\x60\\]|\\.|\$(?!\())*"|'[^']*'|[^\s;|&"'$\x60<>()])+)+/g, '$1');
}
