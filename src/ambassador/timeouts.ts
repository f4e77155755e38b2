import { Duration } from 'cdk8s';
import { IConstruct } from 'constructs';
import { UpstreamTimeouts } from './policies';
import { at } from '../core/values/errors';
import { checkDuration, milliseconds } from '../core/values/quantities';

/** No longer than the whole request. */
export function connectTimeout({ connect, request }: UpstreamTimeouts = {}): Duration {
  const usual = Duration.seconds(5);
  return connect ?? (request && milliseconds(request) < milliseconds(usual) ? request : usual);
}

export function idleTimeout({ idle }: UpstreamTimeouts = {}): Duration {
  return idle ?? Duration.hours(1);
}

/** Of a whole request, for kinds whose requests end. */
export function requestTimeout({ request }: UpstreamTimeouts = {}): Duration {
  return request ?? Duration.seconds(30);
}

/** HAProxy counts milliseconds in 31 bits, and twice the interval of a rate limit. */
const LONGEST = Duration.days(12);

export function checkTime(what: string, duration: Duration | undefined, where: IConstruct): Duration | undefined {
  if (duration && milliseconds(duration) > milliseconds(LONGEST)) {
    throw new Error(`${what} in ${at(where)} is ${duration.toHumanString()}: proxies count no more than ${LONGEST.toHumanString()}; shorten it`);
  }
  return checkDuration(what, duration, where);
}

/** For the configuration of proxies that know whole milliseconds only; none is no limit to them. */
export function inMilliseconds(duration: Duration, times = 1): string {
  return `${Math.max(1, Math.round(milliseconds(duration) * times))}ms`;
}
