import { FORWARDED, otherSpellings } from '../../core/values/header-names';
import { CONNECTION_HEADERS } from '../../programs/nginx/clients';
import { directive, NginxDirective, NginxExpression, NginxValue, toNginxConfig } from '../../programs/nginx/words';
import { HeaderVariable } from '../header-value';
import { ProxyHeader, ReverseProxyContext } from '../reverse-proxy-context';
import { ReverseProxyProtocol } from '../reverse-proxy-options';

/** A request's own id is taken, and of trusted proxies what they say of the client. */
export function forwarding({ trustedProxies }: ReverseProxyContext): NginxDirective[] {
  return [
    map('$http_x_request_id', '$forwarded_request_id', ['default', expression('$request_id')], ['"~^[A-Za-z0-9._-]{1,128}$"', expression('$http_x_request_id')]),
    // A request of HTTP/1.0 need not have one, one of HTTP/1.1 must.
    map('$http_host', '$asked_host', ['default', expression('$http_host')], ['""', 'localhost']),
    ...trustedProxies.length > 0 ? trusting(trustedProxies) : [],
  ];
}

function trusting(networks: string[]): NginxDirective[] {
  return [
    directive('geo', [expression('$realip_remote_addr'), expression('$trusted')], [
      directive('default', 0),
      ...networks.map((network) => directive(network, 1)),
    ]),
    // Of a list, what the first proxy was asked by.
    map('$trusted$http_x_forwarded_proto', '$forwarded_proto',
      ['default', expression('$scheme')], ['"~*^1(http|ws) *(,|$)"', 'http'], ['"~*^1(https|wss) *(,|$)"', 'https']),
    map('$http_x_forwarded_for', '$forwarded_for',
      ['default', expression('$http_x_forwarded_for, $realip_remote_addr')], ['""', expression('$realip_remote_addr')]),
    ...FORWARDED.map((name) => map('$trusted', `$trusted_${toVariable(name)}`, ['default', '""'], ['1', expression(`$http_${toVariable(name)}`)])),
    ...networks.map((network) => directive('set_real_ip_from', network)),
    directive('real_ip_header', 'X-Forwarded-For'),
    directive('real_ip_recursive', 'on'),
  ];
}

/** What the app is told of where a request comes from, which responses may depend on. */
export function toldByProxies({ trustedProxies }: ReverseProxyContext): string[] {
  return trustedProxies.length > 0 ? FORWARDED.map((name) => `$trusted_${toVariable(name)}`) : [];
}

/** Headers that the app gets in place of those of the client. */
export function requestHeaders(context: ReverseProxyContext): [string, NginxValue][] {
  const { appProtocol, trustedProxies, requestHeaders: added } = context;
  const trusted = trustedProxies.length > 0;
  const own: [string, NginxValue][] = [
    ['Host', expression('$asked_host')],
    ['X-Real-IP', expression('$remote_addr')],
    ['X-Forwarded-For', expression(trusted ? '$forwarded_for' : '$proxy_add_x_forwarded_for')],
    ['X-Forwarded-Proto', expression(VARIABLES.scheme(context))],
    ['X-Request-ID', expression('$forwarded_request_id')],
    ...FORWARDED.map((name): [string, NginxValue] => [name, trusted ? expression(`$trusted_${toVariable(name)}`) : '']),
    ...appProtocol === ReverseProxyProtocol.GRPC ? [] : CONNECTION_HEADERS,
  ];
  const given = new Set(added.map(({ name }) => name.toLowerCase()));
  return [...own.filter(([name]) => !given.has(name.toLowerCase())), ...added.map(({ name, value }): [string, NginxValue] => [
    name, toValue(context, value),
  ])];
}

/** A file that removes what apps might take for one of the headers that they get. */
export function otherSpellingsConfig(context: ReverseProxyContext, setHeader: string): string {
  const names = requestHeaders(context).map(([name]) => name);
  const set = new Set(names.map((name) => name.toLowerCase()));
  const spellings = new Set(names.flatMap(otherSpellings).filter((name) => !set.has(name.toLowerCase())));
  return toNginxConfig([...spellings].map((name) => directive(setHeader, [name, ''])));
}

/** nginx leaves a header out whose value is empty. */
export function toValue(context: ReverseProxyContext, value: ProxyHeader['value']): NginxValue {
  switch (value.kind) {
    case 'text': return value.text;
    case 'variable': return expression(VARIABLES[value.variable](context));
    case 'secret': return expression(`$${value.variable.toLowerCase()}`);
    case 'removed': return '';
  }
}

export const VARIABLES: { readonly [name in HeaderVariable]: (context: ReverseProxyContext) => string } = {
  clientAddress: () => '$remote_addr',
  host: () => '$asked_host',
  scheme: ({ trustedProxies }) => trustedProxies.length > 0 ? '$forwarded_proto' : '$scheme',
  requestId: () => '$forwarded_request_id',
  // The time of the whole response is not known yet when headers are sent.
  appResponseTime: () => '$upstream_header_time',
  cacheStatus: () => '$upstream_cache_status',
};

/** As the variables of nginx have names of headers: `-` and `_` are the same there. */
export function toVariable(header: string): string {
  return header.toLowerCase().replace(/-/g, '_');
}

export const expression = (text: string) => new NginxExpression(text);

export function map(of: string, variable: string, ...entries: [string, NginxValue][]): NginxDirective {
  return directive('map', [expression(of), expression(variable)], entries.map(([key, value]) => directive(key, value === '""' ? '' : value)));
}
