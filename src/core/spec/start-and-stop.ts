import { describeHook, gracePeriod, hookSeconds, startupLimit } from './lifecycle';
import { PodContainerRole } from './pod-container-role';
import { ContainerInPod, containersOf } from './pod-spec';

/**
 * Who starts and who receives SIGTERM when, as a function of a pod spec.
 *
 * @see https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#pod-termination
 * @see https://github.com/kubernetes/enhancements/tree/master/keps/sig-node/753-sidecar-containers
 */
export interface StartAndStop {
  readonly starts: Start[];
  readonly stops: Stop[];
  readonly gracePeriod: number;

  /** Seconds that hooks and given drain times take one after the other, and one more for each container behind them to end in. */
  readonly neededGracePeriod: number;

  /** What takes a time that the manifest does not say. */
  readonly unknowns: string[];
}

/** The start of a container. */
export interface Start {
  readonly container: string;
  readonly role: PodContainerRole;

  /** What has happened before: `init container 'migrate' has succeeded`. */
  readonly after: string;

  /** What the next one waits for, and for how many seconds at most until this container is restarted; undefined where it waits for nothing. */
  readonly holdsUntil?: string;
  readonly holdsAtMost?: number;
}

/** The end of a container. */
export interface Stop {
  readonly container: string;
  readonly role: PodContainerRole;

  /** What its preStop hook does, from when the pod is deleted. */
  readonly preStop?: string;

  /** What has happened before SIGTERM comes. */
  readonly after: string;

  /** The earliest second of SIGTERM, counted from when the pod is deleted. */
  readonly signalAt: number;

  /** Whether SIGTERM may come later, because something before it takes unknown time. */
  readonly maybeLater: boolean;
}

/** A container that gets SIGTERM needs some time, however quick it is. */
const QUICKEST_END = 1;

/**
 * @param drainTimes seconds from SIGTERM until a container has ended, by its name, where they are known
 */
export function startAndStop(spec: any, drainTimes: { readonly [container: string]: number } = {}): StartAndStop {
  const containers = containersOf(spec);
  return { starts: startsOf(containers), gracePeriod: gracePeriod(spec), ...stopsOf(containers, drainTimes) };
}

function startsOf(containers: ContainerInPod[]): Start[] {
  let after = 'the pod is on its node';
  return containers.map((container, index) => {
    const { name, role } = container;
    const start = { container: name, role, after };
    const hold = holdOf(container);
    if (hold === undefined || role === PodContainerRole.CONTAINER && index === containers.length - 1) {
      return start;
    }
    after = hold;
    const probe = role === PodContainerRole.SIDECAR && container.container.startupProbe;
    return { ...start, holdsUntil: hold, ...probe ? { holdsAtMost: startupLimit(probe) } : {} };
  });
}

/** What the containers behind a container wait for: the kubelet starts none while a postStart hook runs. */
function holdOf({ name, role, container }: ContainerInPod): string | undefined {
  if (role === PodContainerRole.INIT) {
    return `'${name}' has succeeded`;
  }
  const hook = container.lifecycle?.postStart && `the postStart hook of '${name}' has ended`;
  if (role === PodContainerRole.CONTAINER) {
    return hook;
  }
  if (container.startupProbe) {
    return hook ? `${hook}, and its startup probe has succeeded` : `the startup probe of '${name}' has succeeded`;
  }
  return hook ?? `the process of '${name}' runs, ready or not`;
}

function stopsOf(containers: ContainerInPod[], drainTimes: { readonly [container: string]: number }): Pick<StartAndStop, 'stops' | 'neededGracePeriod' | 'unknowns'> {
  const stops: Stop[] = [];
  const unknowns: string[] = [];
  let ended = { at: 0, exactly: true };
  let after = 'the pod is deleted';

  const stop = ({ name, role, container }: ContainerInPod, before: typeof ended): typeof ended => {
    const preStop = container.lifecycle?.preStop;
    const hook = hookSeconds(preStop);
    const drain = Object.hasOwn(drainTimes, name) ? drainTimes[name] : undefined;
    const signal = { at: Math.max(before.at, hook.atLeast), exactly: before.exactly && !hook.unknown };
    stops.push({
      container: name,
      role,
      preStop: describeHook(preStop),
      after: preStop && hook.atLeast >= before.at ? `${before.at > 0 ? `${after}, and ` : ''}its preStop hook has ended` : after,
      signalAt: signal.at,
      maybeLater: !signal.exactly,
    });
    if (hook.unknown) {
      unknowns.push(`how long the preStop hook of '${name}' runs: ${hook.unknown}`);
    }
    if (drain === undefined) {
      unknowns.push(`how long '${name}' takes to end after SIGTERM`);
    }
    return { at: signal.at + (drain ?? QUICKEST_END), exactly: signal.exactly && drain !== undefined };
  };

  const regular = containers.filter(({ role }) => role === PodContainerRole.CONTAINER).map((container) => stop(container, ended));
  ended = { at: Math.max(0, ...regular.map(({ at }) => at)), exactly: regular.every(({ exactly }) => exactly) };
  after = 'all regular containers have ended';
  for (const sidecar of containers.filter(({ role }) => role === PodContainerRole.SIDECAR).reverse()) {
    ended = stop(sidecar, ended);
    after = `native sidecar '${sidecar.name}' has ended`;
  }
  return { stops, unknowns, neededGracePeriod: Math.ceil(ended.at) };
}
