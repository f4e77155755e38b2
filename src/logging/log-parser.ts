/**
 * Which field of a record contains its time.
 *
 * @see https://pubs.opengroup.org/onlinepubs/9799919799/functions/strptime.html
 */
export interface TimeOptions {
  /**
   * Name of the field with the time.
   *
   * @default - records get the time at which they are read
   */
  readonly timeField?: string;

  /**
   * Format of the time in the notation of strptime, such as `%Y-%m-%dT%H:%M:%S%z`.
   *
   * @default '%Y-%m-%dT%H:%M:%S%z'
   */
  readonly timeFormat?: string;
}

/**
 * How a line is parsed into the fields of a record. A line that does not match is passed on unchanged.
 *
 * @example
 * import { App, Chart } from 'cdk8s';
 * import { LogOutput, LogParser, LogShipper, SidecarLoggedApp } from 'cdk8s-pod-patterns';
 *
 * const chart = new Chart(new App(), 'shop');
 * const parser = LogParser.regex('^(?<time>[^ ]+) (?<level>[A-Z]+) (?<message>.*)$', { timeField: 'time' });
 * new SidecarLoggedApp(chart, 'Web', {
 *   image: 'ghcr.io/acme/web:1.4.2',
 *   logFiles: ['/var/log/app/*.log'],
 *   shipper: LogShipper.fluentBit({ parser, outputs: [LogOutput.http({ url: 'https://logs.acme.io/shop' })] }),
 * });
 */
export class LogParser {
  /**
   * One JSON object per line.
   */
  public static json(options: TimeOptions = {}): LogParser {
    return new LogParser({ kind: 'json', ...options });
  }

  /**
   * A regular expression with named groups, such as `(?<level>[A-Z]+)`. Each group becomes a field.
   *
   * @param pattern regular expression, matched anywhere in the line
   */
  public static regex(pattern: string, options: TimeOptions = {}): LogParser {
    return new LogParser({ kind: 'regex', pattern, ...options });
  }

  /**
   * @internal
   */
  public readonly _spec: LogParserSpec;

  private constructor(spec: LogParserSpec) {
    this._spec = spec;
  }
}

/**
 * @internal
 */
export type LogParserSpec = TimeOptions & ({ readonly kind: 'json' } | { readonly kind: 'regex'; readonly pattern: string });
