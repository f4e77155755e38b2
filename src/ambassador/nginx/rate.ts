import { Duration } from 'cdk8s';
import { Construct } from 'constructs';
import { at } from '../../core/values/errors';
import { LocalUpstream } from '../local-upstream';
import { RateLimit } from '../policies';

/** Fails for a rate that nginx cannot write. */
export function checkRate(where: Construct, { name, options: { rateLimit } }: LocalUpstream): void {
  if (rateLimit && !rateOf(rateLimit)) {
    throw new Error(`rateLimit of upstream '${name}' of ${at(where)} cannot be done by AmbassadorProgram.nginx(), which counts whole requests in a second or a minute:`
      + ' use AmbassadorProgram.envoy() or AmbassadorProgram.haproxy()');
  }
}

/** As nginx has it: `10r/s` or `90r/m`. */
export function rateOf({ requests, interval = Duration.seconds(1) }: RateLimit): string | undefined {
  const seconds = interval.toSeconds({ integral: false });
  const rates: [number, string][] = [[requests / seconds, 'r/s'], [requests * 60 / seconds, 'r/m']];
  const [rate, unit] = rates.find(([number]) => Number.isInteger(number) && number <= 1_000_000) ?? [];
  return rate === undefined ? undefined : `${rate}${unit}`;
}
