import * as fs from 'node:fs';
import { until } from './waiting';

/** The children of a process and their states. */
export function childrenOf(pid: number): { pid: string; program: string; state: string }[] {
  return readIfThere(`/proc/${pid}/task/${pid}/children`).split(' ').filter((child) => child !== '').map((child) => ({ pid: child, ...statusOf(child) }));
}

/** `S` for a process that sleeps, `T` for one that was stopped, `Z` for a zombie. */
export function stateOf(pid: number): string {
  return statusOf(pid).state;
}

function statusOf(pid: number | string): { program: string; state: string } {
  const [, program, state] = /\((.*)\) (\w)/.exec(readIfThere(`/proc/${pid}/stat`)) ?? ['', '', 'gone'];
  return { program, state };
}

/** Waits until a script that sleeps between two rounds has begun so many more of them. */
export async function rounds(pid: number, count: number, report = () => ''): Promise<void> {
  const sleeps = new Set<string>();
  await until(`process ${pid} has begun ${count} rounds`, async () => {
    childrenOf(pid).filter(({ program }) => program === 'sleep').forEach((child) => sleeps.add(child.pid));
    return sleeps.size > count;
  }, report, 40, 5);
}

/** The processes that were started with this in their environment. */
export function processesWith(setting: string): string[] {
  return fs.readdirSync('/proc').filter((pid) => /^\d+$/.test(pid) && readIfThere(`/proc/${pid}/environ`).includes(setting));
}

/** Kills a process that was started as the leader of a group, with everything that it has started. */
export function killGroup(leader: number, signal: NodeJS.Signals = 'SIGKILL'): void {
  try {
    process.kill(-leader, signal);
  } catch {
    // all of them have ended
  }
}

/** Removes a folder, into which processes may still write that are about to end. */
export function removeFolder(folder: string): void {
  fs.rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 20 });
}

function readIfThere(file: string): string {
  try {
    return fs.readFileSync(file, 'latin1');
  } catch {
    return '';
  }
}
