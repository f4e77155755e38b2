import { setTimeout as pause } from 'node:timers/promises';

/** Looks until something holds. */
export async function eventually(holds: () => boolean | Promise<boolean>, what: () => string = String, seconds = 50, millis = 10): Promise<void> {
  for (const end = Date.now() + seconds * 1000; !await holds(); await pause(millis)) {
    if (Date.now() > end) {
      throw new Error(`waited ${seconds} s in vain for ${what()}`);
    }
  }
}

/** Asks until there is a true answer; an error is none. */
export async function until(what: string, ask: () => Promise<unknown>, report: () => string = () => '', seconds = 40, millis = 50): Promise<void> {
  await eventually(() => ask().then(Boolean, () => false), () => `${what}\n${report()}`, seconds, millis);
}
