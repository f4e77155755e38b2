import { expression, Records } from './filters';
import { Section } from './values';

/** What the parts of a configuration are made of. */
export interface FluentBitSpec {
  readonly path: string[];
  readonly exclude: string[];
  readonly fileField?: string;
  readonly recordStart?: string;
  readonly state: string;
  readonly port: number;
  readonly records: Records;
  readonly outputs: Section[];
}

export function toConfig(spec: FluentBitSpec): Section {
  return {
    service: toService(spec),
    parsers: spec.records.parsers.length > 0 ? spec.records.parsers : undefined,
    multiline_parsers: spec.recordStart === undefined ? undefined : [toMultilineParser(spec.recordStart)],
    pipeline: {
      inputs: [toTail(spec)],
      outputs: spec.outputs,
    },
  };
}

function toService({ state, port }: FluentBitSpec): Section {
  return {
    'flush': 1,
    'grace': 5,
    'log_level': 'warn',
    'http_server': true,
    'http_listen': '0.0.0.0',
    'http_port': port,
    'health_check': true,
    // By default, the time between two retries grows to half an hour.
    'scheduler.base': 1,
    'scheduler.cap': 30,
    'storage.path': `${state}/buffer`,
    'storage.sync': 'normal',
    'storage.metrics': true,
    // A chunk is about 2 MB: the default of 128 would not fit into the memory limit.
    'storage.max_chunks_up': 16,
    'storage.backlog.mem_limit': '5M',
    'storage.backlog.flush_on_shutdown': true,
  };
}

/** A position is saved when a line is read, not when it is delivered: only with the buffer on disk nothing is lost by a kill. */
function toTail(spec: FluentBitSpec): Section {
  return {
    'name': 'tail',
    'tag': 'logs',
    'path': spec.path.join(','),
    'exclude_path': spec.exclude.join(','),
    'path_key': spec.fileField,
    'db': `${spec.state}/tail.db`,
    'db.sync': 'normal',
    'db.locking': true,
    'read_from_head': true,
    'refresh_interval': 1,
    'rotate_wait': 30,
    'buffer_max_size': '2M',
    'skip_long_lines': true,
    'multiline.parser': spec.recordStart === undefined ? undefined : 'record',
    'storage.type': 'filesystem',
    'processors': spec.records.processors.length > 0 ? { logs: spec.records.processors } : undefined,
  };
}

/** A state is left only for a line that its own rules do not take: so they take what is no first line. */
function toMultilineParser(recordStart: string): Section {
  return {
    name: 'record',
    type: 'regex',
    flush_timeout: 1000,
    rules: [
      { state: 'start_state', regex: expression(recordStart), next_state: 'cont' },
      { state: 'cont', regex: expression(`^(?!.*(?:${recordStart}))`), next_state: 'cont' },
    ],
  };
}
