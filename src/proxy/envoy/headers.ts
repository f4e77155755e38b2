import { Section } from '../../private/envoy/json';
import { ProxyContext, ProxyHeader } from '../../private/proxy-context';
import { HeaderVariable } from '../header-value';

/** What a route says of headers. */
export function toHeaders({ requestHeaders, responseHeaders }: ProxyContext): Section {
  const toApp = requestHeaders.filter(({ name }) => !isHost(name));
  const own = toApp.some(({ name }) => name.toLowerCase() === 'x-real-ip') ? [] : [REAL_IP];
  return {
    request_headers_to_add: [...own, ...toApp].flatMap(toAdded),
    // Envoy's own opinion of the client.
    request_headers_to_remove: ['x-envoy-external-address', 'x-envoy-internal', ...toApp.flatMap(toRemoved)],
    response_headers_to_add: responseHeaders.flatMap(toAdded),
    response_headers_to_remove: responseHeaders.flatMap(toRemoved),
  };
}

const REAL_IP: ProxyHeader = { name: 'X-Real-IP', value: { kind: 'variable', variable: 'clientAddress' } };

/** The name of the app's host is no header for Envoy. */
export function toHost({ requestHeaders }: ProxyContext): Section {
  const value = requestHeaders.find(({ name }) => isHost(name))?.value;
  return value?.kind === 'text' ? { host_rewrite_literal: value.text } : {};
}

/** Responses of Envoy itself have the headers of others too. */
export function toLocalReply({ responseHeaders }: ProxyContext): Section | undefined {
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
  requestId: '%REQ(X-REQUEST-ID)%',
  appResponseTime: '%COMMON_DURATION(US_TX_BEG:US_RX_BEG:ms)%',
};
