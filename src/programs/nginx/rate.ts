import { RateLimit } from '../rate-limit';

/** As nginx has it: `10r/s` or `90r/m`. Undefined where it cannot write the rate. */
export function rateOf({ requests, interval }: Required<RateLimit>): string | undefined {
  const seconds = interval.toSeconds({ integral: false });
  const rates: [number, string][] = [[requests / seconds, 'r/s'], [requests * 60 / seconds, 'r/m']];
  const [rate, unit] = rates.find(([number]) => Number.isInteger(number) && number <= 1_000_000) ?? [];
  return rate === undefined ? undefined : `${rate}${unit}`;
}

/** Lets as many through at once as may come so; the first one is not counted by nginx. */
export function limitWords(zone: string, { burst }: Required<RateLimit>): string[] {
  return [`zone=${zone}`, ...burst > 1 ? [`burst=${burst - 1}`, 'nodelay'] : []];
}
