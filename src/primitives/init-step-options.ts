import { ContainerOptions } from '../core/pod/container-options';

/**
 * Options of all init steps.
 *
 * @see https://kubernetes.io/docs/concepts/workloads/pods/init-containers/
 */
export interface InitStepOptions extends ContainerOptions {
  /**
   * Prefix of the name of the ConfigMap with the configuration. A hash of the content is appended. It is an error if the pattern has no
   * configuration, because scripts are in a ConfigMap that the workloads of a chart share.
   *
   * @default - derived from the construct's path
   */
  readonly configMapName?: string;
}
