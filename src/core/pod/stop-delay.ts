import { Duration } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { gracePeriodOf, lengthenGracePeriod, needGracePeriod } from './grace-period';
import { addToSpec } from './rendered-spec';
import { KubernetesVersion } from '../settings/kubernetes-version';
import { checkDuration, wholeSeconds } from '../values/quantities';

interface Stop {
  readonly seconds: number;
  /** Whether they count from when the app is told to stop, and not the pod. */
  readonly afterApp: boolean;
}

const stops = new WeakMap<kplus.AbstractPod, Map<kplus.Container, Stop>>();

/** Seconds for what is left to do once a container is told to stop. */
const LAST_SECONDS = 5;

/**
 * Keeps a container running for a while after the pod or the app was told to stop; of several delays the longest counts. One with a
 * preStop action of its own is left as it is. The sleep action is newer than the types of cdk8s-plus.
 */
export function delayStop(owner: Construct, pod: kplus.AbstractPod, container: kplus.Container, delay?: Duration, afterApp = false): void {
  const seconds = checkDuration('stop delay', delay, owner) ? wholeSeconds(delay!) : 0;
  if ((seconds === 0 && !afterApp) || !KubernetesVersion._for(owner)._hasSleepAction()) {
    return;
  }
  const all = stops.get(pod) ?? new Map<kplus.Container, Stop>();
  const found = all.get(container);
  needGracePeriod(owner, pod, Duration.seconds(seconds + 1)); // Kubernetes refuses one that a delay takes up
  stops.set(pod, all.set(container, { afterApp, seconds: Math.max(found?.seconds ?? 0, seconds) }));
  lengthenGracePeriod(pod, Math.max(...[...all.values()].map((stop) => stopOf(pod, stop))) + LAST_SECONDS);
  if (!found) {
    const list = pod.containers.includes(container) ? 'containers' : 'initContainers';
    addToSpec(pod, `${list}/${pod[list].indexOf(container)}/lifecycle`, (lifecycle) => {
      const sleep = { seconds: fitting(pod, all.get(container)!) };
      return sleep.seconds > 0 ? { preStop: { sleep }, ...lifecycle } : lifecycle;
    });
  }
}

/** Seconds from when the pod is told to stop. */
function stopOf(pod: kplus.AbstractPod, { seconds, afterApp }: Stop): number {
  return seconds + (afterApp ? appStopOf(pod) : 0);
}

function appStopOf(pod: kplus.AbstractPod): number {
  return Math.max(0, ...[...stops.get(pod)!.values()].map(({ seconds, afterApp }) => (afterApp ? 0 : seconds)));
}

/** In a grace period that the user has set, what comes after the app takes what is there. */
function fitting(pod: kplus.AbstractPod, stop: Stop): number {
  const app = appStopOf(pod);
  const grace = gracePeriodOf(pod);
  const most = Math.max(grace - LAST_SECONDS, Math.floor((app + grace) / 2));
  return stop.afterApp ? Math.min(stopOf(pod, stop), most) : stop.seconds;
}
