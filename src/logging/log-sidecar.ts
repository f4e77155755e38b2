import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { LogShipper } from './log-shipper';
import { SecurityBaseline } from '../pod/security-baseline';
import { SharedVolume } from '../pod/shared-volume';
import { SidecarMode } from '../pod/sidecar-mode';
import { attachToLogs } from '../private/log-container';

/**
 * The container of a log sidecar.
 */
export interface LogSidecarContainerOptions {
  /**
   * Name of the container, a DNS label.
   *
   * @default - the construct's id in kebab case
   */
  readonly containerName?: string;

  /**
   * What the name of the ConfigMap with its configuration or scripts begins with; a hash of its content follows.
   *
   * @default - made of the construct's path
   */
  readonly configMapName?: string;

  /**
   * Requests and limits, in place of the resource profile's.
   *
   * @default - by shipper, from the resource profile
   */
  readonly resources?: kplus.ContainerResources;

  /**
   * Takes the pod out of service while it fails.
   *
   * @default - none: an app that cannot ship its logs still serves
   */
  readonly readiness?: kplus.Probe;

  /**
   * Restarts the container when it fails.
   *
   * @default - by shipper
   */
  readonly liveness?: kplus.Probe;

  /**
   * Security context. Files that only their owner may read need the user of the container that writes them.
   *
   * @default - SecurityBaseline.restricted() with the user and the group that the writing container names, unless it is root
   */
  readonly security?: SecurityBaseline;

  /**
   * Native or classic.
   *
   * @default - the mode of the workload, the chart or the app; native where the Kubernetes version has it
   */
  readonly sidecarMode?: SidecarMode;
}

/**
 * A container that reads the log files of another one.
 */
export interface LogReaderProps extends LogSidecarContainerOptions {
  /**
   * Log files as the app sees them: absolute paths, with `*`, `?` and `[...]` as wildcards. Files and sub-folders may appear later.
   */
  readonly logFiles: string[];

  /**
   * Files that are left out, in the same form.
   *
   * @default - none
   */
  readonly exclude?: string[];

  /**
   * The container that writes the files.
   *
   * @default - the first container of the workload that is no sidecar
   */
  readonly container?: kplus.Container;

  /**
   * The volume that the files are on. It is mounted into the writing container unless it is there already.
   *
   * @default - the volume that the writing container has mounted there, otherwise a new emptyDir of 200 MiB at most
   */
  readonly volume?: SharedVolume;
}

/**
 * Properties of a log sidecar.
 */
export interface LogSidecarProps extends LogReaderProps {
  /**
   * The program that ships the lines.
   *
   * @default - LogShipper.stream()
   */
  readonly shipper?: LogShipper;
}

/**
 * Ships the log files of an app, on any workload.
 *
 * The folder of the files is a volume that the app writes and the sidecar reads.
 *
 * @example
 * import { App, Chart } from 'cdk8s';
 * import * as kplus from 'cdk8s-plus-28';
 * import { LogSidecar } from 'cdk8s-pod-patterns';
 *
 * const chart = new Chart(new App(), 'demo');
 * const web = new kplus.Deployment(chart, 'Web', { containers: [{ image: 'nginx:1.29.4' }] });
 * new LogSidecar(web, 'Logs', { logFiles: ['/var/log/nginx/*.log'] });
 */
export class LogSidecar extends Construct {
  /**
   * The container of the sidecar.
   */
  public readonly container: kplus.Container;

  /**
   * The volume with the log files.
   */
  public readonly volume: kplus.Volume;

  /**
   * @param scope the workload, or a construct inside it
   * @throws if no file is named, a path is relative or cannot be followed, or the workload has no container yet
   */
  constructor(scope: Construct, id: string, props: LogSidecarProps) {
    super(scope, id);
    const { shipper = LogShipper.stream() } = props;
    const attached = attachToLogs(this, { ...props, readOnly: true }, (context) => shipper._plan(context));
    this.container = attached.container;
    this.volume = attached.volume;
  }
}
