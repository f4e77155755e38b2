import * as kplus from 'cdk8s-plus-28';
import { SecurityBaseline } from '../core/settings/security-baseline';
import { SidecarMode } from '../core/settings/sidecar-mode';
import { SharedVolume } from '../primitives/shared-volume';

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


