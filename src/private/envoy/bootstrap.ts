import { ADMIN, ADMIN_CLUSTER } from './health-listener';
import { extension, Section } from './json';

export interface BootstrapSpec {
  /** Name of the container. */
  readonly name: string;
  readonly listeners: Section[];
  readonly clusters: Section[];
  /** More fields of the bootstrap. */
  readonly options?: Section;
}

/** What Envoy is started with: everything that it does. */
export function bootstrap({ name, listeners, clusters, options }: BootstrapSpec): Section {
  return {
    // Secrets from files want to know who asks.
    node: { id: name, cluster: name },
    admin: ADMIN,
    static_resources: { listeners, clusters: [...clusters, ADMIN_CLUSTER] },
    overload_manager: { resource_monitors: [CONNECTIONS] },
    ...options,
  };
}

/** Without a limit, Envoy warns at its start. */
const CONNECTIONS = extension(
  'envoy.resource_monitors.global_downstream_max_connections',
  'envoy.extensions.resource_monitors.downstream_connections.v3.DownstreamConnectionsConfig',
  { max_active_downstream_connections: 10_000 },
);
