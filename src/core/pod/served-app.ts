import { Duration } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { needGracePeriod } from './grace-period';
import { allContainers, appOf } from './pod-editor';
import { delayStop } from './stop-delay';
import { at, checkPortNumber } from '../values/errors';
import { wholeSeconds } from '../values/quantities';

/**
 * What proxies in front of an app have in common.
 */

/** Seconds that an app has for itself, when it has no more requests. */
const OWN_STOP = 5;

/** The container that a proxy forwards to: the one that is named, or the app's. */
export function servedApp(owner: Construct, pod: kplus.AbstractPod, app: kplus.Container | undefined = appOf(pod)): kplus.Container {
  if (!app || !allContainers(pod).includes(app)) {
    throw new Error(`${at(pod)} has no app container that ${at(owner)} could forward to: add one first, or pass one of this workload as 'container'`);
  }
  return app;
}

/** The port that a proxy forwards to: the one that is named, or the first of the app. */
export function servedPort(owner: Construct, app: kplus.Container, port: number | undefined = app.ports[0]?.number): number {
  if (port === undefined) {
    throw new Error(`container '${app.name}' has no port that ${at(owner)} could forward to: set 'appPort', or give the container a port`);
  }
  return checkPortNumber(port, 'of the app', owner);
}

/** Fails for a port of the proxy that would lead to itself. */
export function checkOwnPort(owner: Construct, port: number, appPort: number, prop = 'port'): number {
  if (port === appPort) {
    throw new Error(`port ${port} of ${at(owner)} is that of the app, so that it would forward to itself: set '${prop}' to another one`);
  }
  return checkPortNumber(port, 'of the proxy', owner);
}

/** The app receives SIGTERM when the proxy has no more requests for it. */
export function stopAppLater(owner: Construct, pod: kplus.AbstractPod, app: kplus.Container, delay: Duration): void {
  needGracePeriod(owner, pod, Duration.seconds(delay.toSeconds() + OWN_STOP));
  delayStop(owner, pod, app, delay);
}

/** Durations one after the other, each in whole seconds. */
export function inARow(...durations: Duration[]): Duration {
  return Duration.seconds(durations.reduce((sum, duration) => sum + wholeSeconds(duration), 0));
}
