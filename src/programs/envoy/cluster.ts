import { Duration } from 'cdk8s';
import { BUFFER, HTTP2, responseLimits } from './http-limits';
import { seconds, Section, socketAddress, typed } from './json';
import { CheckedLimits } from '../checked-limits';

export interface ClusterAddress {
  readonly host: string;
  readonly port: number;
  readonly weight?: number;
  /** What requests have as their Host where it is rewritten, and those of health checks. */
  readonly hostname?: string;
}

export interface ClusterSpec {
  /** Name in statistics and messages. */
  readonly name: string;
  readonly addresses: ClusterAddress[];
  readonly connectTimeout: Duration;
  /** TLS towards the upstream. */
  readonly transportSocket?: Section;
  /** More fields of the cluster. */
  readonly options?: Section;
}

/** Names are looked up all the time; the connections of an address that is gone are not used again. */
export function cluster({ name, addresses, connectTimeout, transportSocket, options }: ClusterSpec): Section {
  return {
    name,
    connect_timeout: seconds(connectTimeout),
    ...addresses.every(({ host }) => isIpAddress(host)) ? { type: 'STATIC' } : { cluster_type: DNS },
    load_assignment: { cluster_name: name, endpoints: [{ lb_endpoints: addresses.map(toEndpoint) }] },
    transport_socket: transportSocket,
    per_connection_buffer_limit_bytes: BUFFER,
    // A server that vanished without a word is found out after a minute of silence.
    upstream_connection_options: { tcp_keepalive: { keepalive_time: 30, keepalive_interval: 10, keepalive_probes: 3 } },
    ...options,
  };
}

/** IPv6 where there is no IPv4. A name that cannot be found is asked for at ever longer intervals, up to the usual one. */
const DNS: Section = {
  name: 'envoy.cluster.dns',
  typed_config: typed('envoy.extensions.clusters.dns.v3.DnsCluster', {
    dns_lookup_family: 'V4_PREFERRED',
    dns_refresh_rate: '5s',
    dns_failure_refresh_rate: { base_interval: '1s', max_interval: '5s' },
  }),
};

function toEndpoint({ host, port, weight, hostname = toHostname(host) }: ClusterAddress): Section {
  return {
    endpoint: { address: socketAddress(host, port), hostname, health_check_config: { hostname } },
    load_balancing_weight: weight,
  };
}

/** As requests name it. */
export function toHostname(host: string): string {
  return host.includes(':') ? `[${host.replace(/^\[|\]$/g, '')}]` : host.replace(/\.$/, '');
}

/** A cluster that is another listener of the same container, at a Unix socket. */
export function pipeCluster(name: string, path: string): Section {
  return {
    name,
    load_assignment: { cluster_name: name, endpoints: [{ lb_endpoints: [{ endpoint: { address: { pipe: { path } } } }] }] },
  };
}

export function isIpAddress(host: string): boolean {
  return host.includes(':') || /^\d+\.\d+\.\d+\.\d+$/.test(host);
}

/** How the upstreams of a cluster speak HTTP. */
export function httpProtocol(version: 1 | 2, limits?: CheckedLimits, options: Section = {}): Section {
  return {
    'envoy.extensions.upstreams.http.v3.HttpProtocolOptions': typed('envoy.extensions.upstreams.http.v3.HttpProtocolOptions', {
      explicit_http_config: version === 1 ? { http_protocol_options: {} } : { http2_protocol_options: HTTP2 },
      common_http_protocol_options: { ...limits && responseLimits(limits), ...options },
    }),
  };
}

