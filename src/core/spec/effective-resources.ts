import { PodContainerRole } from './pod-container-role';
import { containersOf } from './pod-spec';
import { QosClass } from './qos-class';
import { parseQuantity } from './quantity';

/**
 * Requests and limits of a pod as the scheduler counts them.
 *
 * @see https://github.com/kubernetes/enhancements/tree/master/keps/sig-node/753-sidecar-containers#resources-calculation-for-scheduling-and-pod-admission
 * @see https://github.com/kubernetes/enhancements/tree/master/keps/sig-node/2837-pod-level-resource-spec
 */
export interface EffectiveResources {
  readonly requests: Amounts;
  readonly limits: Amounts;

  /** What all containers that run beside the app request together, native or not. */
  readonly sidecarRequests: Amounts;

  /** What the app and its sidecars request together, without pod-level figures and overhead. */
  readonly runningRequests: Amounts;

  /** What decides each request: the containers that run together, an init container, or the pod's own figure. */
  readonly decidedBy: Map<string, string>;

  /** Resources for which every container that runs with the app has a limit, or the pod as a whole. */
  readonly bounded: Set<string>;
  readonly qosClass: QosClass;
}

/** Billionths of each resource, by its name. */
export type Amounts = Map<string, bigint>;

/** A quantity in a pod spec. */
export interface QuantityField {
  /** The keys that lead to it from the pod spec, such as `['containers', 0, 'resources', 'limits', 'cpu']`. */
  readonly path: readonly (string | number)[];
  readonly value: unknown;
}

/** All quantities of a pod spec, those of its volumes included. */
export function quantitiesOf(spec: any): QuantityField[] {
  const quantities: QuantityField[] = [];
  collectFields(quantities, spec?.overhead, 'overhead');
  collectResources(quantities, spec);
  for (const list of ['initContainers', 'containers']) {
    elementsOf(spec?.[list]).forEach((container, index) => collectResources(quantities, container, list, index));
  }
  elementsOf(spec?.volumes).forEach((volume, index) => {
    const sizeLimit = volume?.emptyDir?.sizeLimit;
    if (sizeLimit !== undefined) {
      quantities.push({ path: ['volumes', index, 'emptyDir', 'sizeLimit'], value: sizeLimit });
    }
  });
  return quantities;
}

function elementsOf(list: unknown): any[] {
  return Array.isArray(list) ? list : [];
}

function collectResources(quantities: QuantityField[], holder: any, ...path: (string | number)[]): void {
  const resources = holder?.resources;
  if (resources) {
    collectFields(quantities, resources.requests, ...path, 'resources', 'requests');
    collectFields(quantities, resources.limits, ...path, 'resources', 'limits');
  }
}

function collectFields(quantities: QuantityField[], amounts: any, ...path: (string | number)[]): void {
  for (const resource of typeof amounts === 'object' && !Array.isArray(amounts) ? Object.keys(amounts ?? {}) : []) {
    quantities.push({ path: [...path, resource], value: amounts[resource] });
  }
}

/** Whether Kubernetes accepts it. */
export function isQuantity(quantity: unknown): boolean {
  const amount = parseQuantity(quantity);
  return quantity === null || (amount !== undefined && amount >= 0n);
}

/**
 * What is not a quantity counts as not there.
 *
 * @param app the name of the app's container; everything that runs beside it is a sidecar
 */
