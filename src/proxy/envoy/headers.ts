import { extension, Section } from '../../private/envoy/json';
import { ReverseProxyContext, ProxyHeader } from '../../private/reverse-proxy-context';
import { HeaderVariable } from '../header-value';

/** What a route says of headers. */
export function toHeaders({ requestHeaders, responseHeaders }: ReverseProxyContext): Section {
  const toApp = requestHeaders.filter(({ name }) => !isHost(name));
  const own = OWN.filter(({ name }) => !toApp.some((other) => other.name.toLowerCase() === name.toLowerCase()));
  return {
    request_headers_to_add: [...own, ...toApp].flatMap(toAdded),
    request_headers_to_remove: toApp.flatMap(toRemoved),
    response_headers_to_add: responseHeaders.flatMap(toAdded),
    response_headers_to_remove: responseHeaders.flatMap(toRemoved),
  };
}

const OWN: ProxyHeader[] = [
  { name: 'X-Real-IP', value: { kind: 'variable', variable: 'clientAddress' } },
  { name: 'X-Request-ID', value: { kind: 'variable', variable: 'requestId' } },
];

const KEPT_ID = 'x-envoy-kept-request-id';

/** The id that a request has brought along, or else the one that Envoy gave it. */
export const REQUEST_ID = `%REQ(${KEPT_ID}?X-REQUEST-ID)%`;

/**
 * What is done to headers before Envoy looks at them. Its own would let clients change time-outs and retries. Whether a request is traced it
 * decides by an id that it made itself, so the one of the client stands aside until the request is on its way to the app.
 */
export const EARLY_MUTATION = extension(
  'envoy.http.early_header_mutation.header_mutation', 'envoy.extensions.http.early_header_mutation.header_mutation.v3.HeaderMutation',
  {
    mutations: [
      { remove_on_match: { key_matcher: { prefix: 'x-envoy-' } } },
      { append: { header: { key: KEPT_ID, value: '%REQ(X-REQUEST-ID)%' }, append_action: 'OVERWRITE_IF_EXISTS_OR_ADD' } },
      { remove: 'x-request-id' },
    ],
  },
);

/** Done after what routes say. */
export const LATE_REMOVAL: Section = { request_headers_to_remove: [KEPT_ID, 'x-envoy-external-address', 'x-envoy-internal'] };

/** The name of the app's host is no header for Envoy. */
export function toHost({ requestHeaders }: ReverseProxyContext): Section {
  const value = requestHeaders.find(({ name }) => isHost(name))?.value;
  return value?.kind === 'text' ? { host_rewrite_literal: value.text } : {};
}

/** Responses of Envoy itself have the headers of others too. */
export function toLocalReply({ responseHeaders }: ReverseProxyContext): Section | undefined {
  const added = responseHeaders.filter(({ value }) => value.kind !== 'variable' || value.variable !== 'appResponseTime').flatMap(toAdded);
  const filter = { status_code_filter: { comparison: { op: 'GE', value: { default_value: 400, runtime_key: 'proxy.local_reply' } } } };
  return added.length > 0 ? { mappers: [{ filter, headers_to_add: added }] } : undefined;
}

function isHost(name: string): boolean {
  return name.toLowerCase() === 'host';
}

function toAdded({ name, value }: ProxyHeader): Section[] {
  return value.kind === 'removed' ? [] : [{
    header: { key: name, value: value.kind === 'text' ? value.text.replace(/%/g, '%%') : VARIABLES[value.variable] },
    append_action: 'OVERWRITE_IF_EXISTS_OR_ADD',
  }];
}

function toRemoved({ name, value }: ProxyHeader): string[] {
  return value.kind === 'removed' ? [name] : [];
}

const VARIABLES: { readonly [name in Exclude<HeaderVariable, 'cacheStatus'>]: string } & { readonly cacheStatus?: undefined } = {
  clientAddress: '%DOWNSTREAM_REMOTE_ADDRESS_WITHOUT_PORT%',
  host: '%REQ(:AUTHORITY)%',
  scheme: '%REQ(:SCHEME)%',
  requestId: REQUEST_ID,
  appResponseTime: '%COMMON_DURATION(US_TX_BEG:US_RX_BEG:ms)%',
};
