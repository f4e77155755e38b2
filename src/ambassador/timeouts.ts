import { Duration } from 'cdk8s';
import { IConstruct } from 'constructs';
import { UpstreamTimeouts } from './policies';
import { at } from '../core/values/errors';
import { checkDuration, milliseconds } from '../core/values/quantities';

export function idleTimeout({ idle }: UpstreamTimeouts = {}): Duration {
  return idle ?? Duration.hours(1);
}

const USUAL = Duration.seconds(30);

/** Where a program has one of its own beside that of idle connections. */
export function responseTimeout({ response }: UpstreamTimeouts = {}): Duration {
  return response ?? USUAL;
}

/** Of a whole request, for kinds whose requests end. */
export function requestTimeout({ request, response }: UpstreamTimeouts = {}): Duration {
  return request ?? (response && milliseconds(response) > milliseconds(USUAL) ? response : USUAL);
}

/** HAProxy counts milliseconds in 31 bits, and twice the interval of a rate limit. */
const LONGEST = Duration.days(12);

export function checkTime(what: string, duration: Duration | undefined, where: IConstruct): Duration | undefined {
  if (duration && milliseconds(duration) > milliseconds(LONGEST)) {
    throw new Error(`${what} in ${at(where)} is ${duration.toHumanString()}: proxies cannot count more than ${LONGEST.toHumanString()}; shorten it`);
  }
  return checkDuration(what, duration, where);
}

/** For the configuration of proxies that know whole milliseconds only; none is no limit to them. */
export function inMilliseconds(duration: Duration, times = 1): string {
  return `${Math.max(1, Math.round(milliseconds(duration) * times))}ms`;
}
