import { Duration } from 'cdk8s';
import { UpstreamTimeouts } from './policies';

/** No longer than the whole request. */
export function connectTimeout({ connect, request }: UpstreamTimeouts = {}): Duration {
  const usual = Duration.seconds(5);
  return connect ?? (request && millis(request) < millis(usual) ? request : usual);
}

export function idleTimeout({ idle }: UpstreamTimeouts = {}): Duration {
  return idle ?? Duration.hours(1);
}

/** Of a whole request, for kinds whose requests end. */
export function requestTimeout({ request }: UpstreamTimeouts = {}): Duration {
  return request ?? Duration.seconds(30);
}

export function millis(duration: Duration): number {
  return duration.toMilliseconds({ integral: false });
}
