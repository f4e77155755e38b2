import { Duration, Size, SizeRoundingBehavior } from 'cdk8s';
import { NginxSpec } from './spec';
import { directive, NginxDirective, NginxExpression, NginxValue } from '../../private/nginx';
import { wholeMilliseconds, wholeSeconds } from '../../private/quantities';
import { ReverseProxyContext, ProxyHeader } from '../../private/reverse-proxy-context';
import { HeaderVariable } from '../header-value';
import { ReverseProxyProtocol } from '../reverse-proxy-options';

export const CACHE_FOLDER = '/var/cache/nginx';
export const PID_FILE = '/tmp/nginx.pid';

/** The configuration of nginx as a reverse proxy. */
export function toDirectives(context: ReverseProxyContext, spec: NginxSpec): NginxDirective[] {
  return [
    directive('worker_processes', 2),
    directive('pid', PID_FILE),
    directive('error_log', ['stderr', 'warn']),
    directive('events', [], [directive('worker_connections', 1024)]),
    directive('http', [], [
      ...basics(context, spec),
      ...forwarding(context),
      ...cache(spec),
      ...compression(spec),
      ...rateZone(context),
      server(context, spec),
    ]),
  ];
}

const ACCESS_LOG = '$remote_addr [$time_iso8601] "$request_method $uri $server_protocol" $status $bytes_sent $request_time $forwarded_request_id';

