import { RolledWorkload } from './rolled-workload';
import { startupLimit } from '../core/spec/lifecycle';
import { PodContainerRole } from '../core/spec/pod-container-role';

/** A part of the time that a pod may take until it counts as available. */
export interface StartPart {
  readonly what: string;
  readonly seconds: number;
}

/** Seconds that an init container may take by its own timeout, by its name. */
export type InitTimeouts = { readonly [container: string]: number };

/** Seconds to find a node, attach volumes and pull images. */
const SCHEDULING = 120;

/** Seconds for an init container of which nobody has said how long it may take. */
const UNKNOWN_INIT = 60;

/** What the manifest and the timeouts say, one part after the other; what nobody has said is not in it. */
export function startParts({ inits, app, sidecars, spec }: RolledWorkload, timeouts: InitTimeouts): StartPart[] {
  const running = [app, ...sidecars];
  const held = sidecars.filter(({ role }) => role === PodContainerRole.SIDECAR);
  const together = running.filter(({ role }) => role === PodContainerRole.CONTAINER);
  return [
    ...inits.map(({ name }) => ({ what: `init container '${name}'`, seconds: timeouts[name] ?? 0 })),
    ...held.map(({ name, container }) => ({ what: `startup probe of '${name}'`, seconds: limitOf(container.startupProbe) })),
    longest('startup probe', together.map(({ name, container }) => ({ what: name, seconds: limitOf(container.startupProbe) }))),
    longest('readiness probe', running.map(({ name, container }) => ({ what: name, seconds: readinessLimit(container.readinessProbe) }))),
    { what: 'minReady', seconds: spec.minReadySeconds ?? 0 },
  ].filter(({ seconds }) => seconds > 0);
}

export function sumOf(parts: StartPart[]): number {
  return parts.reduce((sum, { seconds }) => sum + seconds, 0);
}

/** A deadline that leaves room for what nobody has said. */
export function fittingDeadline(workload: RolledWorkload, timeouts: InitTimeouts): number {
  const unknown = workload.inits.filter(({ name }) => timeouts[name] === undefined).length;
  return SCHEDULING + unknown * UNKNOWN_INIT + sumOf(startParts(workload, timeouts));
}

/** How long an init container may run before somebody should look at it. */
export function initLimit(name: string, timeouts: InitTimeouts): number {
  return timeouts[name] === undefined ? 5 * UNKNOWN_INIT : timeouts[name] + UNKNOWN_INIT;
}

function longest(probe: string, all: StartPart[]): StartPart {
  const { what, seconds } = all.reduce((found, one) => (one.seconds > found.seconds ? one : found));
  return { what: `${probe} of '${what}'`, seconds };
}

function limitOf(startupProbe: any): number {
  return startupProbe ? startupLimit(startupProbe) : 0;
}

/** A container that is well may fail some rounds while it gets ready. */
function readinessLimit(probe: any): number {
  if (!probe) {
    return 0;
  }
  const { initialDelaySeconds = 0, periodSeconds = 10, failureThreshold = 3, successThreshold = 1 } = probe;
  return initialDelaySeconds + periodSeconds * Math.max(failureThreshold, successThreshold);
}
