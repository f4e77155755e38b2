import { Duration } from 'cdk8s';
import { IConstruct } from 'constructs';
import { PodContainerRole } from './pod-container-role';
import { PodInManifest } from './pod-spec';
import { podIn, renderedPod } from './rendered-pod';
import { Start, startAndStop, Stop } from './start-and-stop';
import { textTable } from './text-table';
import { printable } from '../values/printable';

/**
 * What a manifest does not say about the end of its containers.
 *
 * @see https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#pod-termination
 */
export interface PodTimelineOptions {
  /**
   * How long containers take from SIGTERM until they have ended, by their names.
   *
   * @default - unknown: one second is counted for each, and it is named among the unknowns
   */
  readonly drainTimes?: { [container: string]: Duration };
}

/**
 * When a container starts.
 *
 * @see https://kubernetes.io/docs/concepts/workloads/pods/sidecar-containers/#sidecar-containers-and-pod-lifecycle
 */
export interface ContainerStart {
  /**
   * The name of the container.
   */
  readonly container: string;

  /**
   * What the container is in its pod.
   */
  readonly role: PodContainerRole;

  /**
   * What has happened before it starts.
   */
  readonly after: string;

  /**
   * What the next container waits for.
   *
   * @default - nothing: regular containers without a postStart hook start together
   */
  readonly holdsUntil?: string;

  /**
   * How long its startup probe may fail before Kubernetes restarts it.
   *
   * @default - it has no startup probe that others wait for
   */
  readonly holdsAtMost?: Duration;
}

/**
 * When a container receives SIGTERM after its pod was deleted.
 *
 * @see https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#pod-termination
 */
export interface ContainerStop {
  /**
   * The name of the container.
   */
  readonly container: string;

  /**
   * What the container is in its pod.
   */
  readonly role: PodContainerRole;

  /**
   * What its preStop hook does. All hooks of a pod start when the pod is deleted, those of native sidecars too.
   *
   * @default - it has none
   */
  readonly preStop?: string;

  /**
   * What has happened before SIGTERM comes.
   */
  readonly after: string;

  /**
   * The earliest time of SIGTERM, counted from when the pod is deleted.
   */
  readonly signalAt: Duration;

  /**
   * Whether SIGTERM may come later, because something before it takes a time that the manifest does not say.
   */
  readonly maybeLater: boolean;
}

/**
 * Which container of a pod starts when, which one receives SIGTERM when, and whether the grace period is long enough for that.
 *
 * @see https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#pod-termination
 *
 * @example
 * import { App, Chart, Duration } from 'cdk8s';
 * import { PodTimeline, SidecarLoggedApp } from 'cdk8s-pod-patterns';
 *
 * const chart = new Chart(new App(), 'shop');
 * const web = new SidecarLoggedApp(chart, 'Web', { image: 'ghcr.io/acme/web:1.4.2', logFiles: ['/var/log/app/*.log'] });
 * const timeline = PodTimeline.of(web.workload, { drainTimes: { app: Duration.seconds(10) } }).toString();
 */
export class PodTimeline {
  /**
   * The timeline of a workload's pod, as it would be synthesized now.
   *
   * @param workload a workload of cdk8s-plus, or an `ApiObject` with a pod
   * @throws if the object has no pod, or a drain time is for a container that is not there
   */
  public static of(workload: IConstruct, options: PodTimelineOptions = {}): PodTimeline {
    return new PodTimeline(renderedPod(workload), options);
  }

  /**
   * The timeline of the pod in a manifest.
   *
   * @param manifest a Pod, a workload or a custom resource with a pod template, or a pod spec, as a plain object
   * @throws if the object has no pod, or a drain time is for a container that is not there
   */
  public static ofManifest(manifest: any, options: PodTimelineOptions = {}): PodTimeline {
    return new PodTimeline(podIn(manifest), options);
  }

  /**
   * The containers in the order in which they start.
   */
  public readonly starts: ContainerStart[];

