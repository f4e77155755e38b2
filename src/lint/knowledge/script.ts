import { askedOnce } from './asked-once';
import { defaultPorts, hasImage, LOG_SHIPPER_IMAGES } from './image';
import { probesOf } from './probes';
import { Command, indexOfScript, isShell, nameOf, readScript, ShellScript } from './shell/commands';
import { Container } from '../model/container';
import { Field, Subject } from '../model/field';

/** A program that a shell reads from its command line, or from a file. */
export interface Script {
  /** Where the text is. */
  readonly field: Field;
  /** `sh`, `bash` and so on. */
  readonly shell: string;
  readonly code: ShellScript;
}

/** It is read when somebody wants to know what it does: most rules see by its text that they have nothing to do with it. */
class ReadScript implements Script {
  constructor(public readonly field: Field, public readonly shell: string, private readonly text: string) {}

  public get code(): ShellScript {
    return readScript(this.text);
  }
}

/** The ways to name a shell at the start of a command. */
export const SHELLS = ['', '/bin/', '/usr/bin/'].flatMap((folder) => ['sh', 'bash', 'dash', 'ash', 'zsh', 'ksh'].map((shell) => folder + shell));

/** The script of `command: [sh, -c, TEXT]`, whose text may also be the first of `args`; undefined for all else. */
export const scriptOf = askedOnce((container: Container): Script | undefined => {
  return scriptIn(container.commandLine);
});

/** The same for the command of a probe or a hook. */
export function scriptOfExec(exec: Field): Script | undefined {
  return scriptIn(exec.at('command').items);
}

/** The same for any command line. */
export function scriptIn(words: readonly Field[]): Script | undefined {
  const [program, ...rest] = words;
  const shell = program?.ask(shellNamed);
  const field = shell === undefined ? undefined : rest[indexOfScript(rest.map(({ text }) => text ?? ''))];
  return field?.text === undefined ? undefined : new ReadScript(field, shell!, field.text);
}

/** `bash` for `/bin/bash`; undefined for what is no shell. */
export function shellNamed(program: unknown): string | undefined {
  return SHELLS.includes(program as string) ? (program as string).slice((program as string).lastIndexOf('/') + 1) : undefined;
}

/** The shell scripts in a ConfigMap: files that say so by their name or by their first line. */
export function scriptFiles(object: Subject): Script[] {
  const files = object.kind === 'ConfigMap' ? object.at('data').fields : [];
  return files.flatMap((field) => {
    const shell = /^#!\s*\S*?(?:\/|\benv\s+)((?:ba|da|a|z|k)?sh)\b/.exec(field.text ?? '')?.[1] ?? (String(field.key).endsWith('.sh') ? 'sh' : undefined);
    return field.text !== undefined && shell ? [new ReadScript(field, shell, field.text)] : [];
  });
}

/** All that a container runs, in one string: its command line, or the commands of its script without what they print. */
export const commandText = askedOnce((container: Container): string => {
  const script = scriptOf(container);
  return script ? runText(script.code) : [...container.at('command').texts, ...container.at('args').texts].join(' ');
});

const runText = askedOnce(({ commands }: ShellScript) => (
  textOf(commands.map((command) => isPrinted(command) ? { ...command, text: command.name } : command))));

/** Commands in one string, with what they are run by, go through, read and write. */
export function textOf(commands: readonly Command[]): string {
  return commands.map(({ assignments, prefixes, text, redirections, loops }) => [
    ...loops.flatMap(({ list }) => list.map((word) => word.text)),
    ...assignments, ...prefixes, text, ...redirections.flatMap(({ operator, target }) => [operator, target.text]),
  ].join(' ')).join(' ; ');
}

/** Whether its words go to the log, and nowhere else. */
export function isPrinted(command: Command): boolean {
  return ['echo', 'printf'].includes(command.name) && command.pipe.length === 0 && filesWrittenBy(command).length === 0;
}

