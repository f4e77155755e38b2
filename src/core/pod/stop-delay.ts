import { Duration } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { lengthenGracePeriod, needGracePeriod } from './grace-period';
import { PodRecord } from './pod-record';
import { neededSeconds } from './stop-times';
import { KubernetesVersion } from '../settings/kubernetes-version';
import { wholeSeconds } from '../values/quantities';

/**
 * Keeps a container running for a while after the pod or the app was told to stop; of several delays the longest counts. One with a
 * preStop action of its own is left as it is. The sleep action is newer than the types of cdk8s-plus.
 */
export function delayStop(owner: Construct, pod: kplus.AbstractPod, container: kplus.Container, delay?: Duration, afterApp = false): void {
  const seconds = delay ? wholeSeconds(delay) : 0;
  const version = KubernetesVersion._for(owner);
  const isZero = delay !== undefined && seconds === 0 && version._hasSleepOfZero();
  if (!version._hasSleepAction() || (seconds === 0 && !afterApp && !isZero)) {
    return;
  }
  needGracePeriod(owner, pod, Duration.seconds(seconds + 1)); // Kubernetes refuses one that a delay takes up
  const record = PodRecord.of(pod);
  const { seconds: before = 0, isZero: wasZero = false } = record.stopDelays.get(container) ?? {};
  record.stopDelays = new Map([...record.stopDelays, [container, { afterApp, seconds: Math.max(before, seconds), isZero: isZero || wasZero }]]);
  lengthenGracePeriod(pod, neededSeconds(pod, record.stopDelays));
}
