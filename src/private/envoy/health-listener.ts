import { pipeCluster } from './cluster';
import { Section } from './json';
import { httpConnectionManager, listener } from './listener';

/** With an underscore, which no name of an upstream has. */
const CLUSTER = 'envoy_admin';

/** Folder of the socket of the admin interface, which only processes of the container reach. */
export const ADMIN_FOLDER = '/run/envoy';

const SOCKET = `${ADMIN_FOLDER}/admin.sock`;

/** The admin interface. */
export const ADMIN: Section = { address: { pipe: { path: SOCKET, mode: 0o600 } } };

/** The admin interface as a cluster, for pages that are let through. */
export const ADMIN_CLUSTER = pipeCluster(CLUSTER, SOCKET);

/** Lets two pages of the admin interface through: whether Envoy is ready, and its metrics. */
export function healthListener(port: number): Section {
  return listener({
    name: 'envoy_health',
    address: '0.0.0.0',
    port,
    filters: [httpConnectionManager({ statPrefix: 'envoy_health', routes: [adminPage('/healthz', '/ready'), adminPage('/metrics', '/stats/prometheus')] })],
  });
}

/** A path on which a page of the admin interface is read. */
export function adminPage(path: string, adminPagePath: string, options: Section = {}): Section {
  return { match: onlyGet(path), route: { cluster: CLUSTER, prefix_rewrite: adminPagePath }, ...options };
}

export function onlyGet(path: string): Section {
  return { path, headers: [{ name: ':method', string_match: { exact: 'GET' } }] };
}
