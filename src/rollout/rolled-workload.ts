import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { DEFAULT_GRACE_PERIOD } from '../core/pod/stop-times';
import { PodContainerRole } from '../core/spec/pod-container-role';
import { ContainerInPod, containersOf, findPod } from '../core/spec/pod-spec';
import { at } from '../core/values/errors';

/**
 * A workload that is rolled out, as its manifest has it, whoever wrote that.
 */
export interface RolledWorkload {
  readonly kind: 'Deployment' | 'StatefulSet';
  readonly name: string;
  readonly namespace?: string;
  /** The spec of the workload. */
  readonly spec: any;
  readonly pod: any;
  /** What its pods are selected by. */
  readonly selector: any;
  readonly app: ContainerInPod;
  /** Everything that runs beside the app, native or not. */
  readonly sidecars: ContainerInPod[];
  readonly inits: ContainerInPod[];
}

const KINDS = ['Deployment', 'StatefulSet'];

/** Fails for workloads that are not rolled out pod by pod. */
export function checkKind(owner: kplus.AbstractPod): void {
  if (!KINDS.includes(owner.kind)) {
    throw new Error(`${owner.kind} ${at(owner)} is not rolled out pod by pod with a disruption budget: use a Deployment or a StatefulSet`);
  }
}

/** Fails for a container that does not run in the pod, but elsewhere, or not all the time. */
export function checkRuns(owner: Construct, pod: kplus.AbstractPod, container?: kplus.Container): void {
  if (container && !pod.containers.includes(container) && !pod.initContainers.some((one) => one === container && one.restartPolicy !== undefined)) {
    throw new Error(`container '${container.name}' of ${at(owner)} does not run in ${at(pod)}: pass a container of this workload`);
  }
}

/** Fails for a grace period that was patched or written past cdk8s-plus. */
export function checkGracePeriod(owner: Construct, { pod, name }: RolledWorkload, needed: number): void {
  const { terminationGracePeriodSeconds: found = DEFAULT_GRACE_PERIOD } = pod;
  if (found < needed) {
    throw new Error(`grace period in the manifest of '${name}' is ${found} seconds, but ${at(owner)} needs ${needed}: lengthen 'terminationGracePeriodSeconds',`
      + ' or shorten the times that containers take to stop');
  }
}

/**
 * The workload of a manifest.
 *
 * @param app the name of the app's container, where somebody has named it
 */
export function readWorkload(manifest: any, app?: string): RolledWorkload {
  const found = findPod(manifest)!;
  const containers = containersOf(found.spec);
  const running = containers.filter(({ role }) => role !== PodContainerRole.INIT);
  const name = app ?? found.app;
  return {
    kind: manifest.kind,
    name: manifest.metadata.name,
    namespace: manifest.metadata.namespace,
    spec: manifest.spec,
    pod: found.spec,
    selector: manifest.spec.selector,
    app: running.find((one) => one.name === name) ?? running[0],
    sidecars: running.filter((one) => one.name !== name),
    inits: containers.filter(({ role }) => role === PodContainerRole.INIT),
  };
}

/** How many pods there are at least; Kubernetes takes one where nothing is said. */
export function replicasOf({ spec }: RolledWorkload, minReplicas?: number): number {
  return minReplicas ?? spec.replicas ?? 1;
}
