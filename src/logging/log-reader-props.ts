import * as kplus from 'cdk8s-plus-28';
import { SharedVolume } from '../primitives/shared-volume';
import { SidecarOptions } from '../primitives/sidecar-options';

/**
 * A container that reads the log files of another one. Without `security` it runs with the user and the group that this one names, unless it is
 * root: files that only their owner may read need that user.
 *
 * Fluent Bit and the OpenTelemetry Collector have a second container that reads, where the first has credentials for a server: then `security` is
 * for the one that reads, `resources` and `imagePullPolicy` are for both, and the other options for the first. The Collector has a small container
 * beside it, which looks at the files with the same `security` and `imagePullPolicy`, and answers for the liveness of the one that reads.
 */
export interface LogReaderProps extends SidecarOptions {
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
   * @default - the first container of the workload that is not a sidecar
   */
  readonly container?: kplus.Container;

  /**
   * The volume that the files are on. It is mounted into the writing container unless it is there already.
   *
   * @default - the volume that the writing container has mounted there, otherwise a new emptyDir of 200 MiB at most
   */
  readonly volume?: SharedVolume;
}
