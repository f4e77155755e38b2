import { adminAndHealth } from './health-listener';
import { extension, Section } from './json';

export interface BootstrapSpec {
  /** Name of the container. */
  readonly name: string;
  readonly healthPort: number;
  readonly listeners: Section[];
  readonly clusters: Section[];
  /** More fields of the bootstrap. */
  readonly options?: Section;
}

/** What Envoy is started with: everything that it does. */
export function bootstrap({ name, healthPort, listeners, clusters, options }: BootstrapSpec): Section {
  const health = adminAndHealth(healthPort);
  return {
    // Secrets from files want to know who asks.
    node: { id: name, cluster: name },
    admin: health.admin,
    static_resources: { listeners: [...listeners, health.listener], clusters: [...clusters, health.cluster] },
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
