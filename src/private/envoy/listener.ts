import { extension, Section, socketAddress } from './json';

export interface ListenerSpec {
  /** Name in statistics and messages. */
  readonly name: string;
  readonly address: string;
  readonly port: number;
  /** Network filters; the last one ends the chain. */
  readonly filters: Section[];
  /** TLS towards the client. */
  readonly transportSocket?: Section;
}

export function listener({ name, address, port, filters, transportSocket }: ListenerSpec): Section {
  return {
    name,
    stat_prefix: name,
    address: socketAddress(address, port),
    filter_chains: [{ filters, transport_socket: transportSocket }],
  };
}

/** Connections byte for byte. */
export function tcpProxy(statPrefix: string, cluster: string, options: Section = {}): Section {
  return extension('envoy.filters.network.tcp_proxy', 'envoy.extensions.filters.network.tcp_proxy.v3.TcpProxy', {
    stat_prefix: statPrefix,
    cluster,
    ...options,
  });
}

export interface HttpSpec {
  readonly statPrefix: string;
  readonly routes: Section[];
  /** More fields of the virtual host that has them. */
  readonly virtualHost?: Section;
  /** Before the router. */
  readonly httpFilters?: Section[];
  /** More fields of the connection manager. */
  readonly options?: Section;
}

/** Requests, whose headers go through as they are: no `server: envoy`, no headers of the router. */
export function httpConnectionManager({ statPrefix, routes, virtualHost, httpFilters = [], options }: HttpSpec): Section {
  return extension('envoy.filters.network.http_connection_manager', `${HTTP}.network.http_connection_manager.v3.HttpConnectionManager`, {
    stat_prefix: statPrefix,
    server_header_transformation: 'PASS_THROUGH',
    generate_request_id: false,
    // As nginx and load testers speak by default, often without a host; Envoy would answer 426.
    http_protocol_options: { accept_http_10: true, default_host_for_http_10: 'localhost' },
    http_filters: [
      ...httpFilters,
      extension('envoy.filters.http.router', `${HTTP}.http.router.v3.Router`, { suppress_envoy_headers: true }),
    ],
    route_config: { virtual_hosts: [{ name: 'all', domains: ['*'], routes, ...virtualHost }] },
    ...options,
  });
}

const HTTP = 'envoy.extensions.filters';
