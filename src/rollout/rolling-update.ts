import { isDeepStrictEqual } from 'node:util';
import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { toKube } from './percent-or-absolute';
import { RolledWorkload } from './rolled-workload';
import { fittingDeadline, InitTimeouts, startParts, sumOf } from './start-time';
import { KubernetesVersion } from '../core/settings/kubernetes-version';
import { at } from '../core/values/errors';

/** How pods are replaced, as Kubernetes takes it; what is not said is computed, or a default. */
export interface RollingUpdate {
  readonly maxSurge?: number | string;
  readonly maxUnavailable?: number | string;
  /** Seconds. */
  readonly minReady?: number;
  /** Seconds. */
  readonly deadline?: number;
}

/** What cdk8s-plus writes when nobody has said anything. */
const UNSAID = { minReadySeconds: 0, progressDeadlineSeconds: 600, rollingUpdate: { maxSurge: '25%', maxUnavailable: '25%' } };

/** What the workload itself says, in cdk8s-plus, in YAML or by JSON patches. */
function writtenUpdate({ minReadySeconds, progressDeadlineSeconds, strategy }: any): RollingUpdate {
  const said = <T>(value: T | undefined, unsaid: T) => (isDeepStrictEqual(value, unsaid) ? undefined : value);
  return {
    ...said(strategy?.rollingUpdate, UNSAID.rollingUpdate),
    minReady: said(minReadySeconds, UNSAID.minReadySeconds),
    deadline: said(progressDeadlineSeconds, UNSAID.progressDeadlineSeconds),
  };
}

/** What both say together; fails where they contradict each other, or no pod could ever be replaced. */
function decide(owner: Construct, wanted: RollingUpdate, spec: any): Required<Omit<RollingUpdate, 'deadline'>> & Pick<RollingUpdate, 'deadline'> {
  const written = writtenUpdate(spec);
  const either = <T extends number | string>(what: string, one: T | undefined, other: T | undefined) => {
    if (one !== undefined && other !== undefined && one !== other) {
      throw new Error(`${what} of ${at(owner)} is ${one}, but the workload has ${other}: leave one of them out`);
    }
    return one ?? other;
  };
  const maxSurge = either('maxSurge', wanted.maxSurge, written.maxSurge) ?? 1;
  const maxUnavailable = either('maxUnavailable', wanted.maxUnavailable, written.maxUnavailable) ?? 0;
  if (isZero(maxSurge) && isZero(maxUnavailable)) {
    throw new Error(`maxSurge and maxUnavailable of ${at(owner)} are both zero, so that no pod could ever be replaced: set one of them to at least 1`);
  }
  return {
    maxSurge,
    maxUnavailable,
    minReady: either('minReady in seconds', wanted.minReady, written.minReady) ?? 10,
    deadline: either('progressDeadline in seconds', wanted.deadline, written.deadline),
  };
}

/** Fails for figures that are not valid, or that a StatefulSet does not have. */
export function surgeAndUnavailable(
  owner: Construct, pod: kplus.AbstractPod, maxSurge?: kplus.PercentOrAbsolute, maxUnavailable?: kplus.PercentOrAbsolute,
): Pick<RollingUpdate, 'maxSurge' | 'maxUnavailable'> {
  const [name] = Object.entries({ maxSurge, maxUnavailable }).find(([, value]) => value !== undefined) ?? [];
  if (pod.kind === 'StatefulSet' && name) {
    throw new Error(`${name} of ${at(owner)} is for Deployments, but ${at(pod)} is a StatefulSet, which replaces one pod after the other: leave it out`);
  }
  return {
    maxSurge: maxSurge && toKube(owner, 'maxSurge', maxSurge),
    maxUnavailable: maxUnavailable && toKube(owner, 'maxUnavailable', maxUnavailable),
  };
}

function isZero(value: number | string): boolean {
  return parseInt(String(value), 10) === 0;
}

/** Fails for a deadline that a pod may exceed although it is well. */
export function checkDeadline(owner: Construct, workload: RolledWorkload, timeouts: InitTimeouts): void {
  const { progressDeadlineSeconds: deadline } = workload.spec;
  const parts = startParts(workload, timeouts);
  if (deadline <= sumOf(parts)) {
    throw new Error(`progressDeadline of ${at(owner)} is ${deadline} s, but a healthy pod may take ${sumOf(parts)} s`
      + ` (${parts.map(({ what, seconds }) => `${what} ${seconds} s`).join(', ')}): lengthen it, or shorten those`);
  }
}

/** Writes into a manifest everything that a rollout goes by. */
export function setRollingUpdate(
  owner: Construct, manifest: any, wanted: RollingUpdate, read: (manifest: any) => RolledWorkload, timeouts: InitTimeouts,
): void {
  const { spec } = manifest;
  checkStrategy(owner, spec);
  const { minReady, deadline, maxSurge, maxUnavailable } = decide(owner, wanted, spec);
  spec.minReadySeconds = minReady;
  const workload = read(manifest);
  workload.pod.topologySpreadConstraints ??= spread(owner, spec.selector, workload.kind);
  if (workload.kind === 'Deployment') {
    spec.progressDeadlineSeconds = deadline ?? fittingDeadline(workload, timeouts);
    spec.strategy = { type: 'RollingUpdate', rollingUpdate: { maxSurge, maxUnavailable } };
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
    labelSelector: structuredClone(labelSelector), // the same object twice would be an alias in YAML
    ...KubernetesVersion._for(owner)._isAtLeast(27) ? { matchLabelKeys: [REVISION_LABELS[kind]] } : {},
  }));
}
