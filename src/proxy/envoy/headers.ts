import { CHAIN, OWN } from './forwarding';
import { REQUEST_ID } from '../../programs/envoy/access-log';
import { setHeader } from '../../programs/envoy/header-mutation';
import { Section } from '../../programs/envoy/json';
import { HeaderVariable } from '../header-value';
import { ReverseProxyContext, ProxyHeader } from '../reverse-proxy-context';

/** What a route says of headers. */
export function toHeaders({ requestHeaders, responseHeaders }: ReverseProxyContext): Section {
  const toApp = requestHeaders.filter(({ name }) => !isHost(name));
  const own = OWN.filter((name) => !toApp.some((other) => other.name.toLowerCase() === name.toLowerCase()));
  return {
    request_headers_to_add: [...own.flatMap((name) => OWN_VALUES[name]), ...toApp.flatMap(toAdded)],
    request_headers_to_remove: toApp.flatMap(toRemoved),
    response_headers_to_add: responseHeaders.flatMap(toAdded),
    response_headers_to_remove: responseHeaders.flatMap(toRemoved),
  };
}

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
  return value.kind === 'removed' ? [] : [setHeader(name, toValue(value))];
}

function toValue(value: Exclude<ProxyHeader['value'], { kind: 'removed' }>): string {
  switch (value.kind) {
    case 'text': return value.text.replace(/%/g, '%%');
    case 'secret': return `%ENVIRONMENT(${value.variable})%`;
    case 'variable': return VARIABLES[value.variable]!;
  }
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

const OWN_VALUES: { [name: string]: Section[] } = {
  'X-Real-IP': [setHeader('X-Real-IP', VARIABLES.clientAddress)],
  'X-Request-ID': [setHeader('X-Request-ID', VARIABLES.requestId)],
  'X-Forwarded-For': CHAIN,
  'X-Forwarded-Proto': [setHeader('X-Forwarded-Proto', VARIABLES.scheme)],
};
