import { Duration } from 'cdk8s';
import { BUFFER, HEADERS, HTTP2 } from './http-limits';
import { extension, seconds, Section, socketAddress } from './json';
import { CheckedLimits } from '../checked-limits';

/** Other pods reach what listens there. */
export const ANY_ADDRESS = '0.0.0.0';

export interface ListenerSpec {
  /** Name in statistics and messages. */
  readonly name: string;
  readonly address: string;
  readonly port: number;
  /** Network filters; the last one ends the chain. */
  readonly filters: Section[];
  /** More fields of the listener. */
  readonly options?: Section;
}

export function listener({ name, address, port, filters, options }: ListenerSpec): Section {
  return {
    name,
    stat_prefix: name,
    address: socketAddress(address, port),
    per_connection_buffer_limit_bytes: BUFFER,
    filter_chains: [{ filters }],
    ...options,
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
  /** Without them, Envoy's own. */
  readonly limits?: CheckedLimits;
  /** Of connections without a request. */
  readonly idleTimeout?: Duration;
  /** More fields of the connection manager. */
  readonly options?: Section;
}

/** Requests, whose headers go through as they are: no `server: envoy`, no headers of the router. */
export function httpConnectionManager({ statPrefix, routes, virtualHost, httpFilters = [], limits, idleTimeout, options }: HttpSpec): Section {
  return extension('envoy.filters.network.http_connection_manager', `${HTTP}.network.http_connection_manager.v3.HttpConnectionManager`, {
    stat_prefix: statPrefix,
    server_header_transformation: 'PASS_THROUGH',
    generate_request_id: false,
    max_request_headers_kb: limits?.headerKibibytes,
    common_http_protocol_options: { idle_timeout: idleTimeout && seconds(idleTimeout), max_headers_count: HEADERS },
    http_protocol_options: {
      // As nginx and load testers speak by default, often without a host; Envoy would answer 426.
      accept_http_10: true,
      default_host_for_http_10: 'localhost',
      // Envoy would answer 403 to what it does not know, such as the TLS/1.2 that Apache HttpClient offers with each request.
      ignore_http_11_upgrade: [{ safe_regex: { regex: anythingBut('websocket') } }],
    },
    http2_protocol_options: HTTP2,
    http_filters: [
      ...httpFilters,
      extension('envoy.filters.http.router', `${HTTP}.http.router.v3.Router`, { suppress_envoy_headers: true }),
    ],
    route_config: { virtual_hosts: [{ name: 'all', domains: ['*'], routes, ...virtualHost }] },
    ...options,
  });
}

/** An expression of RE2, which cannot negate: a text that leaves the word at one of its letters, or goes on behind it. */
function anythingBut(word: string): string {
  const leaving = [...word].map((letter, index) => `${word.slice(0, index)}([^${letter}].*)?`);
  return `(?i)(${[...leaving, `${word}.+`].join('|')})`;
}

const HTTP = 'envoy.extensions.filters';
