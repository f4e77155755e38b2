import { bytes, toFilters, toUpgrades, UNBUFFERED, UNLIMITED } from './filters';
import { LATE_REMOVAL, toEarlyMutation } from './forwarding';
import { toHeaders, toHost, toLocalReply } from './headers';
import { toLogs, toTracing } from './logs';
import { EnvoySpec } from './spec';
import { extension, seconds, Section, typed } from '../../programs/envoy/json';
import { ANY_ADDRESS, httpConnectionManager, listener } from '../../programs/envoy/listener';
import { ReverseProxyContext } from '../reverse-proxy-context';

/** The port that clients connect to. What proxies before this one say is believed on connections from their networks. */
export function clientListener(context: ReverseProxyContext, spec: EnvoySpec, transportSocket?: Section): Section {
  const chain = (trusted: boolean, options: Section): Section => ({
    filters: [manager(context, spec, { ...options, early_header_mutation_extensions: [toEarlyMutation(context, trusted)] })],
    transport_socket: transportSocket,
  });
  const networks = context.trustedProxies.map(toNetwork);
  return {
    ...listener({ name: 'app', address: ANY_ADDRESS, port: context.port, filters: [] }),
    filter_chains: [
      ...networks.length > 0 ? [{ name: 'trusted', filter_chain_match: { source_prefix_ranges: networks }, ...chain(true, believing(networks)) }] : [],
      { name: 'others', ...chain(false, { use_remote_address: true, skip_xff_append: true }) },
    ],
  };
}

function believing(networks: Section[]): Section {
  return {
    use_remote_address: false,
    original_ip_detection_extensions: [extension(
      'envoy.http.original_ip_detection.xff', 'envoy.extensions.http.original_ip_detection.xff.v3.XffConfig',
      { xff_trusted_cidrs: { cidrs: networks }, skip_xff_append: true },
    )],
  };
}

function toNetwork(network: string): Section {
  const [address, length] = network.split('/');
  return { address_prefix: address, prefix_len: length === undefined ? (address.includes(':') ? 128 : 32) : Number(length) };
}

function manager(context: ReverseProxyContext, spec: EnvoySpec, options: Section): Section {
  const { timeouts } = context;
  return httpConnectionManager({
    statPrefix: 'app',
    limits: context.limits,
    idleTimeout: timeouts.idle,
    routes: toRoutes(context),
    virtualHost: LATE_REMOVAL,
    httpFilters: toFilters(context),
    options: {
      ...options,
      generate_request_id: true,
      request_id_extension: { typed_config: typed('envoy.extensions.request_id.uuid.v3.UuidRequestIdConfig', { pack_trace_reason: false }) },
      request_headers_timeout: seconds(timeouts.client),
      stream_idle_timeout: seconds(timeouts.response),
      upgrade_configs: toUpgrades(context),
      local_reply_config: toLocalReply(context),
      access_log: toLogs(context, spec),
      tracing: toTracing(spec),
    },
  });
}

/** A body whose length is known is not kept back. */
function toRoutes(context: ReverseProxyContext): Section[] {
  const { healthPath, maxBodySize } = context;
  const length = (match: Section): Section => ({ prefix: '/', headers: [{ name: 'content-length', ...match }] });
  return [
    {
      match: { path: healthPath },
      direct_response: { status: 200, body: { inline_string: 'healthy\n' } },
      typed_per_filter_config: context.rateLimit && UNLIMITED,
      tracing: NEVER,
    },
    ...maxBodySize ? [
      {
        match: length({ range_match: { start: String(bytes(maxBodySize) + 1), end: LARGEST } }),
        direct_response: { status: 413, body: { inline_string: 'Payload Too Large\n' } },
      },
      { match: length({ present_match: true }), ...toApp(context), typed_per_filter_config: UNBUFFERED },
    ] : [],
    { match: { prefix: '/' }, ...toApp(context) },
  ];
}

const LARGEST = '9223372036854775807';
const NEVER = { client_sampling: { numerator: 0 }, random_sampling: { numerator: 0 }, overall_sampling: { numerator: 0 } };

function toApp(context: ReverseProxyContext): Section {
  return {
    route: { cluster: 'app', timeout: '0s', idle_timeout: seconds(context.timeouts.response), ...toHost(context) },
    ...toHeaders(context),
  };
}
