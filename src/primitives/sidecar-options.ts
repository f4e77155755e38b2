import { RunningContainerOptions } from '../core/pod/container-options';
import { SidecarMode } from '../core/settings/sidecar-mode';

/**
 * What every sidecar takes.
 */
export interface SidecarOptions extends RunningContainerOptions {
  /**
   * What the name of the ConfigMap with its configuration or scripts begins with; a hash of its content follows. An error where there is none.
   *
   * @default - made of the construct's path
   */
  readonly configMapName?: string;

  /**
   * Native or classic.
   *
   * @default - the mode of the workload, the chart or the app; native where the Kubernetes version has it
   */
  readonly sidecarMode?: SidecarMode;
}
