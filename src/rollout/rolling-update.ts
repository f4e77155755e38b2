import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { toKube } from './percent-or-absolute';
import { RolledWorkload } from './rolled-workload';
import { fittingDeadline, InitTimeouts, startParts, sumOf } from './start-time';
import { KubernetesVersion } from '../core/settings/kubernetes-version';
import { at } from '../core/values/errors';

/** How pods are replaced, as Kubernetes takes it. */
export interface RollingUpdate {
  readonly maxSurge: number | string;
  readonly maxUnavailable: number | string;
  /** Seconds. */
  readonly minReady: number;
  /** Seconds; without it, what fits. */
  readonly deadline?: number;
}

/** Fails for figures with which no pod could ever be replaced. */
export function surgeAndUnavailable(
  owner: Construct, pod: kplus.AbstractPod, maxSurge?: kplus.PercentOrAbsolute, maxUnavailable?: kplus.PercentOrAbsolute,
): Pick<RollingUpdate, 'maxSurge' | 'maxUnavailable'> {
  const [name] = Object.entries({ maxSurge, maxUnavailable }).find(([, value]) => value !== undefined) ?? [];
  if (pod.kind === 'StatefulSet' && name) {
    throw new Error(`${name} of ${at(owner)} is for Deployments, but ${at(pod)} is a StatefulSet, which replaces one pod after the other: leave it out`);
  }
  const surge = toKube(owner, 'maxSurge', maxSurge ?? kplus.PercentOrAbsolute.absolute(1));
  const unavailable = toKube(owner, 'maxUnavailable', maxUnavailable ?? kplus.PercentOrAbsolute.absolute(0));
  if (isZero(surge) && isZero(unavailable)) {
    throw new Error(`maxSurge and maxUnavailable of ${at(owner)} are both zero, so that no pod could ever be replaced: set one of them to at least 1`);
  }
  return { maxSurge: surge, maxUnavailable: unavailable };
}

function isZero(value: number | string): boolean {
  return parseInt(String(value), 10) === 0;
}

/** Fails for a deadline that a pod may exceed although it is well. */
export function checkDeadline(owner: Construct, workload: RolledWorkload, timeouts: InitTimeouts, deadline: number): void {
  const parts = startParts(workload, timeouts);
  if (deadline <= sumOf(parts)) {
    throw new Error(`progressDeadline of ${at(owner)} is ${deadline} s, but a healthy pod may take ${sumOf(parts)} s`
      + ` (${parts.map(({ what, seconds }) => `${what} ${seconds} s`).join(', ')}): lengthen it, or shorten those`);
  }
}

/** Writes into a manifest everything that a rollout goes by. */
export function setRollingUpdate(
  owner: Construct, manifest: any, update: RollingUpdate, read: (manifest: any) => RolledWorkload, timeouts: InitTimeouts,
): void {
  const { spec } = manifest;
  checkStrategy(owner, spec);
  spec.minReadySeconds = update.minReady;
  const workload = read(manifest);
  workload.pod.topologySpreadConstraints ??= spread(owner, spec.selector, workload.kind);
  if (workload.kind === 'Deployment') {
    spec.progressDeadlineSeconds = update.deadline ?? fittingDeadline(workload, timeouts);
    spec.strategy = { type: 'RollingUpdate', rollingUpdate: { maxSurge: update.maxSurge, maxUnavailable: update.maxUnavailable } };
  }
}

/** Fails for strategies that do not replace one pod after the other by themselves. */
function checkStrategy(owner: Construct, { strategy, updateStrategy }: any): void {
  const found = [strategy?.type, updateStrategy?.type].find((type) => type === 'Recreate' || type === 'OnDelete');
  if (found) {
    throw new Error(`${at(owner)} replaces one pod after the other, but the workload has the strategy ${found}: leave one of them out`);
  }
}

const REVISION_LABELS = { Deployment: 'pod-template-hash', StatefulSet: 'controller-revision-hash' };

/** Pods of one revision, which is what is left after a rollout, on different nodes and zones as far as there are some. */
function spread(owner: Construct, labelSelector: object, kind: RolledWorkload['kind']): object[] {
  return ['kubernetes.io/hostname', 'topology.kubernetes.io/zone'].map((topologyKey) => ({
    topologyKey,
    maxSkew: 1,
    whenUnsatisfiable: 'ScheduleAnyway',
    labelSelector,
    ...KubernetesVersion._for(owner)._isAtLeast(27) ? { matchLabelKeys: [REVISION_LABELS[kind]] } : {},
  }));
}
