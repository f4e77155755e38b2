import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Asks once a second until there is an answer other than undefined and false.
 *
 * @param report what to say beside the last error when time is over
 */
export async function until<T>(
  what: string,
  ask: () => Promise<T | undefined | false>,
  { seconds = 300, report = async () => '' }: { seconds?: number; report?: () => Promise<string> } = {},
): Promise<T> {
  const end = Date.now() + seconds * 1000;
  for (let problem = ''; ; await sleep(1000)) {
    try {
      const answer = await ask();
      if (answer !== undefined && answer !== false) {
        return answer;
      }
      problem = '';
    } catch (error) {
      problem = String(error);
    }
    if (Date.now() > end) {
      throw new Error(`waited ${seconds} s in vain until ${what}\n${problem}\n${await report()}`);
    }
  }
}
