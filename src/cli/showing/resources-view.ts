import { GivenPod } from './given-pod';
import { Replicas } from './replicas';
import { PodResources } from '../../core/spec/pod-resources';
import { formatQuantity, parseQuantity } from '../../core/spec/quantity';
import { printable } from '../../core/values/printable';

/** What a pod requests and may use, and what all replicas request together. */
export function resourcesTable({ title, replicas, manifest }: GivenPod): string {
  const one = PodResources.ofManifest(manifest);
  const together = ofAll(one, replicas)
    .map(({ resource, request, maxRequest }) => `${resource} ${request}${maxRequest && maxRequest !== request ? ` to ${maxRequest}` : ''}`).join(', ');
  const verb = replicas.most === 1 ? 'requests' : 'request';
  return `${printable(title)}: ${String(one).replace(/^.*?, (?=QoS)/, '')}\n\n${printable(replicas.text)} ${verb} ${together}\n\n`;
}

/** The same as plain data. */
export function resourcesJson({ title, replicas, manifest }: GivenPod): object {
  const one = PodResources.ofManifest(manifest);
  const { least, most, isOnePerNode } = replicas;
  return {
    workload: title,
    replicas: least,
    ...most === least ? {} : { maxReplicas: most },
    ...isOnePerNode ? { onePerNode: true } : {},
    qosClass: one.qosClass,
    figures: one.figures,
    allReplicas: ofAll(one, replicas),
  };
}

interface RequestOfAll {
  readonly resource: string;
  readonly request: string;
  readonly maxRequest?: string;
}

function ofAll({ figures }: PodResources, { least, most }: Replicas): RequestOfAll[] {
  return figures.map(({ resource, request }) => ({
    resource,
    request: times(request, least, resource),
    ...most === least ? {} : { maxRequest: times(request, most, resource) },
  }));
}

function times(quantity: string, count: number, resource: string): string {
  return formatQuantity(parseQuantity(quantity)! * BigInt(Math.max(0, Math.trunc(count))), resource);
}
