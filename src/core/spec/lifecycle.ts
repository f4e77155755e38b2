import { textOf } from './pod-spec';
import { sleepsIn } from './sleeps';

/**
 * How long probes and hooks of a container take, as far as the manifest says so.
 */

/** A time of which the manifest may give a lower bound only. */
export interface KnownSeconds {
  readonly atLeast: number;

  /** What takes time that the manifest does not say, such as `exec 'nginx -s quit'`. */
  readonly unknown?: string;
}

const NOTHING: KnownSeconds = { atLeast: 0 };

/** What a postStart or preStop hook does, in short, such as `sleep 5 s`. */
export function describeHook(hook: any): string | undefined {
  if (hook?.sleep) {
    return `sleep ${textOf(hook.sleep.seconds)} s`;
  }
  if (hook?.exec) {
    return `exec '${short(commandText(hook.exec.command))}'`;
  }
  if (hook?.httpGet) {
    return `GET ${textOf(hook.httpGet.host)}:${textOf(hook.httpGet.port)}${textOf(hook.httpGet.path) || '/'}`;
  }
  return hook?.tcpSocket ? 'tcpSocket, which Kubernetes ignores' : undefined;
}

/** How long a hook runs: a sleep is known, also one among the commands of a script; the rest of a script is not. */
export function hookSeconds(hook: any): KnownSeconds {
  if (hook?.sleep) {
    return { atLeast: seconds(textOf(hook.sleep.seconds)) };
  }
  if (hook?.exec) {
    const text = commandText(hook.exec.command);
    const atLeast = sleepsIn(text);
    return JUST_A_SLEEP.test(text) ? { atLeast } : { atLeast, unknown: describeHook(hook) };
  }
  return hook?.httpGet ? { atLeast: 0, unknown: describeHook(hook) } : NOTHING;
}

/** Whatever a shell runs is its last word: `sh -c 'sleep 5'`. */
function commandText(command: unknown): string {
  const words = (Array.isArray(command) ? command : []).map(textOf);
  const shell = /(^|\/)(ba|da|a|z|k)?sh$/.test(words[0] ?? '') && /^-\w*c\w*$/.test(words[1] ?? '');
  return (shell ? words.slice(2, 3) : words).join(' ').trim();
}

const JUST_A_SLEEP = /^(exec\s+)?(\/usr)?(\/bin\/)?sleep\s+\d+(\.\d+)?[smhd]?;?$/;

function short(text: string): string {
  const line = text.replace(/\s+/g, ' ');
  return line.length > 60 ? `${line.slice(0, 57)}...` : line;
}

/** How long a startup probe may fail before the container is restarted. */
export function startupLimit(probe: any): number {
  return number(probe.initialDelaySeconds, 0) + number(probe.failureThreshold, 3) * number(probe.periodSeconds, 10);
}

/** The grace period of a pod, 30 s unless it says otherwise. */
export function gracePeriod(spec: any): number {
  return number(spec?.terminationGracePeriodSeconds, 30);
}

function number(value: unknown, fallback: number): number {
  return Number.isInteger(value) && value as number >= 0 ? value as number : fallback;
}

/** Of a number too large to count with, the largest one. */
function seconds(text: string): number {
  return Math.min(Math.max(Number(text) || 0, 0), Number.MAX_SAFE_INTEGER);
}
