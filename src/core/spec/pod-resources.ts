import { IConstruct } from 'constructs';
import { EffectiveResources, effectiveResources, isQuantity, quantitiesOf } from './effective-resources';
import { PodInManifest } from './pod-spec';
import { QosClass } from './qos-class';
import { formatQuantity } from './quantity';
import { podIn, renderedPod } from './rendered-pod';
import { textTable } from './text-table';
import { fieldPath } from '../values/field-path';
import { printable } from '../values/printable';

/**
 * What a pod requests and may use of one resource.
 *
 * @see https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/
 */
export interface ResourceFigure {
  /**
   * The resource, such as `cpu`, `memory`, `ephemeral-storage`, `hugepages-2Mi` or `nvidia.com/gpu`.
   */
  readonly resource: string;

  /**
   * The effective request as a Kubernetes quantity, such as `350m`: what a node must have free for the pod to be scheduled there.
   */
  readonly request: string;

  /**
   * What decides the request: `containers that run together`, an init container by its name, `pod` for a figure of the pod as a whole, or `-` if nothing requests it.
   */
  readonly decidedBy: string;

  /**
   * The effective limit as a Kubernetes quantity.
   *
   * @default - nothing limits the pod: some container that runs with the app has no limit
   */
  readonly limit?: string;

  /**
   * What all containers beside the app's request, as a Kubernetes quantity.
   */
  readonly sidecarRequest: string;

  /**
   * The part of what app and sidecars request that belongs to the sidecars, from 0 to 1.
   */
  readonly sidecarShare: number;
}

/**
 * Requests and limits of a pod as the scheduler counts them: init containers, native sidecars in their order, figures of the pod as a whole
 * and overhead included. A request that is missing is the limit, as the API server fills it in.
 *
 * @see https://kubernetes.io/docs/concepts/workloads/pods/sidecar-containers/#resource-sharing-within-containers
 *
 * @example
 * import { App, Chart } from 'cdk8s';
 * import { PodResources, SidecarLoggedApp } from 'cdk8s-pod-patterns';
 *
 * const chart = new Chart(new App(), 'shop');
 * const web = new SidecarLoggedApp(chart, 'Web', { image: 'ghcr.io/acme/web:1.4.2', logFiles: ['/var/log/app/*.log'] });
 * const table = PodResources.of(web.workload).toString();
 */
export class PodResources {
  /**
   * The resources of a workload's pod, as they would be synthesized now.
   *
   * @param workload a workload of cdk8s-plus, or an `ApiObject` with a pod
   * @throws if the object has no pod, or a quantity is not valid
   */
  public static of(workload: IConstruct): PodResources {
    return new PodResources(renderedPod(workload));
  }

  /**
   * The resources of the pod in a manifest.
   *
   * @param manifest a Pod, a workload or a custom resource with a pod template, or a pod spec, as a plain object
   * @throws if the object has no pod, or a quantity is not valid
   */
  public static ofManifest(manifest: any): PodResources {
    return new PodResources(podIn(manifest));
  }

  /**
   * The quality of service class, which decides who is evicted first when a node runs out of memory.
   */
  public readonly qosClass: QosClass;

  /**
   * A figure for each resource that any container requests or limits: CPU and memory first.
   */
  public readonly figures: ResourceFigure[];

  private readonly owner: string;

  private constructor({ owner, spec, app }: PodInManifest) {
    const invalid = quantitiesOf(spec).find(({ value }) => !isQuantity(value));
    if (invalid) {
      throw new Error(`quantity ${JSON.stringify(invalid.value)} at ${fieldPath(invalid.path)} of ${owner} is not valid: write it like '100m' or '64Mi'`);
    }
    const effective = effectiveResources(spec, app);
    this.owner = owner;
    this.qosClass = effective.qosClass;
    const resources = new Set(['cpu', 'memory', ...[...effective.requests.keys(), ...effective.limits.keys()].sort()]);
    this.figures = [...resources].map((resource) => figureOf(resource, effective));
  }

  /**
   * The figure of one resource, all zero for a resource that no container requests.
   *
   * @param resource such as `memory`
   */
  public figure(resource: string): ResourceFigure {
    return this.figures.find((figure) => figure.resource === resource) ?? { resource, request: '0', decidedBy: NOTHING, sidecarRequest: '0', sidecarShare: 0 };
  }

  /**
   * A table for people.
   */
  public toString(): string {
    const rows = this.figures.map(({ resource, request, limit = 'none', sidecarRequest, sidecarShare, decidedBy }) => (
      [resource, request, limit, `${sidecarRequest} (${Math.round(sidecarShare * 100)} %)`, decidedBy]));
    return `${printable(this.owner)}, QoS class ${this.qosClass}\n\n${textTable([['resource', 'request', 'limit', 'sidecars', 'decided by'], ...rows])}`;
  }

  /**
   * The same as plain data.
   */
  public toJson(): any {
    return { owner: this.owner, qosClass: this.qosClass, figures: this.figures };
  }
}

const NOTHING = '-';

function figureOf(resource: string, effective: EffectiveResources): ResourceFigure {
  const amount = (amounts: Map<string, bigint>) => amounts.get(resource) ?? 0n;
  const running = amount(effective.runningRequests);
  const sidecars = amount(effective.sidecarRequests);
  return {
    resource,
    request: formatQuantity(amount(effective.requests), resource),
    decidedBy: effective.decidedBy.get(resource) ?? (effective.requests.has(resource) ? 'overhead' : NOTHING),
    ...effective.bounded.has(resource) ? { limit: formatQuantity(amount(effective.limits), resource) } : {},
    sidecarRequest: formatQuantity(sidecars, resource),
    sidecarShare: running === 0n ? 0 : Number(sidecars * 10_000n / running) / 10_000,
  };
}
