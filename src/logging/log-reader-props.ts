import * as kplus from 'cdk8s-plus-28';
import { SharedVolume } from '../primitives/shared-volume';
import { SidecarOptions } from '../primitives/sidecar-options';

/**
 * A container that reads the log files of another container. Unless `security` is set, it runs with the user and group of that container (but never
 * as root), so that it can read files which only their owner may read.
 * If an output has credentials, Fluent Bit and the OpenTelemetry Collector read the files in a second container: then `security` applies to the
 * container that reads, `resources` and `imagePullPolicy` apply to both, and the other options to the first. The Collector has one more small
 * container, which checks the files with the same `security` and `imagePullPolicy` and serves the liveness probe of the container that reads.
 */
export interface LogReaderProps extends SidecarOptions {
  /**
   * Log files as the app sees them: absolute paths, with `*`, `?` and `[...]` as wildcards. Files and sub-folders may appear later.
   */
  readonly logFiles: string[];

  /**
   * Files that are not read, in the same form.
   *
   * @default - none
   */
  readonly exclude?: string[];

  /**
   * The container that writes the files.
   *
   * @default - the first container of the workload that is not a sidecar
   */
  readonly container?: kplus.Container;

  /**
   * The volume with the files. It is mounted into the container that writes them, unless it is already mounted there.
   *
   * @default - the volume that the container has mounted there, otherwise a new emptyDir of at most 200 MiB
   */
  readonly volume?: SharedVolume;
}