  /**
   * The containers in the order in which they receive SIGTERM: regular containers first, then native sidecars, the last one first.
   */
  public readonly stops: ContainerStop[];

  /**
   * The grace period that the pod has.
   */
  public readonly gracePeriod: Duration;

  /**
   * The shortest grace period in which every hook can end and every container receives SIGTERM before SIGKILL.
   * What is unknown comes on top.
   */
  public readonly neededGracePeriod: Duration;

  /**
   * What takes a time that the manifest does not say.
   */
  public readonly unknowns: string[];

  private readonly owner: string;

  private constructor({ owner, spec }: PodInManifest, { drainTimes = {} }: PodTimelineOptions) {
    const seconds = Object.fromEntries(Object.entries(drainTimes).map(([name, time]) => [name, time.toSeconds({ integral: false })]));
    const { starts, stops, gracePeriod, neededGracePeriod, unknowns } = startAndStop(spec, seconds);
    const missing = Object.keys(drainTimes).find((name) => !stops.some(({ container }) => container === name));
    if (missing !== undefined) {
      throw new Error(`drain time of '${missing}': ${owner} has no container with this name that receives SIGTERM: use one of ${stops.map(({ container }) => `'${container}'`).join(', ')}`);
    }
    this.owner = owner;
    this.starts = starts.map(toContainerStart);
    this.stops = stops.map(toContainerStop);
    this.gracePeriod = Duration.seconds(gracePeriod);
    this.neededGracePeriod = Duration.seconds(neededGracePeriod);
    this.unknowns = unknowns;
  }

  /**
   * Whether the grace period covers what is known. It may still be too short for what is unknown.
   */
  public get fits(): boolean {
    return this.neededGracePeriod.toSeconds() <= this.gracePeriod.toSeconds();
  }

  /**
   * Two tables and the grace period, for people.
   */
  public toString(): string {
    const starts = this.starts.map(({ container, role, after, holdsUntil = '', holdsAtMost }) => (
      [container, role, after, holdsUntil + (holdsAtMost ? `, ${holdsAtMost.toSeconds()} s at most` : '')]));
    const stops = this.stops.map(({ container, role, preStop = '-', after, signalAt, maybeLater }) => (
      [`${signalAt.toSeconds({ integral: false })} s${maybeLater ? ' or later' : ''}`, container, role, preStop, after]));
    const grace = `grace period: ${this.gracePeriod.toSeconds()} s, needed ${this.neededGracePeriod.toSeconds()} s at least: ${this.fits ? 'fits' : 'TOO SHORT'}`;
    return [
      printable(this.owner),
      textTable([['start', 'is', 'starts when', 'the next one waits until'], ...starts]),
      textTable([['SIGTERM', 'container', 'is', 'preStop', 'when'], ...stops]),
      [grace, ...this.unknowns.map((unknown) => `unknown: ${printable(unknown)}`)].join('\n'),
    ].join('\n\n');
  }

  /**
   * The same as plain data, with durations in seconds.
   */
  public toJson(): any {
    return {
      owner: this.owner,
      starts: this.starts.map(({ holdsAtMost, ...start }) => ({ ...start, holdsAtMostSeconds: holdsAtMost?.toSeconds() })),
      stops: this.stops.map(({ signalAt, ...stop }) => ({ ...stop, signalAtSeconds: signalAt.toSeconds({ integral: false }) })),
      gracePeriodSeconds: this.gracePeriod.toSeconds(),
      neededGracePeriodSeconds: this.neededGracePeriod.toSeconds(),
      fits: this.fits,
      unknowns: this.unknowns,
    };
  }
}

function toContainerStart({ holdsAtMost, ...start }: Start): ContainerStart {
  return { ...start, ...holdsAtMost === undefined ? {} : { holdsAtMost: Duration.seconds(holdsAtMost) } };
}

function toContainerStop({ signalAt, ...stop }: Stop): ContainerStop {
  return { ...stop, signalAt: Duration.seconds(signalAt) };
}
