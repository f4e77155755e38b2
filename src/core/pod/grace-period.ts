import { Duration } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { at } from '../values/errors';
import { wholeSeconds } from '../values/quantities';

/** What cdk8s-plus gives a pod whose user names no grace period. */
const DEFAULT_GRACE_PERIOD = 30;
const lengthened = new WeakSet<kplus.AbstractPod>();

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
  const found = gracePeriodOf(pod);
  if (found < seconds && (found === DEFAULT_GRACE_PERIOD || lengthened.has(pod))) {
    lengthened.add(pod);
    (pod as { -readonly [key in 'terminationGracePeriod']: kplus.AbstractPod[key] }).terminationGracePeriod = Duration.seconds(seconds);
  }
}

export function gracePeriodOf(pod: kplus.AbstractPod): number {
  return pod.terminationGracePeriod?.toSeconds() ?? DEFAULT_GRACE_PERIOD;
}
