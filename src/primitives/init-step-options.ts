import { ContainerOptions } from '../core/pod/container-options';

/**
 * What every init step takes.
 *
 * @see https://kubernetes.io/docs/concepts/workloads/pods/init-containers/
 */
export interface InitStepOptions extends ContainerOptions {
  /**
   * Start of the name of the ConfigMap with its configuration, before a hash of its content. An error where there is none: scripts
   * are in a ConfigMap that the chart's workloads share.
   *
   * @default - derived from the construct's path
   */
  readonly configMapName?: string;
}
