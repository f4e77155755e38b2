import { ApiObject } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { podsOf, toKube } from './percent-or-absolute';
import { RolledWorkload } from './rolled-workload';
import { metadataBeside } from '../core/objects/namespace';
import { objectMetadata } from '../core/objects/object-metadata';
import { Rendering } from '../core/objects/rendering';
import { KubernetesVersion } from '../core/settings/kubernetes-version';
import { at } from '../core/values/errors';

/**
 * How many pods must keep running when nodes are drained or pods are evicted for other reasons.
 *
 * @see https://kubernetes.io/docs/tasks/run-application/configure-pdb/
 */
export interface DisruptionBudgetOptions {
  /**
   * Number of pods that may be missing at a time, or a percentage of the replicas, which is rounded up.
   *
   * @default - PercentOrAbsolute.absolute(1), unless `minAvailable` is set
   */
  readonly maxUnavailable?: kplus.PercentOrAbsolute;

  /**
   * Number of pods that must keep running, or a percentage of the replicas, which is rounded up.
   *
   * @default - `maxUnavailable` is used
   */
  readonly minAvailable?: kplus.PercentOrAbsolute;

  /**
   * Name of the PodDisruptionBudget.
   *
   * @default - derived from the construct's path
   */
  readonly name?: string;
}

/** A PodDisruptionBudget that lets nodes be drained, also while containers crash. */
export function addDisruptionBudget(
  owner: Construct, pod: kplus.AbstractPod, workload: () => RolledWorkload, options: DisruptionBudgetOptions,
): ApiObject {
  const limit = toLimit(owner, options);
  const object = new ApiObject(owner, 'DisruptionBudget', {
    apiVersion: 'policy/v1',
    kind: 'PodDisruptionBudget',
    metadata: objectMetadata(owner, 'PodDisruptionBudget', metadataBeside(pod, options.name), 'disruptionBudget.name'),
  });
  Rendering.of(object).add((manifest) => {
    manifest.spec = {
      ...limit,
      selector: workload().selector,
      ...KubernetesVersion._for(owner)._isAtLeast(27) ? { unhealthyPodEvictionPolicy: 'AlwaysAllow' } : {},
    };
  });
  return object;
}

/** Fails for a budget that never allows an eviction, so that a node could never be drained. */
export function checkEvictions(owner: Construct, options: DisruptionBudgetOptions, replicas: number): void {
  const { maxUnavailable, minAvailable } = toLimit(owner, options);
  const left = minAvailable === undefined ? podsOf(maxUnavailable!, replicas) : replicas - podsOf(minAvailable, replicas);
  if (left <= 0) {
    const [what, value] = minAvailable === undefined ? ['maxUnavailable', maxUnavailable] : ['minAvailable', minAvailable];
    throw new Error(`disruption budget of ${at(owner)} with ${what} ${value} never allows an eviction of its ${replicas} ${replicas === 1 ? 'pod' : 'pods'},`
      + ' so that their nodes cannot be drained: allow one pod to be evicted, or run more pods');
  }
}

interface Limit {
  readonly maxUnavailable?: number | string;
  readonly minAvailable?: number | string;
}

function toLimit(owner: Construct, { maxUnavailable, minAvailable }: DisruptionBudgetOptions): Limit {
  if (maxUnavailable && minAvailable) {
    throw new Error(`disruption budget of ${at(owner)} has both maxUnavailable and minAvailable, but Kubernetes accepts only one: leave one of them out`);
  }
  return minAvailable
    ? { minAvailable: toKube(owner, 'minAvailable', minAvailable) }
    : { maxUnavailable: toKube(owner, 'maxUnavailable', maxUnavailable ?? kplus.PercentOrAbsolute.absolute(1)) };
}
