import { Duration } from 'cdk8s';
import { IConstruct } from 'constructs';
import { accessLoggers } from './access-log';
import { pipeCluster } from './cluster';
import { ADMIN_FOLDER, adminPage } from './health-listener';
import { ENVOY_CONFIG, extension, Section } from './json';
import { httpConnectionManager } from './listener';
import { FOR_PROBES } from './overload';
import { checkDuration, wholeSeconds } from '../../core/values/quantities';

const NAME = 'envoy_report';
const SOCKET = `${ADMIN_FOLDER}/report.sock`;
const LUA = 'envoy.filters.http.lua';

export interface ReportSpec {
  readonly owner: IConstruct;
  readonly interval: Duration;
  /** A script that makes fields of the dynamic metadata `report` of the page of metrics. */
  readonly script: string;
  /** Settings of the script, as the metadata of its route. */
  readonly settings: Section;
  /** The fields. */
  readonly fields: string[];
  /** A field that is only present at times, and is then on a separate line. */
  readonly warning?: string;
}

export interface Report {
  readonly listener: Section;
  readonly cluster: Section;
}

/**
 * A line with figures at intervals. Envoy has no clock that would write one but that of its health checks: it asks a listener of its own, which
 * only this container reaches, and whose access log is the line.
 */
export function report({ owner, interval, script, settings, fields, warning }: ReportSpec): Report {
  const pause = `${wholeSeconds(checkDuration('reportInterval', interval, owner))}s`;
  const logger = (names: string[]) => accessLoggers({ kind: 'stdout' }, {
    log_format: { json_format: { time: '%START_TIME%', ...Object.fromEntries(names.map((name) => [name, `%DYNAMIC_METADATA(report:${name})%`])) } },
  }).map((one) => ({ ...one, filter: has(names[0]) }));
  return {
    listener: {
      name: NAME,
      address: { pipe: { path: SOCKET, mode: 0o600 } },
      filter_chains: [{
        filters: [httpConnectionManager({
          statPrefix: NAME,
          httpFilters: [extension(LUA, 'envoy.extensions.filters.http.lua.v3.Lua', { default_source_code: { filename: `${ENVOY_CONFIG}/${script}` } })],
          routes: [adminPage('/', '/stats/prometheus', { metadata: { filter_metadata: { [LUA]: settings } } })],
          options: { access_log: [...logger(fields), ...warning === undefined ? [] : logger([warning])] },
        })],
      }],
      ...FOR_PROBES,
    },
    cluster: {
      ...pipeCluster(NAME, SOCKET),
      health_checks: [{
        // The first try comes before the listener is there.
        interval: pause,
        no_traffic_interval: '1s',
        unhealthy_interval: '1s',
        no_traffic_healthy_interval: pause,
        timeout: '5s',
        unhealthy_threshold: 1,
        healthy_threshold: 1,
        http_health_check: { path: '/', host: 'report' },
      }],
    },
  };
}

function has(field: string): Section {
  return { metadata_filter: { matcher: { filter: 'report', path: [{ key: field }], value: { present_match: true } }, match_if_key_not_found: false } };
}
