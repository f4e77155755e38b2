import { RunningContainerOptions } from '../core/pod/container-options';
import { SidecarMode } from '../core/settings/sidecar-mode';

/**
 * What every sidecar takes.
 *
 * @see https://kubernetes.io/docs/concepts/workloads/pods/sidecar-containers/
 */
export interface SidecarOptions extends RunningContainerOptions {
  /**
   * Start of the name of the ConfigMap with its configuration, before a hash of its content. An error where there is none: scripts
   * are in a ConfigMap that the chart's workloads share.
   *
   * @default - derived from the construct's path
   */
  readonly configMapName?: string;

  /**
   * Native or classic.
   *
   * @default - the mode of the workload, the chart or the app; native where the Kubernetes version has it
   */
  readonly sidecarMode?: SidecarMode;
}
