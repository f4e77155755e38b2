import { Duration } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { lengthenGracePeriod, needGracePeriod } from './grace-period';
import { PodRecord } from './pod-record';
import { neededSeconds } from './stop-times';
import { KubernetesVersion } from '../settings/kubernetes-version';
import { checkDuration, wholeSeconds } from '../values/quantities';

/**
 * Keeps a container running for a while after the pod or the app was told to stop; of several delays the longest counts. One with a
 * preStop action of its own is left as it is. The sleep action is newer than the types of cdk8s-plus.
 */
export function delayStop(owner: Construct, pod: kplus.AbstractPod, container: kplus.Container, delay?: Duration, afterApp = false): void {
  const seconds = checkDuration('stop delay', delay, owner) ? wholeSeconds(delay!) : 0;
  if ((seconds === 0 && !afterApp) || !KubernetesVersion._for(owner)._hasSleepAction()) {
    return;
  }
  needGracePeriod(owner, pod, Duration.seconds(seconds + 1)); // Kubernetes refuses one that a delay takes up
  const { stopDelays } = PodRecord.of(pod);
  stopDelays.set(container, { afterApp, seconds: Math.max(stopDelays.get(container)?.seconds ?? 0, seconds) });
  lengthenGracePeriod(pod, neededSeconds(pod, stopDelays));
}
