import { PodResources } from '../../core/spec/pod-resources';
import { formatQuantity, parseQuantity } from '../../core/spec/quantity';
import { Output } from '../output';
import { forEachPod } from './pods';
import { Replicas } from './replicas';
import { printable } from '../../core/values/printable';

export interface ResourcesOptions {
  readonly format: 'human' | 'json';
  readonly config?: string;
}

/**
 * Shows what pods request and may use, one alone and all replicas together.
 *
 * @returns the exit code
 */
export function resources(args: readonly string[], { format, config }: ResourcesOptions, output: Output): number {
  const all: object[] = [];
  const code = forEachPod(args, config, output, ({ title, replicas, manifest }) => {
    const one = PodResources.ofManifest(manifest);
    const ofAll = one.figures.map(({ resource, request }) => ({ resource, ...allOf(request, replicas, resource) }));
    if (format === 'json') {
      all.push({ workload: title, ...toJson(replicas), qosClass: one.qosClass, figures: one.figures, allReplicas: ofAll });
    } else {
      const together = ofAll.map(({ resource, request, maxRequest }) => `${resource} ${request}${maxRequest && maxRequest !== request ? ` to ${maxRequest}` : ''}`).join(', ');
      const verb = replicas.most === 1 ? 'requests' : 'request';
      output.write(`${printable(title)}: ${String(one).replace(/^.*?, (?=QoS)/, '')}\n\n${printable(replicas.text)} ${verb} ${together}\n\n`);
    }
  });
  if (format === 'json') {
    output.write(`${JSON.stringify(all, undefined, 2)}\n`);
  }
  return code;
}

function toJson({ least, most, isOnePerNode }: Replicas): object {
  return { replicas: least, ...most === least ? {} : { maxReplicas: most }, ...isOnePerNode ? { onePerNode: true } : {} };
}

function allOf(request: string, { least, most }: Replicas, resource: string): { readonly request: string; readonly maxRequest?: string } {
  return { request: times(request, least, resource), ...most === least ? {} : { maxRequest: times(request, most, resource) } };
}

function times(quantity: string, count: number, resource: string): string {
  return formatQuantity(parseQuantity(quantity)! * BigInt(Math.max(0, Math.trunc(count))), resource);
}
