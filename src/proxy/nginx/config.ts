import { Duration } from 'cdk8s';
import { bytes, cache, cached } from './cache';
import { expression, forwarding, requestHeaders, toValue } from './forwarding';
import { NginxSpec } from './spec';
import { wholeMilliseconds } from '../../core/values/quantities';
import { clientsFor } from '../../programs/checked-limits';
import { accessLogs } from '../../programs/nginx/access-log';
import { clientMemory, connections, programMemory, requestRules, responseBuffers } from '../../programs/nginx/clients';
import { limitWords, rateOf } from '../../programs/nginx/rate';
import { directive, linesOf, NginxDirective } from '../../programs/nginx/words';
import { ReverseProxyContext, ProxyHeader, secretHeaders } from '../reverse-proxy-context';
import { ReverseProxyProtocol } from '../reverse-proxy-options';

export const PID_FILE = '/tmp/nginx.pid';
/** Written at the start: the port on IPv6, where there is IPv6. */
export const LISTEN_FILE = '/tmp/listen.conf';
/** Written at the start: variables with the secrets of headers. */
export const SECRETS_FILE = '/tmp/secret-headers.conf';
export const SPELLINGS = 'other-spellings.conf';

/** The configuration of nginx as a reverse proxy. */
export function toDirectives(context: ReverseProxyContext, spec: NginxSpec): NginxDirective[] {
  const clients = maxClients(context);
  const { files, events } = connections(clients);
  return [
    directive('worker_processes', WORKERS),
    files,
    directive('pid', PID_FILE),
    directive('error_log', ['stderr', 'warn']),
    ...linesOf(spec.extra.main),
    { ...events, block: [...events.block ?? [], ...linesOf(spec.extra.events)] },
    directive('http', [], [
      ...basics(context, spec),
      ...requestRules(context.limits.headerKibibytes),
      ...forwarding(context),
      ...Object.keys(secretHeaders(context)).length > 0 ? [directive('include', SECRETS_FILE)] : [],
      ...cache(spec),
      ...compression(spec),
      ...rateZone(context),
      directive('limit_conn_zone', [expression('$server_port'), 'zone=served:32k']),
      server(context, spec, clients),
      ...linesOf(spec.extra.http),
    ]),
  ];
}

const WORKERS = 2;

function maxClients({ limits, resources, tlsFolder, appProtocol }: ReverseProxyContext): number {
  const grpc = appProtocol === ReverseProxyProtocol.GRPC;
  const kind = tlsFolder || grpc ? 'http2' : 'http';
  const client = clientMemory({ kind, headerKibibytes: limits.headerKibibytes, buffered: !grpc, tls: tlsFolder !== undefined });
  return limits.maxClients ?? clientsFor(resources, { program: programMemory(WORKERS), client });
}

const ACCESS_LOG = '$remote_addr [$time_iso8601] "$request_method $uri $server_protocol" $status $bytes_sent $request_time $forwarded_request_id';

function basics({ timeouts, maxBodySize }: ReverseProxyContext, { accessLog }: NginxSpec): NginxDirective[] {
  return [
    directive('include', '/etc/nginx/mime.types'),
    directive('default_type', 'application/octet-stream'),
    ...['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((name) => directive(`${name}_temp_path`, `/tmp/${name}`)),
    ...accessLogs(accessLog, 'proxy', ACCESS_LOG),
    directive('sendfile', 'on'),
    directive('server_tokens', 'off'),
    directive('absolute_redirect', 'off'),
    directive('client_max_body_size', maxBodySize ? bytes(maxBodySize) : 0),
    directive('client_header_timeout', time(timeouts.client)),
    directive('client_body_timeout', time(timeouts.client)),
    directive('send_timeout', time(timeouts.response)),
    directive('keepalive_timeout', time(timeouts.idle)),
  ];
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
    directive('limit_req_zone', [expression('$binary_remote_addr'), 'zone=clients:1m', `rate=${rateOf(rateLimit)}`]),
    directive('limit_req_status', 429),
  ] : [];
}

/** What nginx listens on has beside its address. The parameter 'http2' is deprecated, but the directive in its place is newer than 1.25. */
export function listenParameters({ tlsFolder, appProtocol }: ReverseProxyContext): string[] {
  return ['default_server', ...tlsFolder ? ['ssl'] : [], ...tlsFolder || appProtocol === ReverseProxyProtocol.GRPC ? ['http2'] : []];
}

function server(context: ReverseProxyContext, spec: NginxSpec, clients: number): NginxDirective {
  const { port, tlsFolder, healthPath, rateLimit } = context;
  const limits = [
    directive('limit_conn', ['served', clients]),
    ...rateLimit ? [directive('limit_req', limitWords('clients', rateLimit))] : [],
  ];
  const headers = context.responseHeaders.flatMap((header) => addHeader(context, header));
  return directive('server', [], [
    directive('listen', [port, ...listenParameters(context)]),
    directive('include', LISTEN_FILE),
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
      ...limits, ...headers, directive('alias', `${folder}/`), directive('disable_symlinks', 'if_not_owner'),
    ])),
    directive('location', '/', [...limits, ...headers, ...toApp(context), ...cached(context, spec)]),
    ...linesOf(spec.extra.server),
  ]);
}

/** Which module of nginx hands requests on. */
export function toModule({ appProtocol }: ReverseProxyContext): 'grpc' | 'proxy' {
  return appProtocol === ReverseProxyProtocol.GRPC ? 'grpc' : 'proxy';
}

/** How requests get to the app. Without a pool of connections none can be closed by the app when a request is on its way. */
function toApp(context: ReverseProxyContext): NginxDirective[] {
  const { appPort, appProtocol, timeouts, responseHeaders, limits: { headerKibibytes } } = context;
  const grpc = appProtocol === ReverseProxyProtocol.GRPC;
  const module = toModule(context);
  return [
    directive(`${module}_pass`, `${grpc ? 'grpc' : 'http'}://127.0.0.1:${appPort}`),
    ...grpc ? [directive('grpc_buffer_size', `${headerKibibytes}k`)] : [
      ...responseBuffers(headerKibibytes),
      // So large that all names are in one bucket: nginx leaves a dot out of the hash of a name, and would look for it in another one.
      directive('proxy_headers_hash_bucket_size', 61_440),
      directive('proxy_http_version', '1.1'),
      directive('proxy_request_buffering', 'off'),
      directive('proxy_max_temp_file_size', 0),
    ],
    directive(`${module}_connect_timeout`, time(timeouts.connect)),
    directive(`${module}_send_timeout`, time(timeouts.response)),
    directive(`${module}_read_timeout`, time(timeouts.response)),
    ...requestHeaders(context).map(([name, value]) => directive(`${module}_set_header`, [name, value])),
    directive('include', SPELLINGS),
    ...responseHeaders.map(({ name }) => directive(`${module}_hide_header`, name)),
  ];
}

function addHeader(context: ReverseProxyContext, { name, value }: ProxyHeader): NginxDirective[] {
  return value.kind === 'removed' ? [] : [directive('add_header', [name, toValue(context, value), 'always'])];
}

function time(duration: Duration): string {
  const millis = wholeMilliseconds(duration);
  return millis % 1000 === 0 ? `${millis / 1000}s` : `${millis}ms`;
}
