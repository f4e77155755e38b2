import { extension, Section } from './json';
import { AccessLogSpec, isOnStdout, logFile } from '../access-log';

/** Of a client and what it had from an upstream, as Envoy sees it: it receives from the client and sends to it. */
const CONNECTION = {
  time: '%START_TIME%',
  peer: '%DOWNSTREAM_REMOTE_ADDRESS_WITHOUT_PORT%',
  upstream: '%UPSTREAM_CLUSTER%',
  address: '%UPSTREAM_HOST%',
  flags: '%RESPONSE_FLAGS%',
  failure: '%UPSTREAM_TRANSPORT_FAILURE_REASON%',
  bytes_received: '%BYTES_RECEIVED%',
  bytes_sent: '%BYTES_SENT%',
  duration_ms: '%DURATION%',
};

/** The trace that the client says it is in. */
const TRACE_ID = '%CEL(re.extract(request.headers["traceparent"], r"^[0-9a-f]{2}-([0-9a-f]{32})-.*$", r"\\1"))%';

/** The id that a request has brought along, which a reverse proxy keeps aside. */
export const KEPT_ID = 'x-envoy-kept-request-id';

/** That, or the one that Envoy gave it. */
export const REQUEST_ID = `%REQ(${KEPT_ID}?X-REQUEST-ID)%`;

/** A line of JSON for each request, the same in front of an app and behind it. Queries may be secret. */
export function requestFormat(tracing: boolean): Section {
  return {
    log_format: {
      json_format: {
        ...CONNECTION,
        method: '%REQ(:METHOD)%',
        path: '%PATH(NQ:PATH)%',
        protocol: '%PROTOCOL%',
        status: '%RESPONSE_CODE%',
        tries: '%UPSTREAM_REQUEST_ATTEMPT_COUNT%',
        request_id: REQUEST_ID,
        trace_id: tracing ? '%TRACE_ID%' : TRACE_ID,
      },
    },
  };
}

/** A line of JSON for each connection when it has reached an upstream, and for each when it has ended. */
export const CONNECTION_FORMAT: Section = { log_format: { json_format: { event: '%ACCESS_LOG_TYPE%', ...CONNECTION } } };

/** A line of JSON for each client of a server that all clients share a connection to. */
export function clientFormat(upstream: string): Section {
  const { address, failure, ...client } = CONNECTION;
  return { log_format: { json_format: { event: 'TcpConnectionEnd', ...client, upstream } } };
}

/** The file that the lines are in, for what Envoy writes to files only. */
export function eventFile(log: AccessLogSpec): string | undefined {
  return isOnStdout(log) ? '/dev/stdout' : logFile(log);
}

/** What writes the lines, unless they are off. */
export function accessLoggers(log: AccessLogSpec, format: Section): Section[] {
  return [
    ...log.kind === 'file' ? [extension('envoy.access_loggers.file', `${LOGGERS}.file.v3.FileAccessLog`, { path: logFile(log), ...format })] : [],
    ...isOnStdout(log) ? [extension('envoy.access_loggers.stdout', `${LOGGERS}.stream.v3.StdoutAccessLog`, format)] : [],
  ];
}

const LOGGERS = 'envoy.extensions.access_loggers';
