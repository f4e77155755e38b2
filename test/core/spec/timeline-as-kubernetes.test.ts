import { Duration } from 'cdk8s';
import * as fc from 'fast-check';
import { PodTimeline } from '../../../src';

/**
 * What the documentation of Kubernetes says, played second by second.
 *
 * @see https://kubernetes.io/docs/concepts/workloads/pods/init-containers/
 * @see https://kubernetes.io/docs/concepts/workloads/pods/sidecar-containers/
 * @see https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#pod-termination
 */
interface Played {
  readonly name: string;
  readonly isSidecar: boolean;
  /** Seconds from its start until the next one may start: a step has succeeded, or the startup probe of a sidecar has. */
  readonly startup: number;
  readonly preStop: number;
  /** Seconds from SIGTERM until it has ended. */
  readonly drain: number;
}

interface PlayedPod {
  readonly first: readonly Played[];
  readonly apps: readonly Played[];
}

const LONGEST = 1000;

/** When each container starts, and when it lets the next one start. */
function playStart({ first, apps }: PlayedPod): { readonly started: Map<string, number>; readonly released: Map<string, number> } {
  const started = new Map<string, number>();
  const released = new Map<string, number>();
  for (let second = 0; second < LONGEST; second++) {
    let isNext = true;
    for (const { name, startup } of first) {
      if (isNext && !started.has(name)) {
        started.set(name, second);
      }
      if (started.has(name) && second - started.get(name)! >= startup && !released.has(name)) {
        released.set(name, second);
      }
      isNext = isNext && released.has(name);
    }
    apps.filter(({ name }) => isNext && !started.has(name)).forEach(({ name }) => started.set(name, second));
  }
  return { started, released };
}

/** When each container receives SIGTERM after the deletion of the pod, and when the last one has ended. */
function playStop({ first, apps }: PlayedPod): { readonly signalled: Map<string, number>; readonly lastEnd: number } {
  const signalled = new Map<string, number>();
  const ended = new Map<string, number>();
  const sidecars = first.filter(({ isSidecar }) => isSidecar);
  for (let second = 0; second < LONGEST; second++) {
    for (let changes = -1; changes !== signalled.size + ended.size;) { // an end may be the turn of others in the same second
      changes = signalled.size + ended.size;
      for (const container of [...apps, ...sidecars]) {
        const { name, preStop, drain } = container;
        const waitsFor = container.isSidecar ? [...apps, ...sidecars.slice(sidecars.indexOf(container) + 1)] : [];
        if (!signalled.has(name) && second >= preStop && waitsFor.every((other) => ended.has(other.name))) {
          signalled.set(name, second);
        }
        if (!ended.has(name) && signalled.has(name) && second >= signalled.get(name)! + drain) {
          ended.set(name, second);
        }
      }
    }
  }
  return { signalled, lastEnd: Math.max(...ended.values()) };
}

const CONTAINER = fc.record({ startup: fc.nat(20), preStop: fc.nat(15), drain: fc.nat(15), isScript: fc.boolean(), isSidecar: fc.boolean() });

const POD = fc.tuple(fc.array(CONTAINER, { maxLength: 5 }), fc.array(CONTAINER, { minLength: 1, maxLength: 4 }), fc.nat(90))
  .map(([first, apps, gracePeriod]) => ({
    first: first.map((one, number) => ({ ...one, name: `first-${number}` })),
    apps: apps.map((one, number) => ({ ...one, isSidecar: false, name: `app-${number}` })),
    gracePeriod,
  }));

type Pod = typeof POD extends fc.Arbitrary<infer T> ? T : never;

const script = (text: string): object => ({ exec: { command: ['sh', '-c', text] } });

function manifestOf({ first, apps, gracePeriod }: Pod): object {
  const container = ({ name, preStop, isScript, isSidecar }: Pod['first'][number]): object => ({
    name,
    ...isSidecar && { restartPolicy: 'Always', startupProbe: { tcpSocket: { port: 80 } } },
    ...preStop > 0 && { lifecycle: { preStop: isScript ? script(`sleep ${preStop}`) : { sleep: { seconds: preStop } } } },
  });
  const spec = { terminationGracePeriodSeconds: gracePeriod, initContainers: first.map(container), containers: apps.map(container) };
  return { kind: 'Pod', metadata: { name: 'web' }, spec };
}

function timelineOf(pod: Pod): PodTimeline {
  const stopped = [...pod.first.filter(({ isSidecar }) => isSidecar), ...pod.apps];
  const drainTimes = Object.fromEntries(stopped.map(({ name, drain }) => [name, Duration.seconds(drain)]));
  return PodTimeline.ofManifest(manifestOf(pod), { drainTimes });
}

test('containers start when those before them let them', () => {
  fc.assert(fc.property(POD, (pod) => {
    const { started, released } = playStart(pod);
    const { starts } = timelineOf(pod);
    const secondOf = (event: string): number => released.get(/'([^']+)'/.exec(event)?.[1] ?? '') ?? 0;
    expect(starts.map(({ container, after }) => [container, secondOf(after)])).toEqual([...started]);
    expect(starts.map(({ holdsUntil }) => holdsUntil !== undefined)).toEqual([...started.keys()].map((name) => released.has(name)));
  }));
});

test('containers receive SIGTERM when their hook and those before them have ended, and the grace period is long enough if all end in it', () => {
  fc.assert(fc.property(POD, (pod) => {
    const { signalled, lastEnd } = playStop(pod);
    const timeline = timelineOf(pod);
    expect(new Map(timeline.stops.map(({ container, signalAt }) => [container, signalAt.toSeconds()]))).toEqual(signalled);
    expect(timeline.stops.some(({ maybeLater }) => maybeLater)).toBe(false);
    expect([timeline.neededGracePeriod.toSeconds(), timeline.fits]).toEqual([lastEnd, lastEnd <= pod.gracePeriod]);
  }));
});
