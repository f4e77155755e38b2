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
   * Every complete line is printed once, in order, byte for byte (without NUL and the CR of CRLF) behind the prefix, also of
   * files that appear later; a last line without newline waits until it is complete. It is small and keeps no state, for what
   * a person reads: what must not be lost belongs to `openTelemetryCollector`. What it cannot promise:
   * - A line of more than 256 KiB is cut, and with more than 20,000 files its liveness probe fails.
   * - Symbolic links are read only where `logFiles` names them and they lead to a file beside, compressed copies never.
   * - A restart of the sidecar starts over: it prints again what the files still hold, and has lost what was rotated away.
   * - Rotation by rename loses nothing while a file is rotated at most once between two looks (`interval`).
   * - Copy-and-truncate repeats nothing and keeps the order, but what is written between copy and truncation is lost, and so
   *   is what stands before the old position of a file that has grown beyond it again by the next look.
   *   `exclude` the copies where a glob matches them.
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
   * Nothing counts as read before all outputs have taken it, so that no line is lost when the container is killed, files
   * are rotated or a server is away; what was on its way then comes twice. A last line without newline waits until it is
   * complete. What it cannot promise:
   * - What a server refuses for good is dropped with a message: by HTTP all but 429, 502, 503 and 504.
   * - While a server is away, a container that receives SIGTERM drops up to 100 lines of each file, and a pod that goes takes
   *   with it what was not delivered, its log volume included.
   * - Files that start with the same bytes (`fingerprintSize`) are taken for copies of one file: lines need a time or number.
   * - Empty lines are left out, lines beyond 256 KiB are split, and bytes that are no UTF-8 become U+FFFD.
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
   * Each line is read once, also of files that appear later, and delivered at least once: what is read and not delivered
   * is on disk, over a restart of the container too. A last line without newline waits until it is complete. What it
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
   * Positions and buffers are on disk, so that a restart of the container loses no line; those that were on their way may
   * come twice. A full buffer lets reading wait. This is by Fluentd's documentation, and was not seen.
   *
   * @see https://docs.fluentd.org/input/tail
   */
  public static fluentd(options: FluentdOptions = {}): LogShipper {
    return new LogShipper({ role: 'agent', plan: (context) => planFluentd(options, context) });
  }

  /**
   * Any other program. It finds the log files at the same paths as the app, read-only.
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