/** What the output of a command goes to, but for devices. */
export function filesWrittenBy({ redirections }: Command, operators = /^(&?>>?|>\|)$/): string[] {
  return redirections.filter(({ operator, target }) => operators.test(operator) && !/^\/(dev|proc|sys)\//.test(target.text)).map(({ target }) => target.text);
}

/** Whether it is `tail -f`, by any of its options. */
export function follows({ name, args }: Command): boolean {
  return name === 'tail' && args.some(({ text }) => FOLLOW.test(text));
}

/** Options of `tail` that let it go on. */
export const FOLLOW = /^-[a-zA-Z0-9]*[fF]|^--follow/;

/** Whether it passes on log files: by a well-known program, or by `tail -f` of a file. */
export const shipsLogs = askedOnce((container: Container): boolean => (
  hasImage(container, LOG_SHIPPER_IMAGES) || codeOf(container).commands.some((command) => fileFollowedBy(command) !== undefined)));

/** What a container runs, with a shell or without one. */
export function codeOf(container: Container): ShellScript {
  return scriptOf(container)?.code ?? readScript(commandText(container));
}

/** The file that `tail -f` of it follows: a path, or a variable. */
export function fileFollowedBy(command: Command): string | undefined {
  return follows(command) ? command.args.find(({ text }) => /^(\/(?!dev\/)|\$\{?[A-Za-z_])/.test(text))?.text : undefined;
}

/** Programs that do not end by themselves, and have no handler for signals. */
export function isEndless(command: Command): boolean {
  return follows(command) || (command.name === 'sleep' && /^(inf|infinity|\d{7}.*)$/.test(command.args[0]?.text ?? ''));
}

/** Whether a script goes on forever. */
export const loopsForever = askedOnce(({ commands }: ShellScript): boolean => commands.some((command) => isEndless(command) || isRepeated(command)));

/** Whether it is in a loop that does not end by itself. */
export function isRepeated({ loops }: Command): boolean {
  return loops.some((loop) => loop.isEndless);
}

/** Whether the container is such a program alone, without a shell: `[sleep, infinity]`. `[sleep infinity]` is none: it never starts. */
export function isForever(container: Container): boolean {
  const [program] = container.commandLine;
  return program?.ask(isOneWord) === true && readScript(commandText(container)).commands.slice(0, 1).some(isEndless);
}

function isOneWord(text: unknown): boolean {
  return typeof text === 'string' && !/\s/.test(text);
}

/** The ports of this pod that are in a text: `localhost:8080`, `127.0.0.1 -p 5432`, `host=localhost port=5432`. */
export function localPortsIn(text: string): number[] {
  return [...text.matchAll(/(?:localhost|127\.0\.0\.1|\[::1\])(?:[:/ ]|\s(?:-[pP]|--port|port)[\s=]*)(\d{2,5})\b/g)].map(([, port]) => Number(port));
}

/** The ports of this pod that a container speaks to, as far as its command line and environment say so. */
export const localPorts = askedOnce((container: Container): Set<number> => {
  const values = container.env.map((variable) => {
    const value = variable.at('value');
    return value.ask(isPutTogether) ? localPortsOf(filledIn(value.text!, container)) : value.ask(localPortsOf);
  });
  const text = commandText(container);
  const ports = [
    ...localPortsIn(LOCAL_BY_VARIABLE.test(text) ? filledIn(text, container) : text),
    ...values.flatMap((list) => list?.split(',').map(Number) ?? []),
  ];
  const hosts = container.env.filter((variable) => variable.at('value').ask(isLocalHost));
  const paired = hosts.flatMap((variable) => {
    const name = (variable.at('name').text ?? '').replace(/HOST(NAME)?$|ADDR(ESS)?$/, 'PORT');
    return container.env.filter((other) => other !== variable && other.at('name').text === name).map((other) => Number(other.at('value').scalar));
  });
  return new Set([...ports, ...paired].filter((port) => port > 0));
});

/** A port that a variable names: `localhost:$PORT`, `-h 127.0.0.1 -p "${PGPORT}"`. */
const LOCAL_BY_VARIABLE = /(?:localhost|127\.0\.0\.1)[^\n;]{0,10}\$/;

function isPutTogether(value: unknown): boolean {
  return typeof value === 'string' && value.includes('$(');
}

/** With the values of variables of the container, as Kubernetes or a shell puts them in. */
function filledIn(text: string, container: Container): string {
  return text.replace(/"?\$(?:\((\w+)\)|\{(\w+)\}|(\w+))"?/g, (whole, ...names: (string | undefined)[]) => {
    const name = names.slice(0, 3).find((one) => one !== undefined);
    const variable = container.env.find((one) => one.at('name').text === name);
    return String(variable?.at('value').text ?? whole);
  });
}

/** With commas between them. */
function localPortsOf(value: unknown): string | undefined {
  const ports = typeof value === 'string' ? localPortsIn(value) : [];
  return ports.length === 0 ? undefined : ports.join();
}

function isLocalHost(value: unknown): boolean {
  return value === 'localhost' || value === '127.0.0.1' || value === '::1';
}

/** The numbers of the ports that a container says it listens on. */
export const declaredPorts = askedOnce((container: Container): number[] => {
  return container.ports.flatMap((port) => port.at('containerPort').number ?? []);
});

/** The same for whoever only compares them with identities. */
export const identitiesOfPorts = askedOnce((container: Container): readonly unknown[] => (
  container.ports.map((port) => port.at('containerPort')).filter(({ type }) => type === 'number').map(({ identity }) => identity)));

/** What arguments say of the ports that a program listens on: `--port=5432`, `--web.listen-address=:8080`, `-instances=p:r:i=tcp:5432`, `TCP-LISTEN:3306`. */
const LISTENS = [
  /(?:^|\s)--?(?:(?:web|https?|grpc|metrics|health|admin|proxy|secure|insecure)[.-])*(?:listen|port|bind|address|addr)[a-z-]*[=\s](?:\w+:\/\/)?(?:[\w.*[\]]*:)?(\d{2,5})\b/g,
  /=tcp:(?:[\d.]+:)?(\d{2,5})\b/g,
  /\bTCP\d?-L(?:ISTEN)?:(\d{2,5})\b/gi,
];

/** The ports that a container declares, those that its probes ask, and what its arguments and its image say. */
export const listenedPorts = askedOnce((container: Container): number[] => {
  const text = commandText(container);
  return [
    ...declaredPorts(container),
    ...probesOf(container).filter(({ what, host }) => what.endsWith('Probe') && !host.exists).flatMap(({ port }) => port.number ?? []),
    ...LISTENS.flatMap((pattern) => [...text.matchAll(pattern)].map(([, port]) => Number(port))),
    ...defaultPorts(container),
  ];
});

/** Programs that can listen, or install one that can; and files that hold commands. */
const MAY_LISTEN = /^(nc|ncat|netcat|socat|httpd|tcpsvd|udpsvd|dnsd|ftpd|telnetd|inetd|sshd|python[\d.]*|perl|ruby|php|node|nginx|haproxy|java|caddy|lighttpd|apk|apt|apt-get|pip3?|npm|\.|source)$/;

const HARMLESS = /^(sh|echo|sleep|date|tail|cat)$/;

/** Whether it may start something that listens: a server, or what is not seen here. */
export const mayListen = askedOnce(({ commands }: ShellScript): boolean => (
  commands.some(({ name, program, args }) => {
    const isFile = /^\.?\//.test(program.text) && !HARMLESS.test(nameOf(program.text));
    return MAY_LISTEN.test(name) || isFile || name.startsWith('$') || (isShell(name) && args.some(({ text }) => !text.startsWith('-')));
  })));
