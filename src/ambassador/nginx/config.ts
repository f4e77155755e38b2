import { AccessLogSpec } from '../../programs/access-log';
import { accessLogs } from '../../programs/nginx/access-log';
import { CONNECTION_HEADERS, connections, requestRules, responseBuffers } from '../../programs/nginx/clients';
import { limitWords, rateOf } from '../../programs/nginx/rate';
import { directive, linesOf, NginxDirective, NginxExpression, NginxValue } from '../../programs/nginx/words';
import { connectTimeout } from '../../programs/timeouts';
import { completeName } from '../complete-name';
import { LocalUpstream } from '../local-upstream';
import { ProxyContext } from '../proxy-plan';
import { idleTimeout, inMilliseconds, responseTimeout } from '../timeouts';
import { hostHeader, serverName, TlsFiles } from '../tls-files';

/** What a configuration is made of beside the upstreams. */
export interface NginxSpec {
  readonly context: ProxyContext;
  /** Lines of a user by the block that they are for. */
  readonly extra: { readonly [block: string]: string[] };
  /** Written at the start: the name servers, and the variables namespace_domain and cluster_domain. */
  readonly namesFile: string;
  /** Written at the start: the health port on IPv6, where there is IPv6. */
  readonly listenFile: string;
  /** On each local port. */
  readonly maxClients: number;
  readonly headerKibibytes: number;
  readonly accessLog: AccessLogSpec;
  /** Files for TLS of each upstream, in their order. */
  readonly tls: TlsFiles[];
}

const TRUSTED = '/etc/ssl/certs/ca-certificates.crt';
const TEMPORARY = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];

export function toDirectives(spec: NginxSpec): NginxDirective[] {
  const { context: { upstreams, stopDelay }, extra } = spec;
  const { files, events } = connections(spec.maxClients * upstreams.length);
  const streams = upstreams.filter(({ kind }) => kind !== 'http');
  return [
    directive('daemon', 'off'),
    directive('pid', '/tmp/nginx.pid'),
    directive('worker_processes', 1),
    directive('worker_shutdown_timeout', inMilliseconds(stopDelay)),
    directive('error_log', ['stderr', 'warn']),
    files,
    ...linesOf(extra.main),
    { ...events, block: [...events.block ?? [], ...linesOf(extra.events)] },
    directive('http', [], [
      ...TEMPORARY.map((name) => directive(`${name}_temp_path`, `/tmp/${name}`)),
      ...accessLogs(spec.accessLog, 'request', REQUEST),
      directive('include', spec.namesFile),
      ...requestRules(spec.headerKibibytes),
      clientZone('clients'),
      ...upstreams.flatMap((upstream, number) => upstream.kind === 'http' ? toHttp(spec, upstream, number) : []),
      healthServer(spec),
      ...linesOf(extra.http),
    ]),
    ...streams.length > 0 || extra.stream ? [directive('stream', [], [
      ...spec.accessLog.kind === 'off' ? [] : accessLogs(spec.accessLog, 'connection', CONNECTION),
      directive('include', spec.namesFile),
      clientZone('stream_clients'),
      ...upstreams.flatMap((upstream, number) => upstream.kind === 'http' ? [] : toStream(spec, upstream, number)),
      ...linesOf(extra.stream),
    ])] : [],
  ];
}

const REQUEST = '$remote_addr [$time_iso8601] "$request_method $uri $server_protocol" $status $bytes_sent $request_time $upstream_addr';
const CONNECTION = '$remote_addr [$time_iso8601] $protocol $status $bytes_received $bytes_sent $session_time $upstream_addr';

function clientZone(name: string): NginxDirective {
  return directive('limit_conn_zone', [new NginxExpression('$server_port'), `zone=${name}:32k`]);
}

function healthServer({ context: { healthPort }, listenFile }: NginxSpec): NginxDirective {
  return directive('server', [], [
    directive('listen', `0.0.0.0:${healthPort}`),
    directive('include', listenFile),
    directive('access_log', 'off'),
    directive('location', ['=', '/healthz'], [directive('default_type', 'text/plain'), directive('return', [200, 'ok\n'])]),
    directive('location', '/', [directive('return', 404)]),
  ]);
}

