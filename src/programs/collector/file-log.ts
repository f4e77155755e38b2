import { Duration, Size, SizeRoundingBehavior } from 'cdk8s';
import { Section } from './values';

/** Log files, as the receiver reads them. */
export interface FileLog {
  /** The folders of the log files. */
  readonly folders: string[];
  readonly include: string[];
  readonly exclude: string[];
  readonly interval?: Duration;
  readonly fingerprintSize?: Size;
  readonly recordStart?: string;
}

export const DEFAULT_INTERVAL = Duration.millis(200);
export const DEFAULT_FINGERPRINT = Size.kibibytes(1);

/** Without this gate, lines count as read up to 100 ms before they are sent, and a kill loses them. */
export const SYNCHRONOUS_LINES = '--feature-gates=stanza.synchronousLogEmitter';

export function toFileLog(
  { folders, include, exclude, interval = DEFAULT_INTERVAL, fingerprintSize = DEFAULT_FINGERPRINT, recordStart }: FileLog,
): Section {
  return {
    include,
    exclude,
    start_at: 'beginning',
    storage: 'file_storage',
    poll_interval: `${interval.toMilliseconds()}ms`,
    fingerprint_size: Math.ceil(fingerprintSize.toKibibytes({ rounding: SizeRoundingBehavior.NONE }) * 1024),
    // A batch has 100 lines: those of any kind, with their fields, fit into a request and into memory.
    max_log_size: '256KiB',
    include_file_name: false,
    include_file_path: true,
    include_file_path_resolved: true,
    operators: insideOnly(folders),
    preserve_leading_whitespaces: true,
    ...toLines(recordStart),
    retry_on_failure: { enabled: true, max_interval: '10s', max_elapsed_time: '0s' },
  };
}

/** Where the links in a path lead. */
const RESOLVED = 'attributes["log.file.path_resolved"]';

/** A link may lead to another file of the folders, and nowhere else. In some images /var/run is a link itself. */
function insideOnly(folders: string[]): Section[] {
  const prefixes = folders.flatMap((folder) => [folder, ...folder.startsWith('/var/run/') ? [folder.slice(4)] : []]);
  const inside = prefixes.map((folder) => `${RESOLVED} startsWith ${JSON.stringify(`${folder}/`)}`).join(' or ');
  return [{ type: 'filter', expr: `not (${inside})` }, { type: 'remove', field: RESOLVED }];
}

/** A line is complete with its newline, a record of several lines with the first line of the next one, or when nothing follows. */
function toLines(recordStart?: string): Section {
  return recordStart === undefined
    ? { preserve_trailing_whitespaces: true, force_flush_period: '0s' }
    : { multiline: { line_start_pattern: `^.*(${recordStart})` }, force_flush_period: '1s' };
}
