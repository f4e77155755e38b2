import { ContainerOptions } from '../core/pod/container-options';

/**
 * What every init step takes.
 */
export interface InitStepOptions extends ContainerOptions {
  /**
   * What the name of the ConfigMap with its configuration or scripts begins with; a hash of its content follows. An error where there is none.
   *
   * @default - made of the construct's path
   */
  readonly configMapName?: string;
}
