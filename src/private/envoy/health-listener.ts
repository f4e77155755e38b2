import { pipeCluster } from './cluster';
import { Section } from './json';
import { httpConnectionManager, listener } from './listener';

const ADMIN = 'admin';

/** Folder of the socket of the admin interface, which only processes of the container reach. */
export const ADMIN_FOLDER = '/run/envoy';

const ADMIN_SOCKET = `${ADMIN_FOLDER}/admin.sock`;

/** The admin interface, and a listener that lets two pages of it through: whether Envoy is ready, and its metrics. */
export function adminAndHealth(port: number): { admin: Section; listener: Section; cluster: Section } {
  return {
    admin: { address: { pipe: { path: ADMIN_SOCKET, mode: 0o600 } } },
    listener: listener({
      name: 'health',
      address: '0.0.0.0',
      port,
      filters: [httpConnectionManager({ statPrefix: 'health', routes: [page('/healthz', '/ready'), page('/metrics', '/stats/prometheus')] })],
    }),
    cluster: pipeCluster(ADMIN, ADMIN_SOCKET),
  };
}

function page(path: string, adminPath: string): Section {
  return {
    match: { path, headers: [{ name: ':method', string_match: { exact: 'GET' } }] },
    route: { cluster: ADMIN, prefix_rewrite: adminPath },
  };
}
