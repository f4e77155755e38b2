import { Duration, Size, SizeRoundingBehavior } from 'cdk8s';
import { Section } from './values';

/** What the parts of a configuration are made of. */
export interface CollectorSpec {
  readonly include: string[];
  readonly exclude: string[];
  readonly interval: Duration;
  readonly fingerprintSize: Size;
  readonly recordStart?: string;
  readonly state: string;
  readonly healthPort: number;
  readonly metricsPort: number;
  readonly processors: Section;
  readonly exporters: Section;
  readonly extensions: Section;
}

/** There is no batch processor and no memory limiter: nothing is held but the batches that are being delivered. */
export function toConfig(spec: CollectorSpec): Section {
  const extensions: Section = {
    // A file that was damaged when the node failed is set aside: the logs are read again.
    file_storage: { directory: spec.state, recreate: true },
    health_check: { endpoint: `0.0.0.0:${spec.healthPort}` },
    ...spec.extensions,
  };
  return {
    extensions,
    receivers: { file_log: toReceiver(spec) },
    processors: spec.processors,
    exporters: spec.exporters,
    service: {
      extensions: Object.keys(extensions),
      pipelines: {
        logs: { receivers: ['file_log'], processors: Object.keys(spec.processors), exporters: Object.keys(spec.exporters) },
      },
      telemetry: {
        logs: { level: 'warn', disable_stacktrace: true },
        metrics: { readers: [{ pull: { exporter: { prometheus: { host: '0.0.0.0', port: spec.metricsPort } } } }] },
      },
    },
  };
}

function toReceiver(spec: CollectorSpec): Section {
  return {
    include: spec.include,
    exclude: spec.exclude,
    start_at: 'beginning',
    storage: 'file_storage',
    poll_interval: `${spec.interval.toMilliseconds()}ms`,
    fingerprint_size: Math.ceil(spec.fingerprintSize.toKibibytes({ rounding: SizeRoundingBehavior.NONE }) * 1024),
    // A batch has 100 lines: those of any kind, with their fields, fit into a request and into memory.
    max_log_size: '256KiB',
    include_file_name: false,
    include_file_path: true,
    preserve_leading_whitespaces: true,
    ...toLines(spec.recordStart),
    retry_on_failure: { enabled: true, max_interval: '10s', max_elapsed_time: '0s' },
  };
}

/** A line is complete with its newline, a record of several lines with the first line of the next one, or when nothing follows. */
function toLines(recordStart?: string): Section {
  return recordStart === undefined
    ? { preserve_trailing_whitespaces: true, force_flush_period: '0s' }
    : { multiline: { line_start_pattern: `^.*(${recordStart})` }, force_flush_period: '1s' };
}