export function effectiveResources(spec: any, app = spec?.containers?.[0]?.name): EffectiveResources {
  const containers = containersOf(spec).map(({ name, role, container }) => ({ name, role, ...withDefaults(container.resources) }));
  const running = containers.filter(({ role }) => role !== PodContainerRole.INIT);
  const sidecars = running.filter(({ name, role }) => role === PodContainerRole.SIDECAR || name !== app);

  const runningRequests = sum(running.map(({ requests }) => requests));
  const requests = new Map(runningRequests);
  const limits = sum(running.map((container) => container.limits));
  const decidedBy = new Map([...requests.keys()].map((resource) => [resource, 'containers that run together']));
  const startedRequests: Amounts = new Map();
  const startedLimits: Amounts = new Map();
  for (const container of containers) {
    if (container.role === PodContainerRole.SIDECAR) {
      add(startedRequests, container.requests);
      add(startedLimits, container.limits);
    } else if (container.role === PodContainerRole.INIT) {
      raise(requests, sum([container.requests, startedRequests])).forEach((resource) => decidedBy.set(resource, `init container '${container.name}'`));
      raise(limits, sum([container.limits, startedLimits]));
    }
  }

  const pod = podLevel(spec, requests);
  pod.requests.forEach((amount, resource) => {
    requests.set(resource, amount);
    decidedBy.set(resource, 'pod');
  });
  pod.limits.forEach((amount, resource) => limits.set(resource, amount));
  const isBounded = (resource: string) => (
    !SHARED.includes(resource) || pod.limits.has(resource) || running.every((container) => container.limits.has(resource)));
  const bounded = new Set([...limits.keys()].filter(isBounded));

  const overhead = read(spec?.overhead);
  add(requests, overhead);
  add(limits, new Map([...overhead].filter(([resource]) => limits.get(resource))));
  return {
    requests,
    limits,
    runningRequests,
    decidedBy,
    bounded,
    sidecarRequests: sum(sidecars.map((container) => container.requests)),
    qosClass: qosClassOf(pod.isSet ? [pod] : containers),
  };
}

/** Of these a container without a limit takes what is there; of all others, such as GPUs, it gets none. */
const SHARED = ['cpu', 'memory', 'ephemeral-storage'];

interface Resources {
  readonly requests: Amounts;
  readonly limits: Amounts;
}

/** The API server takes the limit for a request that is missing. */
function withDefaults(resources: any): Resources {
  const limits = read(resources?.limits);
  return { limits, requests: new Map([...limits, ...read(resources?.requests)]) };
}

/** Resources of the pod as a whole, with the requests that the API server derives from limits. */
function podLevel(spec: any, containerRequests: Amounts): Resources & { readonly isSet: boolean } {
  const supported = (amounts: Amounts) => new Map([...amounts].filter(([resource]) => ['cpu', 'memory'].includes(resource) || isHugePages(resource)));
  const limits = supported(read(spec?.resources?.limits));
  const given = supported(read(spec?.resources?.requests));
  const ofContainers = new Map([...supported(containerRequests)].filter(([resource]) => !isHugePages(resource)));
  const requests = limits.size > 0 ? new Map([...limits, ...ofContainers, ...given]) : given;
  return { limits, requests, isSet: limits.size + given.size > 0 };
}

function isHugePages(resource: string): boolean {
  return resource.startsWith('hugepages-');
}

function qosClassOf(all: Resources[]): QosClass {
  const counted = (amounts: Amounts) => new Map([...amounts].filter(([resource, amount]) => ['cpu', 'memory'].includes(resource) && amount > 0n));
  const requests = counted(sum(all.map((one) => one.requests)));
  const limits = counted(sum(all.map((one) => one.limits)));
  if (requests.size + limits.size === 0) {
    return QosClass.BEST_EFFORT;
  }
  const limited = all.every((one) => counted(one.limits).size === 2);
  return limited && [...limits].every(([resource, limit]) => requests.get(resource) === limit) ? QosClass.GUARANTEED : QosClass.BURSTABLE;
}

function read(list: unknown): Amounts {
  const entries = typeof list === 'object' && list !== null ? Object.entries(list) : [];
  return new Map(entries.flatMap(([resource, quantity]): [string, bigint][] => {
    const amount = parseQuantity(quantity);
    return amount === undefined ? [] : [[resource, amount]];
  }));
}

function sum(lists: Amounts[]): Amounts {
  const total: Amounts = new Map();
  lists.forEach((list) => add(total, list));
  return total;
}

function add(total: Amounts, more: Amounts): void {
  more.forEach((amount, resource) => total.set(resource, (total.get(resource) ?? 0n) + amount));
}

/** @returns the resources whose amount was raised */
function raise(amounts: Amounts, least: Amounts): string[] {
  const raised = [...least].filter(([resource, amount]) => amount > (amounts.get(resource) ?? -1n));
  raised.forEach(([resource, amount]) => amounts.set(resource, amount));
  return raised.map(([resource]) => resource);
}
