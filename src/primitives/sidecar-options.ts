import { RunningContainerOptions } from '../core/pod/container-options';
import { SidecarMode } from '../core/settings/sidecar-mode';

/**
 * Options of all sidecars.
 *
 * @see https://kubernetes.io/docs/concepts/workloads/pods/sidecar-containers/
 */
export interface SidecarOptions extends RunningContainerOptions {
  /**
   * Prefix of the name of the ConfigMap with the configuration. A hash of the content is appended. It is an error if the pattern has no
   * configuration, because scripts are in a ConfigMap that the workloads of a chart share.
   *
   * @default - derived from the construct's path
   */
  readonly configMapName?: string;

  /**
   * Whether the sidecar is native or classic.
   *
   * @default - the mode that is applied to the workload, the chart or the app; otherwise native if the Kubernetes version supports it
   */
  readonly sidecarMode?: SidecarMode;
}
