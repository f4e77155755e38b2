import { Duration, Size } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { AdapterInput, AdapterOutput } from './adapter-format';
import { attachToLogs } from './log-container';
import { LogReaderProps } from './log-reader-props';
import { ShipperContext } from './shipper-context';
import { planFollow } from './stream';
import { scripts } from '../core/objects/scripts';
import { at, normalizePath } from '../core/values/errors';
import { checkSize } from '../core/values/quantities';
import { SharedVolume } from '../primitives/shared-volume';

const PROGRAMS = [...scripts('logging', 'frame.awk'), ...scripts('programs', 'json.awk'), ...scripts('logging', 'adapt.awk')];

/**
 * Properties of a log adapter.
 */
export interface LogAdapterProps extends LogReaderProps {
  /**
   * The form of the lines in the files.
   */
  readonly input: AdapterInput;

  /**
   * The form of the lines that are written.
   *
   * @default - AdapterOutput.json()
   */
  readonly output?: AdapterOutput;

  /**
   * File that the adapter writes instead of its stdout, for another container to read. It must be directly in a folder of the log files.
   *
   * @default - stdout
   */
  readonly outputFile?: string;

  /**
   * Size at which `outputFile` is renamed to `outputFile.1`, which replaces the previous one.
   *
   * @default Size.mebibytes(10)
   */
  readonly outputFileLimit?: Size;

  /**
   * Time between two checks of the files.
   *
   * @default Duration.millis(200)
   */
  readonly interval?: Duration;

  /**
   * How long a classic sidecar, which receives SIGTERM together with the app, keeps running for the app's last lines.
   *
   * @default Duration.seconds(5)
   */
  readonly stopDelay?: Duration;

  /**
   * Image with a POSIX shell, awk, dd with `iflag`, mv, readlink, sleep, stat, tail, tr, wc and xargs.
   *
   * @default - busybox of the image table
   */
  readonly image?: string;
}

/**
 * Converts the log format of an app, line by line: `key=value`, delimited text or JSON to JSON or text, on stdout or in a file.
 *
 * A line that cannot be parsed is passed on, never dropped. Lines, rotation and restarts are handled as in `LogShipper.stream()`.
 *
 * @example
 * import { App, Chart } from 'cdk8s';
 * import * as kplus from 'cdk8s-plus-28';
 * import { AdapterInput, AdapterOutput, AppContainer, LogAdapter } from 'cdk8s-pod-patterns';
 *
 * const chart = new Chart(new App(), 'demo');
 * const app = new kplus.Deployment(chart, 'App');
 * new AppContainer(app, 'App', { image: 'ghcr.io/acme/legacy:1.0.0' });
 * new LogAdapter(app, 'Json', {
 *   logFiles: ['/logs/app.log'],
 *   input: AdapterInput.keyValue(),
 *   output: AdapterOutput.json({ fields: { level: '{LEVEL}', user: '{USER}' }, numbers: ['user'] }),
 * });
 *
 * @see https://kubernetes.io/blog/2015/06/the-distributed-system-toolkit-patterns/
 */
export class LogAdapter extends Construct {
  /**
   * The container of the adapter.
   */
  public readonly container: kplus.Container;

  /**
   * The volume with the log files.
   */
  public readonly volume: SharedVolume;

  /**
   * @param scope the workload, or a construct inside it
   * @throws if no file is named, a path is wrong, a template cannot be read, or `outputFile` is not directly in a folder of the log files
   */
  constructor(scope: Construct, id: string, props: LogAdapterProps) {
    super(scope, id);
    const attached = attachToLogs(this, props, {
      role: 'logStream',
      plan: (context) => planFollow(context, props, PROGRAMS, {
        ...props.input._toSettings(this),
        ...(props.output ?? AdapterOutput.json())._toSettings(this),
        ...this.outputSettings(props, context),
      }),
    }, !props.outputFile);
    this.container = attached.container;
    this.volume = attached.volume;
  }

  private outputSettings(props: LogAdapterProps, { files }: ShipperContext): { [name: string]: string } {
    if (!props.outputFile) {
      return {};
    }
    const path = normalizePath('outputFile', props.outputFile, this);
    if (!files.folders.includes(path.replace(/\/[^/]*$/, '')) || files.folders.includes(path)) {
      throw new Error(`outputFile '${props.outputFile}' of ${at(this)} is not a file directly in '${files.folders.join('\', \'')}', the folder of the log files,`
        + ` which both containers mount: write to '${files.folders[0]}/${path.replace(/.*\//, '')}'`);
    }
    const limit = checkSize('outputFileLimit', props.outputFileLimit, this) ?? Size.mebibytes(10);
    return { LOG_OUTPUT: path, LOG_OUTPUT_MAX_BYTES: String(limit.toKibibytes() * 1024) };
  }
}
