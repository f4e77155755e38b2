import { Size } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { extension, Section } from './json';
import { CheckedLimits, clientsFor } from '../checked-limits';

/** Measured: Envoy with its configuration, and a client that reads slowly, with its connection to the upstream. */
const PROGRAM = 40 * 1024;
const BUFFERS = 64;

/** A listener for probes, which are answered whatever clients do. */
export const FOR_PROBES: Section = { ignore_global_conn_limit: true, bypass_overload_manager: true };

/** A full Envoy refuses connections, before the kubelet kills it with those that it has. */
export function overloadManager({ maxClients, headerKibibytes }: CheckedLimits, resources: kplus.ContainerResources): Section {
  const clients = maxClients ?? clientsFor(resources, { program: PROGRAM, client: BUFFERS + headerKibibytes });
  const memory = resources.memory?.limit;
  return {
    refresh_interval: '0.25s',
    resource_monitors: [
      extension(
        'envoy.resource_monitors.global_downstream_max_connections', 'envoy.extensions.resource_monitors.downstream_connections.v3.DownstreamConnectionsConfig',
        { max_active_downstream_connections: clients },
      ),
      ...memory ? [extension(HEAP, 'envoy.extensions.resource_monitors.fixed_heap.v3.FixedHeapConfig', { max_heap_size_bytes: heapOf(memory) })] : [],
    ],
    actions: memory && [
      atLoad('shrink_heap', 0.8),
      atLoad('stop_accepting_connections', 0.9),
      atLoad('stop_accepting_requests', 0.95),
    ],
  };
}

const HEAP = 'envoy.resource_monitors.fixed_heap';

/** Without the pages that are no heap. */
function heapOf(limit: Size): number {
  return Math.floor(limit.toKibibytes() * 1024 * 0.85);
}

function atLoad(action: string, value: number): Section {
  return { name: `envoy.overload_actions.${action}`, triggers: [{ name: HEAP, threshold: { value } }] };
}
