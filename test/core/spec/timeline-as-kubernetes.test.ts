import { Duration, Testing } from 'cdk8s';
import { Deployment, Handler } from 'cdk8s-plus-28';
import * as fc from 'fast-check';
import { AppContainer, KubernetesVersion, PodTimeline, Sidecar } from '../../../src';

/**
 * What the documentation of Kubernetes says, played second by second.
 *
 * @see https://kubernetes.io/docs/concepts/workloads/pods/init-containers/
 * @see https://kubernetes.io/docs/concepts/workloads/pods/sidecar-containers/
 * @see https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#pod-termination
 * @see https://kubernetes.io/docs/tasks/configure-pod-container/attach-handler-lifecycle-event/
 */
interface Played {
  readonly name: string;
  readonly isSidecar: boolean;
  /** Seconds from its start until a step has succeeded, or the startup probe of a sidecar. */
  readonly startup: number;
  /** Whether a sidecar has such a probe. */
  readonly isProbed: boolean;
  /** Seconds that its postStart hook takes; no other container starts meanwhile. */
  readonly postStart: number;
  readonly preStop: number;
  /** Seconds from SIGTERM until it has ended. */
  readonly drain: number;
}

interface PlayedPod {
  readonly first: readonly Played[];
  readonly apps: readonly Played[];
}

const LONGEST = 1000;

/** When each container starts, and when it lets the next one start; without a time where it never holds anybody. */
function playStart({ first, apps }: PlayedPod): { readonly started: Map<string, number>; readonly released: Map<string, number> } {
  const started = new Map<string, number>();
  const released = new Map<string, number>();
  const waiting = [...first, ...apps];
  let held: Played | undefined;
  for (let second = 0; second < LONGEST; second++) {
    while (waiting.length > 0 || held) { // several may start in the same second
      if (held && second < started.get(held.name)! + holdOf(held, first)) {
        break;
      }
      if (held && waiting.length > 0 && holds(held, first)) {
        released.set(held.name, second);
      }
      held = waiting.shift();
      if (held) {
        started.set(held.name, second);
      }
    }
  }
  return { started, released };
}

/** For how many seconds no other container starts. */
function holdOf(container: Played, first: readonly Played[]): number {
  const { isSidecar, isProbed, startup, postStart } = container;
  return Math.max(postStart, first.includes(container) && (isProbed || !isSidecar) ? startup : 0);
}

/** Of regular containers, only those with a hook. */
function holds(container: Played, first: readonly Played[]): boolean {
  return first.includes(container) || container.postStart > 0;
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

const CONTAINER = fc.record({
  startup: fc.nat(20),
  isProbed: fc.boolean(),
  postStart: fc.oneof(fc.constant(0), fc.nat(15)),
  preStop: fc.nat(15),
  drain: fc.nat(15),
  isScript: fc.boolean(),
  isSidecar: fc.boolean(),
});

const POD = fc.tuple(fc.array(CONTAINER, { maxLength: 5 }), fc.array(CONTAINER, { minLength: 1, maxLength: 4 }), fc.nat(90))
  .map(([first, apps, gracePeriod]) => ({
    first: first.map((one, number) => ({ ...one, postStart: one.isSidecar ? one.postStart : 0, name: `first-${number}` })), // steps can have no hooks
    apps: apps.map((one, number) => ({ ...one, isSidecar: false, name: `app-${number}` })),
    gracePeriod,
  }));

type Pod = typeof POD extends fc.Arbitrary<infer T> ? T : never;

const script = (text: string): object => ({ exec: { command: ['sh', '-c', text] } });

function manifestOf({ first, apps, gracePeriod }: Pod): object {
  const container = ({ name, postStart, preStop, isScript, isSidecar, isProbed }: Pod['first'][number]): object => {
    const hook = (seconds: number): object => isScript ? script(`sleep ${seconds}`) : { sleep: { seconds } };
    return {
      name,
      ...isSidecar && { restartPolicy: 'Always', ...isProbed && { startupProbe: { tcpSocket: { port: 80 } } } },
      lifecycle: { ...postStart > 0 && { postStart: hook(postStart) }, ...preStop > 0 && { preStop: hook(preStop) } },
    };
  };
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

/** A pod as a version of Kubernetes takes it that has no native sidecars or has them. */
function playedOf({ initContainers = [], containers }: any, drains: { readonly [name: string]: number }): PlayedPod {
  const played = ({ name, restartPolicy, lifecycle }: any): Played => ({
    name,
    isSidecar: restartPolicy === 'Always',
    startup: 0,
    isProbed: false,
    postStart: 0,
    preStop: Number(/sleep (\d+)/.exec(lifecycle?.preStop?.exec?.command.join(' '))?.[1] ?? lifecycle?.preStop?.sleep?.seconds ?? 0),
    drain: drains[name],
  });
  return { first: initContainers.map(played), apps: containers.map(played) };
}

test.each([
  ['1.28', 'containers'],
  ['1.33', 'initContainers'],
])('sidecars of the library stop as Kubernetes %s stops %s', (version, place) => {
  const several = fc.array(fc.record({ preStop: fc.nat(15), drain: fc.nat(15) }), { minLength: 1, maxLength: 3 });
  fc.assert(fc.property(several, fc.nat(15), (sidecars, drain) => {
    const chart = Testing.chart();
    KubernetesVersion.of(version).applyTo(chart);
    const web = new Deployment(chart, 'Web');
    new AppContainer(web, 'App', { image: 'ghcr.io/acme/web:1.4.2' });
    sidecars.forEach(({ preStop }, number) => new Sidecar(web, `Sidecar${number}`, {
      image: 'ghcr.io/acme/sidecar:1.4.2', containerName: `sidecar-${number}`, lifecycle: { preStop: Handler.fromCommand(['sleep', `${preStop}`]) },
    }));
    const { spec } = Testing.synth(chart)[0].spec.template;
    expect(spec[place].map(({ name }: any) => name)).toEqual(expect.arrayContaining(sidecars.map((_, number) => `sidecar-${number}`)));
    const drains = { app: drain, ...Object.fromEntries(sidecars.map((sidecar, number) => [`sidecar-${number}`, sidecar.drain])) };
    const { signalled, lastEnd } = playStop(playedOf(spec, drains));
    const drainTimes = Object.fromEntries(Object.entries(drains).map(([name, seconds]) => [name, Duration.seconds(seconds)]));
    const timeline = PodTimeline.of(web, { drainTimes });
    expect(new Map(timeline.stops.map(({ container, signalAt }) => [container, signalAt.toSeconds()]))).toEqual(signalled);
    expect(timeline.neededGracePeriod.toSeconds()).toBe(lastEnd);
  }), { numRuns: 25 });
});
