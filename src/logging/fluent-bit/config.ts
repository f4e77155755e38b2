import { expression, Records } from './filters';
import { Section } from '../../programs/fluent-bit/values';

/** What the parts of a configuration are made of. */
export interface FluentBitSpec {
  readonly path: string[];
  readonly exclude: string[];
  readonly fileField?: string;
  readonly recordStart?: string;
  readonly state: string;
  /** Folder of what is not delivered yet, in that of the state. */
  readonly buffer?: string;
  readonly port: number;
  readonly records: Records;
  readonly outputs: Section[];
}

/** The program that reads the files and delivers what is in them. */
export function toConfig(spec: FluentBitSpec): Section {
  return toProgram(spec, { ...toTail(spec), ...toProcessors(spec) }, spec.outputs, spec.records.parsers);
}

/** The program that delivers what another one reads. */
export function toSender(spec: FluentBitSpec, port: number): Section {
  const input = { 'name': 'forward', 'listen': '127.0.0.1', 'port': port, 'storage.type': 'filesystem', ...toProcessors(spec) };
  return toProgram({ ...spec, recordStart: undefined }, input, spec.outputs, spec.records.parsers);
}

/** The program that reads the files for another one, which acknowledges what it has on disk. */
export function toReader(spec: FluentBitSpec, port: number, limit: number): Section {
  const output = {
    'name': 'forward',
    'host': '127.0.0.1',
    'port': port,
    'require_ack_response': true,
    'retain_metadata_in_forward_mode': false,
    'match': '*',
    'retry_limit': 'no_limits',
    'storage.total_limit_size': limit,
  };
  return toProgram({ ...spec, buffer: 'reader-buffer' }, toTail(spec), [output], []);
}

function toProgram(spec: FluentBitSpec, input: Section, outputs: Section[], parsers: Section[]): Section {
  return {
    service: toService(spec),
    parsers: parsers.length > 0 ? parsers : undefined,
    multiline_parsers: spec.recordStart === undefined ? undefined : [toMultilineParser(spec.recordStart)],
    pipeline: { inputs: [input], outputs },
  };
}

function toProcessors({ records }: FluentBitSpec): Section {
  return { processors: records.processors.length > 0 ? { logs: records.processors } : undefined };
}

function toService({ state, buffer = 'buffer', port }: FluentBitSpec): Section {
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
    'storage.path': `${state}/${buffer}`,
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
