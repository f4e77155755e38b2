import { ApiObject, Duration, Size } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { ClaimTemplate, writeClaims } from './claim-template';
import { Place } from './container-plan';
import { FileVariable, writeFileVariables } from './file-variables';
import { writeImageVolumes } from './image-volume';
import { LateConflicts } from './late-conflicts';
import { PodOverrides } from './pod-overrides';
import { sleepSeconds, StopDelays } from './stop-times';
import { checkWorkloadName } from './workload-name';
import { annotationOf, gibibytesOf, renderMountedVolumes } from '../objects/reaches';
import { Rendering } from '../objects/rendering';
import { ResourceRole } from '../settings/resource-profile';
import { podOfObject } from '../spec/pod-path';
import { Carried } from '../values/carried';
import { at } from '../values/errors';
import { toQuantity } from '../values/quantities';

/** Names the container that `kubectl logs` and `exec` take where there are several. */
export const DEFAULT_CONTAINER = 'kubectl.kubernetes.io/default-container';

/** A container that this library put into a pod. */
export interface RecordedContainer {
  readonly container: kplus.Container;
  /** The construct that it belongs to. */
  readonly owner: Construct;
  readonly place: Place;
  /** A sidecar that is no init container. */
  readonly classic: boolean;
  readonly role: ResourceRole;
  /** The disk of the node that it may take. */
  readonly storage?: kplus.EphemeralStorageResources;
  /** How long an init step may run before it fails by itself. */
  readonly longestRun?: Duration;
}

/** Of most pods: they are many, and a map of its own would take up more than all else that is known of one. */
const NO_DELAYS: StopDelays = new Map();

/**
 * What this library knows of a pod beside what cdk8s-plus does. The pod is its user's, who may change it past us: it is looked at again
 * when it is checked at synthesis, and when it is rendered.
 */
export class PodRecord {
  public static of(pod: kplus.AbstractPod): PodRecord {
    return records.of(pod, PodRecord.make);
  }

  private static readonly make = (pod: kplus.AbstractPod) => new PodRecord(pod);

  public readonly containers: RecordedContainer[] = [];
  public readonly conflicts: LateConflicts;
  /** Of the user's containers too. */
  public stopDelays: StopDelays = NO_DELAYS;
  /** Whether the grace period is what was computed here, and not what the user gave. */
  public computesGracePeriod = false;
  /** What the pod says of the containers that are put into it just now. */
  public overrides?: PodOverrides;
  /** Variables of containers that come from files. */
  public readonly fileVariables: FileVariable[] = [];
  /** Claims that each pod of a StatefulSet gets, of which cdk8s-plus-28 knows nothing. */
  public readonly claims: ClaimTemplate[] = [];
  /** Ports that Prometheus scrapes. */
  public readonly scrapedPorts: number[] = [];
  /** Whether the containers see each other's processes, for which cdk8s-plus has no property. */
  public sharesProcesses = false;

  private constructor(private readonly pod: kplus.AbstractPod) {
    checkWorkloadName(pod);
    const object = ApiObject.of(pod);
    Rendering.of(object).add((manifest) => {
      const spec = podOfObject(object, manifest)?.spec;
      this.complete(spec);
      writeImageVolumes(pod, spec);
      writeClaims(this.claims, manifest.spec, spec);
    });
    this.conflicts = new LateConflicts(pod);
    if (pod.kind === 'StatefulSet') {
      renderMountedVolumes(pod);
    }
  }

  /** The container that the pod is there for: the one that its annotation names, or else the first one that is not a sidecar. */
  public get app(): kplus.Container | undefined {
    const named = annotationOf(this.pod.podMetadata, DEFAULT_CONTAINER);
    const sidecars = this.containers.filter(({ classic }) => classic);
    return this.pod.containers.find(({ name }) => name === named)
      ?? this.pod.containers.find((container) => !sidecars.some((sidecar) => sidecar.container === container));
  }

  /** Writes what cdk8s-plus cannot into a rendered pod. JSON patches may have moved containers: they are found by their names. */
  private complete(spec: any): void {
    const rendered = new Map<string, any>([...spec?.initContainers ?? [], ...spec?.containers ?? []].map((container) => [container.name, container]));
    this.refuseRenamed(rendered);
    for (const { container, storage } of this.containers) {
      const { limits, requests } = rendered.get(container.name)?.resources ?? {};
      writeStorage(limits, storage?.limit);
      writeStorage(requests, storage?.request);
    }
    for (const [{ name }, delay] of this.stopDelays) {
      const seconds = sleepSeconds(this.pod, this.stopDelays, delay);
      const container = rendered.get(name);
      if (container && (seconds > 0 || delay.isZero)) {
        container.lifecycle = { preStop: { sleep: { seconds } }, ...container.lifecycle };
      }
    }
    writeFileVariables(this.fileVariables, rendered);
    if (spec && this.sharesProcesses) {
      spec.shareProcessNamespace ??= true;
    }
  }

  /** Fails where a JSON patch has given a container another name: what it needs would not be written. One that a patch has removed needs nothing. */
  private refuseRenamed(rendered: Map<string, any>): void {
    const isLost = ({ name }: kplus.Container) => !rendered.has(name);
    const lost = this.containers.find(({ container }) => isLost(container))?.container ?? [...this.stopDelays.keys()].find(isLost);
    const names = lost && [...this.pod.initContainers, ...this.pod.containers].map(({ name }) => name);
    const renamed = [...rendered.keys()].find((name) => names && !names.includes(name));
    if (lost && renamed) {
      throw new Error(`container '${lost.name}' of ${at(this.pod)} is not in its manifest, which has '${renamed}' in its place: a JSON patch must not rename a`
        + ' container of a pattern, set \'containerName\' of the pattern, or the name of the container where it is created');
    }
  }
}

const STORAGE = 'ephemeral-storage';

/** As people write it, unless a JSON patch has set another one. */
function writeStorage(amounts: any, size?: Size): void {
  if (size && amounts?.[STORAGE] === gibibytesOf(size)) {
    amounts[STORAGE] = toQuantity(size);
  }
}

const records = new Carried<PodRecord>('pod');
