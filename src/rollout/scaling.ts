import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { checkRuns, RolledWorkload } from './rolled-workload';
import { metadataBeside } from '../core/objects/namespace';
import { objectMetadata } from '../core/objects/object-metadata';
import { KubernetesVersion } from '../core/settings/kubernetes-version';
import { at } from '../core/values/errors';
import { checkCount } from '../core/values/quantities';

/**
 * How the number of pods follows the usage of the app's container. The usage and requests of sidecars do not count.
 *
 * @see https://kubernetes.io/docs/concepts/workloads/autoscaling/horizontal-pod-autoscale/
 */
export interface ScalingOptions {
  /**
   * Maximum number of pods.
   */
  readonly maxReplicas: number;

  /**
   * Minimum number of pods.
   *
   * @default 2
   */
  readonly minReplicas?: number;

  /**
   * Average CPU usage that the container should have, as a percentage of its request.
   *
   * @default - 70, or not measured if only `memoryPercent` is set
   */
  readonly cpuPercent?: number;

  /**
   * Average memory usage that the container should have, as a percentage of its request.
   *
   * @default - not measured
   */
  readonly memoryPercent?: number;

  /**
   * The container that is measured.
   *
   * @default - the app's container
   */
  readonly container?: kplus.Container;

  /**
   * Name of the HorizontalPodAutoscaler.
   *
   * @default - derived from the construct's path
   */
  readonly name?: string;
}

export const LEAST_REPLICAS = 2;

/** An autoscaler that looks at one container. */
export function addAutoscaler(
  owner: Construct, pod: kplus.AbstractPod, wanted: kplus.Container | undefined, options: ScalingOptions,
): kplus.HorizontalPodAutoscaler {
  const { minReplicas = LEAST_REPLICAS, memoryPercent, cpuPercent = memoryPercent === undefined ? 70 : undefined } = options;
  const container = scaledContainer(owner, pod, wanted);
  const target = pod as unknown as kplus.IScalable;
  const { replicas } = target.toScalingTarget();
  checkCount('minReplicas', minReplicas, owner);
  checkCount('maxReplicas', options.maxReplicas, owner);
  if (minReplicas > options.maxReplicas) {
    throw new Error(`minReplicas ${minReplicas} of ${at(owner)} is above maxReplicas ${options.maxReplicas}: lower it, or raise maxReplicas`);
  }
  if (replicas !== undefined) {
    throw new Error(`${at(pod)} has ${replicas} replicas, so each time the manifest is applied, it would undo what the autoscaler of ${at(owner)} has set:`
      + ' leave \'replicas\' out, and set \'minReplicas\'');
  }
  if (!KubernetesVersion._for(owner)._isAtLeast(27)) {
    throw new Error(`scaling of ${at(owner)} looks at one container, which needs Kubernetes 1.27 or later: leave it out for older clusters`);
  }
  return new kplus.HorizontalPodAutoscaler(owner, 'Autoscaler', {
    metadata: objectMetadata(owner, 'HorizontalPodAutoscaler', metadataBeside(pod, options.name), 'scaling.name'),
    target,
    minReplicas,
    maxReplicas: options.maxReplicas,
    metrics: [
      ...cpuPercent === undefined ? [] : [kplus.Metric.containerCpu({ container, target: toTarget(owner, container, cpuPercent, 'cpu') })],
      ...memoryPercent === undefined ? [] : [kplus.Metric.containerMemory({ container, target: toTarget(owner, container, memoryPercent, 'memory') })],
    ],
  });
}

/** Fails for a container that JSON patches have taken out of the pod, or renamed. */
export function checkScaled(owner: Construct, { app, sidecars, name }: RolledWorkload, scaled?: string): void {
  if (scaled !== undefined && ![app, ...sidecars].some((container) => container.name === scaled)) {
    throw new Error(`container '${scaled}' that scaling of ${at(owner)} measures is not in the manifest of '${name}': leave its name as it is`);
  }
}

function scaledContainer(owner: Construct, pod: kplus.AbstractPod, container?: kplus.Container): kplus.Container {
  if (!container) {
    throw new Error(`scaling of ${at(owner)} has no container to measure: add the app's container first`);
  }
  checkRuns(owner, pod, container);
  return container;
}

function toTarget(owner: Construct, { name, resources }: kplus.Container, percent: number, resource: 'cpu' | 'memory'): kplus.MetricTarget {
  if (!Number.isInteger(percent) || percent < 1) {
    throw new Error(`${resource}Percent ${percent} in scaling of ${at(owner)} is not valid: use a whole number from 1, in percent of what '${name}' requests`);
  }
  if (!resources?.[resource]?.request && !resources?.[resource]?.limit) {
    throw new Error(`container '${name}' requests no ${resource}, so the autoscaler of ${at(owner)} cannot compute its usage: give it a request`);
  }
  return kplus.MetricTarget.averageUtilization(percent);
}