function toHttp(spec: NginxSpec, upstream: LocalUpstream, number: number): NginxDirective[] {
  const { context, tls, maxClients, headerKibibytes } = spec;
  const { localPort, options } = upstream;
  const scheme = options.tls ? 'https' : 'http';
  return [
    ...addressVariable(upstream, number, '$request_id'),
    ...certificateVariables(tls[number], number),
    ...rateZone(upstream, number),
    directive('server', [], [
      directive('listen', `${context.listenAddress}:${localPort}`),
      directive('keepalive_timeout', inMilliseconds(idleTimeout(options.timeouts))),
      directive('client_max_body_size', 0),
      directive('limit_conn', ['clients', maxClients]),
      ...rateLimit(upstream, number),
      directive('location', '/', [
        // Nothing is kept back, nothing written to files, nothing asked twice.
        directive('proxy_buffering', 'off'),
        directive('proxy_request_buffering', 'off'),
        directive('proxy_next_upstream', 'off'),
        ...responseBuffers(headerKibibytes),
        directive('proxy_http_version', '1.1'),
        directive('proxy_set_header', ['Host', hostHeader(upstream)]),
        ...CONNECTION_HEADERS.map((header) => directive('proxy_set_header', header)),
        directive('proxy_socket_keepalive', 'on'),
        directive('proxy_connect_timeout', inMilliseconds(connectTimeout(options.timeouts))),
        directive('proxy_read_timeout', inMilliseconds(responseTimeout(options.timeouts))),
        directive('proxy_send_timeout', inMilliseconds(responseTimeout(options.timeouts))),
        ...toTls(upstream, tls[number], number),
        directive('proxy_pass', new NginxExpression(`${scheme}://$address_${number}`)),
      ]),
    ]),
  ];
}

function toStream({ context, tls, maxClients }: NginxSpec, upstream: LocalUpstream, number: number): NginxDirective[] {
  const { localPort, options } = upstream;
  return [
    ...addressVariable(upstream, number, '$connection$msec'),
    ...certificateVariables(tls[number], number),
    directive('server', [], [
      directive('listen', `${context.listenAddress}:${localPort}`),
      directive('limit_conn', ['stream_clients', maxClients]),
      directive('proxy_socket_keepalive', 'on'),
      directive('proxy_connect_timeout', inMilliseconds(connectTimeout(options.timeouts))),
      directive('proxy_timeout', inMilliseconds(idleTimeout(options.timeouts))),
      ...options.tls ? [directive('proxy_ssl', 'on')] : [],
      ...toTls(upstream, tls[number], number),
      directive('proxy_pass', new NginxExpression(`$address_${number}`)),
    ]),
  ];
}

/** A variable, because nginx looks names up again only in those. Of several addresses one is drawn by weight. */
function addressVariable({ addresses }: LocalUpstream, number: number, random: string): NginxDirective[] {
  const values = addresses.map(({ host, port }) => toAddress(host, port));
  if (values.length === 1) {
    return [map(new NginxExpression('$pid'), `address_${number}`, ['default', values[0]])];
  }
  const sum = addresses.reduce((total, { weight }) => total + weight, 0);
  const shares = addresses.map(({ weight }, index) => directive(
    index < addresses.length - 1 ? `${(weight * 100 / sum).toFixed(2)}%` : '*', index,
  ));
  return [
    directive('split_clients', [new NginxExpression(random), new NginxExpression(`$share_${number}`)], shares),
    map(new NginxExpression(`$share_${number}`), `address_${number}`, ...values.map((value, index): [string, NginxValue] => [String(index), value])),
  ];
}

function toAddress(given: string, port: number): NginxValue {
  const { host, domain } = completeName(given);
  return domain ? new NginxExpression(`${host}\${${domain}_domain}:${port}`) : `${host}:${port}`;
}

/** In variables, because nginx then reads the files for each connection, and so sees renewed ones. */
function certificateVariables({ certificate }: TlsFiles, number: number): NginxDirective[] {
  return certificate
    ? [
      map(new NginxExpression('$pid'), `certificate_${number}`, ['default', certificate.certificate]),
      map(new NginxExpression('$pid'), `key_${number}`, ['default', certificate.key]),
    ]
    : [];
}

function toTls({ addresses, options: { tls } }: LocalUpstream, { ca, certificate }: TlsFiles, number: number): NginxDirective[] {
  return tls
    ? [
      directive('proxy_ssl_verify', 'on'),
      directive('proxy_ssl_verify_depth', 5),
      directive('proxy_ssl_trusted_certificate', ca ?? TRUSTED),
      directive('proxy_ssl_server_name', 'on'),
      directive('proxy_ssl_name', serverName(tls, addresses[0].host)),
      directive('proxy_ssl_protocols', ['TLSv1.2', 'TLSv1.3']),
      ...certificate ? [
        directive('proxy_ssl_certificate', new NginxExpression(`$certificate_${number}`)),
        directive('proxy_ssl_certificate_key', new NginxExpression(`$key_${number}`)),
      ] : [],
    ]
    : [];
}

function rateZone({ policies: { rateLimit: limit } }: LocalUpstream, number: number): NginxDirective[] {
  return limit
    ? [directive('limit_req_zone', [new NginxExpression('$server_port'), `zone=rate_${number}:32k`, `rate=${rateOf(limit)}`])]
    : [];
}

function rateLimit({ policies: { rateLimit: limit } }: LocalUpstream, number: number): NginxDirective[] {
  return limit
    ? [
      directive('limit_req', limitWords(`rate_${number}`, limit)),
      directive('limit_req_status', 429),
    ]
    : [];
}

function map(of: NginxExpression, variable: string, ...entries: [string, NginxValue][]): NginxDirective {
  return directive('map', [of, new NginxExpression(`$${variable}`)], entries.map(([key, value]) => directive(key === '' ? '""' : key, value)));
}
