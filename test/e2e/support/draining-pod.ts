import { range } from './lines';

/** Writes a numbered line every 50 ms, goes on for a second after SIGTERM, says so and ends at once. */
export const DRAIN = `told=
trap 'told=$i' TERM
i=0
while [ $i -lt $(( \${told:-$i} + 20 )) ]; do
  i=$((i + 1))
  echo "line $i of $HOSTNAME" >> /logs/app.log
  sleep 0.05
done
echo "$HOSTNAME was told to stop at $told and stopped after $i" >> /logs/app.log
`;

/** Extended regular expression for everything that such pods write. */
export const DRAINED = '(line [0-9]+ of|[a-z]+ was told to stop at) [a-z0-9 ]+';

/** What came of such a pod: the lines, and the last words, if they came. */
export function drained(log: string, pod: string): { numbers: number[]; told?: number; last?: number } {
  const [, told, last] = new RegExp(`${pod} was told to stop at (\\d+) and stopped after (\\d+)`).exec(log) ?? [];
  const numbers = Array.from(log.matchAll(new RegExp(`line (\\d+) of ${pod}\\b`, 'g')), ([, number]) => Number(number));
  return { numbers, told: told ? Number(told) : undefined, last: last ? Number(last) : undefined };
}

/** Fails unless every line of each pod came up to its last words; gives the figures. */
export function expectDrained(logs: { [pod: string]: string }, atLeastOnce = false): string {
  const pods = Object.entries(logs).map(([pod, log]) => drained(log, pod));
  for (const { numbers, told, last } of pods) {
    expect(told).toBeDefined();
    expect(atLeastOnce ? [...new Set(numbers)].sort((a, b) => a - b) : numbers).toEqual(range(1, last!));
  }
  const count = pods.reduce((sum, { numbers }) => sum + numbers.length, 0);
  const late = pods.reduce((sum, { told, last }) => sum + last! - told!, 0);
  return `${pods.length} pods, ${count} lines, ${late} of them written after SIGTERM, none missing`;
}
