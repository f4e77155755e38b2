import { Duration } from 'cdk8s';
import { milliseconds } from '../../core/values/quantities';

const LONGEST = Duration.seconds(75);

/** Fails for a time that nginx would not wait. */
export function checkConnectTimeout(what: string, connect: Duration): void {
  if (milliseconds(connect) > milliseconds(LONGEST)) {
    throw new Error(`connect timeout of ${what} is longer than the 75 seconds that nginx can wait: make it shorter`);
  }
}
