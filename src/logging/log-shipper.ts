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
 * The program that ships log lines from the pod.
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
   * files that appear later. A last line without newline waits until it is complete. It is small and keeps no state, which suits lines that people
   * read. If no line may be lost, use `openTelemetryCollector`. Limits:
   * - A line of more than 256 KiB is cut, and with more than 20,000 files its liveness probe fails.
   * - Symbolic links are only read if `logFiles` names them and they point to a file in the same folders. Compressed copies are never read.
   * - After a restart, the sidecar prints everything in the files again, and what was rotated away is lost.
   * - Rotation by renaming loses nothing as long as a file is rotated at most once per `interval`.
   * - Copy-and-truncate repeats nothing and keeps the order, but what is written between copy and truncation is lost. If the file has grown beyond
   *   its old position by the next check, what is before that position is lost too. If a glob matches the copies, list them in `exclude`.
   */
  public static stream(options: StreamOptions = {}): LogShipper {
    return new LogShipper({ role: 'logStream', plan: (context) => planStream(options, context) });
  }

  /**
   * Delivers each record at least once, with the OpenTelemetry Collector.
   *
   * A record is a line, or several with `recordStart`. It has the attribute log.file.path and the resource attributes
   * service.name, k8s.namespace.name and k8s.pod.name; labels for Loki become resource attributes, and Loki's own settings decide which of them it
   * indexes. On stdout, a record is its line followed by its attributes, below a heading for each batch.
   *
   * A line only counts as read after all outputs have accepted it, so that no line is lost when the container is killed, files
   * are rotated or a server is unavailable; lines in flight may then be delivered twice. A last line without newline waits until it is
   * complete. Limits:
   * - Records that a server refuses permanently are dropped with a message: over HTTP, these are all errors except 429, 502, 503 and 504.
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
   * Delivers records with Fluent Bit.
   *
   * Each line is read once, including lines of files that appear later, and delivered at least once: undelivered records are on disk and survive a
   * restart of the container. A last line without newline waits until it is complete. Limits:
   * - Lost are lines of more than 2 MB, the oldest records when `bufferSize` is full, and records that a server refuses permanently (HTTP 400).
   * - If a file is renamed while the container restarts, its unread lines are lost. Renamed files are not read
   *   again: names that end in `.1` to `.999`, `-20260131` or `.2026-01-31`, and compressed files, are left out.
   * - With copy-and-truncate, what is written between copy and truncation is lost.
   * - A header, user name or password that contains `${` is changed on its way.
   *
   * @see https://docs.fluentbit.io/manual/data-pipeline/inputs/tail
   */
  public static fluentBit(options: FluentBitOptions = {}): LogShipper {
    return new LogShipper({ role: 'logShipper', plan: (context) => planFluentBit(options, context) });
  }

  /**
   * Delivers records with Fluentd, to stdout, files and servers of the forward protocol.
   *
   * Positions and buffers are on disk, so that a restart of the container loses no line; lines in flight may be delivered twice. When the buffer is
   * full, reading pauses. This is taken from Fluentd's documentation and was not tested.
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
