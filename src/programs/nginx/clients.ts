import { directive, NginxDirective, NginxExpression } from './words';
import { ClientMemory } from '../checked-limits';

/** What both roles of nginx do with the headers of requests: names go through as they are, and of upgrades those to WebSockets alone. */
export function requestRules(headerKibibytes: number): NginxDirective[] {
  return [
    directive('underscores_in_headers', 'on'),
    directive('ignore_invalid_headers', 'off'),
    // A second one is for requests that a client sends before the answer to the last one.
    directive('large_client_header_buffers', [2, `${headerKibibytes}k`]),
    directive('map', [new NginxExpression('$http_upgrade'), new NginxExpression('$upgrade')], [
      directive('default', ''),
      directive('"~*^websocket$"', new NginxExpression('$http_upgrade')),
    ]),
    directive('map', [new NginxExpression('$upgrade'), new NginxExpression('$connection_header')], [
      directive('default', 'upgrade'),
      directive('""', 'close'),
    ]),
  ];
}

/** Headers that control the connection to the app. */
export const CONNECTION_HEADERS: [string, NginxExpression | string][] = [
  ['Upgrade', new NginxExpression('$upgrade')],
  ['Connection', new NginxExpression('$connection_header')],
  ['HTTP2-Settings', ''],
];

/** Room for the headers of a response, which nginx keeps in one buffer. */
export function responseBuffers(headerKibibytes: number): NginxDirective[] {
  return [
    directive('proxy_buffer_size', `${headerKibibytes}k`),
    directive('proxy_buffers', [9, `${bufferKibibytes(headerKibibytes)}k`]),
    directive('proxy_busy_buffers_size', `${headerKibibytes}k`),
  ];
}

/** nginx wants all buffers but one to be as large as what is busy. */
function bufferKibibytes(headerKibibytes: number): number {
  return Math.max(4, Math.ceil(headerKibibytes / 8));
}

/** Of one worker. */
const PROGRAM = 16 * 1024;
const POOLS = 12;
const TLS = 32;
const STREAM = 2 * 16;
const BODY = 16;
/** What of a body by HTTP/2 is read ahead. */
const HTTP2_BODY = 64;

export function programMemory(workers: number): number {
  return PROGRAM + workers * 4 * 1024;
}

export interface NginxClient {
  readonly kind: 'http' | 'http2' | 'stream';
  readonly headerKibibytes: number;
  /** Whether responses are read faster than a client takes them. */
  readonly buffered?: boolean;
  readonly tls?: boolean;
}

/** What a client takes at most, in KiB. */
export function clientMemory({ kind, headerKibibytes, buffered, tls }: NginxClient): ClientMemory['client'] {
  const own = kind === 'stream' ? STREAM : 2 * headerKibibytes + (kind === 'http2' ? HTTP2_BODY : BODY);
  return POOLS + own + (buffered ? 9 * bufferKibibytes(headerKibibytes) : 0) + (tls ? TLS : 0);
}

/**
 * Room for connections of so many clients and to what they ask for, and as many again that say nothing: those are closed when there are too many. So
 * the limit
 * of clients is reached before that of connections, which a probe shares.
 */
export function connections(clients: number): { readonly files: NginxDirective; readonly events: NginxDirective } {
  const room = 4 * clients + 1024;
  return {
    files: directive('worker_rlimit_nofile', 2 * room),
    events: directive('events', [], [directive('worker_connections', room)]),
  };
}
