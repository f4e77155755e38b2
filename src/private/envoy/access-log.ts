import { Section, typed } from './json';

const CONNECTION = {
  time: '%START_TIME%',
  upstream: '%UPSTREAM_CLUSTER%',
  address: '%UPSTREAM_HOST%',
  flags: '%RESPONSE_FLAGS%',
  bytes_sent: '%BYTES_RECEIVED%',
  bytes_received: '%BYTES_SENT%',
  duration_ms: '%DURATION%',
};

const REQUEST = {
  ...CONNECTION,
  method: '%REQ(:METHOD)%',
  path: '%REQ(:PATH)%',
  status: '%RESPONSE_CODE%',
  tries: '%UPSTREAM_REQUEST_ATTEMPT_COUNT%',
};

/** A line of JSON on stdout for each connection. */
export function connectionLog(): Section {
  return toAccessLog(CONNECTION);
}

/** A line of JSON on stdout for each request. */
export function requestLog(): Section {
  return toAccessLog(REQUEST);
}

function toAccessLog(format: Section): Section {
  return {
    name: 'envoy.access_loggers.stdout',
    typed_config: typed('envoy.extensions.access_loggers.stream.v3.StdoutAccessLog', { log_format: { json_format: format } }),
  };
}