function basics({ timeouts, maxBodySize }: ReverseProxyContext, { accessLog }: NginxSpec): NginxDirective[] {
  return [
    directive('include', '/etc/nginx/mime.types'),
    directive('default_type', 'application/octet-stream'),
    ...['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((name) => directive(`${name}_temp_path`, `/tmp/${name}`)),
    ...accessLog ? [
      directive('log_format', ['proxy', expression(ACCESS_LOG)]),
      directive('access_log', ['/dev/stdout', 'proxy']),
    ] : [directive('access_log', 'off')],
    directive('sendfile', 'on'),
    directive('server_tokens', 'off'),
    directive('absolute_redirect', 'off'),
    directive('client_max_body_size', maxBodySize ? bytes(maxBodySize) : 0),
    directive('client_header_timeout', time(timeouts.request)),
    directive('client_body_timeout', time(timeouts.request)),
    directive('send_timeout', time(timeouts.response)),
    directive('keepalive_timeout', time(timeouts.idle)),
  ];
}

/** A request's own id is taken, and of trusted proxies what they say of the client. */
function forwarding({ trustedProxies }: ReverseProxyContext): NginxDirective[] {
  return [
    directive('map', [expression('$http_upgrade'), expression('$connection_header')], [
      directive('default', 'upgrade'),
      directive('""', 'close'),
    ]),
    directive('map', [expression('$http_x_request_id'), expression('$forwarded_request_id')], [
      directive('default', expression('$request_id')),
      directive('"~^[A-Za-z0-9._-]{1,128}$"', expression('$http_x_request_id')),
    ]),
    ...trustedProxies.length > 0 ? trusting(trustedProxies) : [],
  ];
}

function trusting(networks: string[]): NginxDirective[] {
  return [
    directive('geo', [expression('$realip_remote_addr'), expression('$trusted')], [
      directive('default', 0),
      ...networks.map((network) => directive(network, 1)),
    ]),
    directive('map', [expression('$trusted$http_x_forwarded_proto'), expression('$forwarded_proto')], [
      directive('default', expression('$scheme')),
      directive('1http', 'http'),
      directive('1https', 'https'),
    ]),
    directive('map', [expression('$http_x_forwarded_for'), expression('$forwarded_for')], [
      directive('default', expression('$http_x_forwarded_for, $realip_remote_addr')),
      directive('""', expression('$realip_remote_addr')),
    ]),
    ...networks.map((network) => directive('set_real_ip_from', network)),
    directive('real_ip_header', 'X-Forwarded-For'),
    directive('real_ip_recursive', 'on'),
  ];
}

function cache({ cache: options }: NginxSpec): NginxDirective[] {
  return options ? [
    directive('proxy_cache_path', [
      CACHE_FOLDER, 'keys_zone=app:1m', `max_size=${bytes(options.size)}`, `inactive=${wholeSeconds(options.unusedFor)}s`, 'levels=1:2', 'use_temp_path=off',
    ]),
  ] : [];
}

function compression({ compression: options }: NginxSpec): NginxDirective[] {
  return options ? [
    directive('gzip', 'on'),
    ...options.types.length > 0 ? [directive('gzip_types', options.types)] : [],
    directive('gzip_min_length', bytes(options.minSize)),
    directive('gzip_proxied', 'any'),
    directive('gzip_vary', 'on'),
  ] : [];
}

function rateZone({ rateLimit }: ReverseProxyContext): NginxDirective[] {
  return rateLimit ? [
    directive('limit_req_zone', [expression('$binary_remote_addr'), 'zone=clients:1m', `rate=${rateLimit.requestsPerSecond}r/s`]),
    directive('limit_req_status', 429),
  ] : [];
}

function server(context: ReverseProxyContext, spec: NginxSpec): NginxDirective {
  const { port, tlsFolder, appProtocol, healthPath, rateLimit } = context;
  // The parameter 'http2' is deprecated, but the directive in its place is newer than 1.25.
  const http2 = tlsFolder || appProtocol === ReverseProxyProtocol.GRPC ? ['http2'] : [];
  const rate = rateLimit ? [directive('limit_req', ['zone=clients', ...rateLimit.burst ? [`burst=${rateLimit.burst}`] : [], 'nodelay'])] : [];
  const headers = context.responseHeaders.flatMap((header) => addHeader(context, header));
  return directive('server', [], [
    directive('listen', [port, 'default_server', ...tlsFolder ? ['ssl'] : [], ...http2]),
    ...tlsFolder ? [
      directive('ssl_certificate', `${tlsFolder}/tls.crt`),
      directive('ssl_certificate_key', `${tlsFolder}/tls.key`),
      directive('ssl_protocols', ['TLSv1.2', 'TLSv1.3']),
      directive('ssl_session_cache', 'shared:tls:1m'),
    ] : [],
    directive('location', `=${healthPath}`, [
      directive('access_log', 'off'),
      directive('default_type', 'text/plain'),
      directive('return', [200, 'healthy\n']),
    ]),
    ...spec.staticFiles.map(({ path, folder }) => directive('location', ['^~', path], [
      ...rate, ...headers, directive('alias', `${folder}/`), directive('disable_symlinks', 'if_not_owner'),
    ])),
    directive('location', '/', [...rate, ...headers, ...toApp(context), ...cached(context, spec)]),
  ]);
}

/** How requests get to the app. Without a pool of connections none can be closed by the app when a request is on its way. */
function toApp(context: ReverseProxyContext): NginxDirective[] {
  const { appPort, appProtocol, timeouts, responseHeaders } = context;
  const grpc = appProtocol === ReverseProxyProtocol.GRPC;
  const module = grpc ? 'grpc' : 'proxy';
  return [
    directive(`${module}_pass`, `${grpc ? 'grpc' : 'http'}://127.0.0.1:${appPort}`),
    ...grpc ? [] : [
      directive('proxy_http_version', '1.1'),
      directive('proxy_request_buffering', 'off'),
      directive('proxy_max_temp_file_size', 0),
    ],
    directive(`${module}_connect_timeout`, time(timeouts.connect)),
    directive(`${module}_send_timeout`, time(timeouts.response)),
    directive(`${module}_read_timeout`, time(timeouts.response)),
    ...requestHeaders(context).map(([name, value]) => directive(`${module}_set_header`, [name, value])),
    ...responseHeaders.map(({ name }) => directive(`${module}_hide_header`, name)),
  ];
}

function requestHeaders(context: ReverseProxyContext): [string, NginxValue][] {
  const { appProtocol, trustedProxies, requestHeaders: added } = context;
  const own: [string, NginxValue][] = [
    ['Host', expression('$http_host')],
    ['X-Real-IP', expression('$remote_addr')],
    ['X-Forwarded-For', expression(trustedProxies.length > 0 ? '$forwarded_for' : '$proxy_add_x_forwarded_for')],
    ['X-Forwarded-Proto', expression(VARIABLES.scheme(context))],
    ['X-Request-ID', expression('$forwarded_request_id')],
    ...appProtocol === ReverseProxyProtocol.GRPC ? [] : [
      ['Upgrade', expression('$http_upgrade')] as [string, NginxValue],
      ['Connection', expression('$connection_header')] as [string, NginxValue],
    ],
  ];
  const given = new Set(added.map(({ name }) => name.toLowerCase()));
  return [...own.filter(([name]) => !given.has(name.toLowerCase())), ...added.map(({ name, value }): [string, NginxValue] => [
    name, toValue(context, value),
  ])];
}

/** nginx leaves a header out whose value is empty. */
function toValue(context: ReverseProxyContext, value: ProxyHeader['value']): NginxValue {
  switch (value.kind) {
    case 'text': return value.text;
    case 'variable': return expression(VARIABLES[value.variable](context));
    case 'removed': return '';
  }
}

function addHeader(context: ReverseProxyContext, { name, value }: ProxyHeader): NginxDirective[] {
  return value.kind === 'removed' ? [] : [directive('add_header', [name, toValue(context, value), 'always'])];
}

const VARIABLES: { readonly [name in HeaderVariable]: (context: ReverseProxyContext) => string } = {
  clientAddress: () => '$remote_addr',
  host: () => '$http_host',
  scheme: ({ trustedProxies }) => trustedProxies.length > 0 ? '$forwarded_proto' : '$scheme',
  requestId: () => '$forwarded_request_id',
  // The time of the whole response is not known yet when headers are sent.
  appResponseTime: () => '$upstream_header_time',
  cacheStatus: () => '$upstream_cache_status',
};

/** Who says who he is may get a response of his own, and headers that name another host may change what is in it. */
function cached(context: ReverseProxyContext, { cache: options }: NginxSpec): NginxDirective[] {
  const personal = ['$http_authorization', '$http_cookie', '$http_upgrade'].map(expression);
  return options ? [
    directive('proxy_cache', 'app'),
    directive('proxy_cache_key', expression(`${VARIABLES.scheme(context)}://$http_host$request_uri $http_forwarded $http_x_forwarded_host $http_x_forwarded_port`)),
    directive('proxy_cache_lock', 'on'),
    directive('proxy_cache_bypass', personal),
    directive('proxy_no_cache', personal),
    ...options.validFor ? [directive('proxy_cache_valid', [200, 301, 302, `${wholeSeconds(options.validFor)}s`])] : [],
  ] : [];
}

const expression = (text: string) => new NginxExpression(text);

function time(duration: Duration): string {
  const millis = wholeMilliseconds(duration);
  return millis % 1000 === 0 ? `${millis / 1000}s` : `${millis}ms`;
}

const bytes = (size: Size) => Math.ceil(size.toKibibytes({ rounding: SizeRoundingBehavior.NONE }) * 1024);
