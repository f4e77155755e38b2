import { Size, SizeRoundingBehavior } from 'cdk8s';
import { extension, Section, typed } from '../../programs/envoy/json';
import { tokenBucket } from '../../programs/envoy/token-bucket';
import { ReverseProxyContext } from '../reverse-proxy-context';
import { ReverseProxyProtocol } from '../reverse-proxy-options';

const FILTERS = 'envoy.extensions.filters.http';
const LIMIT = 'envoy.filters.http.local_ratelimit';
const BUFFER = 'envoy.filters.http.buffer';

/** What requests must pass before they get to the app. */
export function toFilters(context: ReverseProxyContext): Section[] {
  return [...rateLimit(context), ...bodyLimit(context)];
}

/** A connection that becomes a WebSocket has no body that could be waited for. */
export function toUpgrades(context: ReverseProxyContext): Section[] | undefined {
  const router = extension('envoy.filters.http.router', `${FILTERS}.router.v3.Router`, { suppress_envoy_headers: true });
  return context.appProtocol === ReverseProxyProtocol.HTTP
    ? [{ upgrade_type: 'websocket', filters: [...rateLimit(context), router] }]
    : undefined;
}

/** Clients that are kept in mind, those that came last. */
const CLIENTS = 10_000;

/** Each client address has a bucket of its own; the one for all is never used. */
function rateLimit({ owner, rateLimit: limit, appProtocol }: ReverseProxyContext): Section[] {
  const bucket = limit && tokenBucket(owner, 'in ', limit);
  const all = { default_value: { numerator: 100, denominator: 'HUNDRED' } };
  return bucket ? [extension(LIMIT, `${FILTERS}.local_ratelimit.v3.LocalRateLimit`, {
    stat_prefix: 'clients',
    filter_enabled: all,
    filter_enforced: all,
    rate_limits: [{ actions: [{ remote_address: {} }] }],
    descriptors: [{ entries: [{ key: 'remote_address' }], token_bucket: bucket }],
    token_bucket: bucket,
    always_consume_default_token_bucket: false,
    max_dynamic_descriptors: CLIENTS,
    rate_limited_as_resource_exhausted: appProtocol === ReverseProxyProtocol.GRPC || undefined,
  })] : [];
}

/** Envoy counts what it keeps in 32 bits. */
const LARGEST = 2 ** 32 - 1;

/** A body whose length nobody has said is kept until it has ended. */
function bodyLimit({ maxBodySize }: ReverseProxyContext): Section[] {
  return maxBodySize ? [extension(BUFFER, `${FILTERS}.buffer.v3.Buffer`, { max_request_bytes: Math.min(bytes(maxBodySize), LARGEST) })] : [];
}

export const UNLIMITED: Section = { [LIMIT]: typed('envoy.config.route.v3.FilterConfig', { disabled: true }) };
export const UNBUFFERED: Section = { [BUFFER]: typed(`${FILTERS}.buffer.v3.BufferPerRoute`, { disabled: true }) };

export const bytes = (size: Size) => Math.ceil(size.toKibibytes({ rounding: SizeRoundingBehavior.NONE }) * 1024);
