import { pipeCluster } from './cluster';
import { Section } from './json';
import { ANY_ADDRESS, httpConnectionManager, listener } from './listener';
import { FOR_PROBES } from './overload';

/** With an underscore, which no name of an upstream has. */
const CLUSTER = 'envoy_admin';

/** Folder of the socket of the admin interface, which only processes of the container reach. */
export const ADMIN_FOLDER = '/run/envoy';

const SOCKET = `${ADMIN_FOLDER}/admin.sock`;

/** The admin interface. */
export const ADMIN: Section = { address: { pipe: { path: SOCKET, mode: 0o600 } }, ignore_global_conn_limit: true };

/** The admin interface as a cluster, for pages that are let through. */
export const ADMIN_CLUSTER = pipeCluster(CLUSTER, SOCKET);

/** Lets two pages of the admin interface through: whether Envoy is ready, and its metrics. */
export function healthListener(port: number): Section {
  return listener({
    name: 'envoy_health',
    address: ANY_ADDRESS,
    port,
    filters: [httpConnectionManager({ statPrefix: 'envoy_health', routes: [adminPage('/healthz', '/ready'), adminPage('/metrics', '/stats/prometheus')] })],
    options: FOR_PROBES,
  });
}

/** A path on which a page of the admin interface is read. */
export function adminPage(path: string, adminPagePath: string, options: Section = {}): Section {
  return { match: onlyGet(path), route: { cluster: CLUSTER, prefix_rewrite: adminPagePath }, ...options };
}

export function onlyGet(path: string): Section {
  return { path, headers: [{ name: ':method', string_match: { exact: 'GET' } }] };
}
