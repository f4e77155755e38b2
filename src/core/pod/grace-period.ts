import { Duration } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { PodRecord } from './pod-record';
import { DEFAULT_GRACE_PERIOD, gracePeriodOf } from './stop-times';
import { setGracePeriod } from '../objects/reaches';
import { at } from '../values/errors';
import { wholeSeconds } from '../values/quantities';

/** Gives the pod the time that it needs to stop, unless its user has given it less on purpose. */
export function needGracePeriod(owner: Construct, pod: kplus.AbstractPod, needed: Duration): void {
  const seconds = wholeSeconds(needed);
  lengthenGracePeriod(pod, seconds);
  const found = gracePeriodOf(pod);
  if (found < seconds) {
    throw new Error(`grace period of ${at(pod)} is ${found} seconds, but ${at(owner)} needs ${seconds}: lengthen 'terminationGracePeriod',`
      + ' or shorten the times that the pattern waits when it stops');
  }
}

/** The same, where its user may have given it less. */
export function lengthenGracePeriod(pod: kplus.AbstractPod, seconds: number): void {
  const record = PodRecord.of(pod);
  const found = gracePeriodOf(pod);
  if (found < seconds && (found === DEFAULT_GRACE_PERIOD || record.computesGracePeriod)) {
    record.computesGracePeriod = true;
    setGracePeriod(pod, Duration.seconds(seconds));
  }
}
