import * as kplus from 'cdk8s-plus-28';
import { startAndStop } from '../spec/start-and-stop';

/** How long a container is kept running when its pod stops. */
export interface StopDelay {
  readonly seconds: number;
  /** Whether the seconds count from when the app receives SIGTERM, and not the pod. */
  readonly afterApp: boolean;
  /** Whether a zero is written too, so that the field is there for tools that change the manifest. */
  readonly isZero?: boolean;
}

export type StopDelays = ReadonlyMap<kplus.Container, StopDelay>;

/** What cdk8s-plus gives a pod whose user names no grace period. */
export const DEFAULT_GRACE_PERIOD = 30;

/** Seconds for what is left to do once a container receives SIGTERM. */
const LAST_SECONDS = 5;

export function gracePeriodOf(pod: kplus.AbstractPod): number {
  return pod.terminationGracePeriod?.toSeconds() ?? DEFAULT_GRACE_PERIOD;
}

/**
 * Seconds that a container sleeps before it receives SIGTERM: in a grace period that the user has set, what comes after the app takes what is there.
 */
export function sleepSeconds(pod: kplus.AbstractPod, delays: StopDelays, delay: StopDelay): number {
  const app = appSeconds(delays);
  const grace = gracePeriodOf(pod);
  const most = Math.max(grace - LAST_SECONDS, Math.floor((app + grace) / 2));
  return delay.afterApp ? Math.min(delay.seconds + app, most) : delay.seconds;
}

/** The grace period in which all containers can sleep as long as they are to, and end one after the other. */
export function neededSeconds(pod: kplus.AbstractPod, delays: StopDelays): number {
  const app = appSeconds(delays);
  const sleeps = new Map([...delays].map(([container, { seconds, afterApp }]) => [container, seconds + (afterApp ? app : 0)]));
  const shape = (container: kplus.Container) => ({
    name: container.name,
    restartPolicy: container.restartPolicy,
    lifecycle: { preStop: { sleep: { seconds: sleeps.get(container) ?? 0 } } },
  });
  const { neededGracePeriod } = startAndStop({ containers: pod.containers.map(shape), initContainers: pod.initContainers.map(shape) });
  return Math.max(neededGracePeriod, Math.max(0, ...sleeps.values()) + LAST_SECONDS);
}

/** Seconds until the app receives SIGTERM. */
function appSeconds(delays: StopDelays): number {
  return Math.max(0, ...[...delays.values()].map(({ seconds, afterApp }) => (afterApp ? 0 : seconds)));
}
