import { OpenTelemetryCollectorOptions, planOpenTelemetryCollector } from './collector/open-telemetry-collector';
import { planCustom } from './custom';
import { FluentBitOptions, planFluentBit } from './fluent-bit/fluent-bit';
import { FluentdOptions, planFluentd } from './fluentd/fluentd';
import { ShipperContext } from './shipper-context';
import { ShipperPlan } from './shipper-plan';
import { planStream, StreamOptions } from './stream';
import { Program } from '../core/pod/decided-resources';
import { RunningProgramOptions } from '../core/pod/program-options';

/**
 * The program that takes log lines out of the pod.
 *
 * @example
 * import { App, Chart } from 'cdk8s';
 * import { LogOutput, LogShipper, SidecarLoggedApp } from 'cdk8s-pod-patterns';
 *
 * const chart = new Chart(new App(), 'shop');
 * new SidecarLoggedApp(chart, 'Web', {
 *   image: 'ghcr.io/acme/web:1.4.2',
 *   logFiles: ['/var/log/app/*.log'],
 *   shipper: LogShipper.openTelemetryCollector({ outputs: [LogOutput.loki({ url: 'http://loki.monitoring:3100' })] }),
 * });
 */
export class LogShipper {
  /**
   * Prints every line to the sidecar's own stdout, by a POSIX script in busybox: `kubectl logs` shows them.
   *
   * Every complete line is printed once, in order, byte for byte (without NUL and the CR of CRLF) after the prefix, including lines of
   * files that appear later. A last line without newline waits until it is complete. It is small and keeps no state, for lines that
   * people read. If no line may be lost, use `openTelemetryCollector`. What it cannot promise:
   * - A line of more than 256 KiB is cut, and with more than 20,000 files its liveness probe fails.
   * - Symbolic links are only read if `logFiles` names them and they point to a file in the same folders. Compressed copies are never read.
   * - After a restart, the sidecar prints everything in the files again, and what was rotated away is lost.
   * - Rotation by renaming loses nothing as long as a file is rotated at most once between two looks (`interval`).
   * - Copy-and-truncate repeats nothing and keeps the order, but what is written between copy and truncation is lost. If the file has grown
   *   beyond its old position by the next look, what is before that position is lost too. If a glob matches the copies, list them in `exclude`.
   */
  public static stream(options: StreamOptions = {}): LogShipper {
    return new LogShipper({ role: 'logStream', plan: (context) => planStream(options, context) });
  }

  /**
   * Delivers records by the OpenTelemetry Collector, at least once.
   *
   * A record is a line, or several with `recordStart`. It has the attribute log.file.path and the resource attributes
   * service.name, k8s.namespace.name and k8s.pod.name; labels for Loki become resource attributes, and Loki's own settings
   * say which of them it indexes. On stdout it is its line with its attributes behind it, below a heading for each batch.
   *
   * A line only counts as read after all outputs have accepted it, so that no line is lost when the container is killed, files
   * are rotated or a server is unavailable; lines on their way are then delivered twice. A last line without newline waits until it is
   * complete. What it cannot promise:
   * - What a server refuses permanently is dropped with a message: by HTTP all errors but 429, 502, 503 and 504.
   * - If a container receives SIGTERM while a server is unavailable, it drops up to 100 lines of each file. Lines that were not delivered when a
   *   pod is deleted are lost with the pod and its log volume.
   * - Files that start with the same bytes (`fingerprintSize`) are treated as copies of one file, so lines should contain a time or number.
   * - Empty lines are skipped, lines of more than 256 KiB are split, and bytes that are not UTF-8 become U+FFFD.
   * - With copy-and-truncate, what is written between copy and truncation is lost.
   * - In a header, user name or password, `$$` becomes `$`, and `${...}` is expanded: double each `$` there.
   *
   * @see https://github.com/open-telemetry/opentelemetry-collector-contrib/tree/main/receiver/filelogreceiver
   */
  public static openTelemetryCollector(options: OpenTelemetryCollectorOptions = {}): LogShipper {
    return new LogShipper({ role: 'agent', plan: (context) => planOpenTelemetryCollector(options, context) });
  }

  /**
   * Delivers records by Fluent Bit.
   *
   * Each line is read once, including lines of files that appear later, and delivered at least once: records that are not delivered yet
   * are on disk and survive a restart of the container. A last line without newline waits until it is complete. What it
   * cannot promise:
   * - Lines are lost beyond 2 MB, beyond `bufferSize`, and where a server refuses a request for good (HTTP 400).
   * - Of a file that is renamed while the container restarts, what was not read yet is lost. Renamed files are not read
   *   again: names that end in `.1` to `.999`, `-20260131` or `.2026-01-31`, and compressed files, are left out.
   * - With copy-and-truncate, what is written between copy and truncation is lost.
   * - The value of a header, user name or password that has `${` in it does not arrive as it is.
   *
   * @see https://docs.fluentbit.io/manual/data-pipeline/inputs/tail
   */
  public static fluentBit(options: FluentBitOptions = {}): LogShipper {
    return new LogShipper({ role: 'logShipper', plan: (context) => planFluentBit(options, context) });
  }

  /**
   * Delivers records by Fluentd: to stdout, files and the forward protocol.
   *
   * Positions and buffers are on disk, so that a restart of the container loses no line; lines on their way may be
   * delivered twice. When the buffer is full, reading waits. This comes from Fluentd's documentation and was not tested.
   *
   * @see https://docs.fluentd.org/input/tail
   */
  public static fluentd(options: FluentdOptions = {}): LogShipper {
    return new LogShipper({ role: 'agent', plan: (context) => planFluentd(options, context) });
  }

  /**
   * Any other program. It sees the log files read-only, at the same paths as the app.
   */
  public static custom(program: RunningProgramOptions): LogShipper {
    return new LogShipper({ role: 'logShipper', plan: (context) => planCustom(program, context) });
  }

  /**
   * @internal
   */
  public readonly _program: Program<ShipperContext, ShipperPlan>;

  private constructor(program: Program<ShipperContext, ShipperPlan>) {
    this._program = program;
  }
}
