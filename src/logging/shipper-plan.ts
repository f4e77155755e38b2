import { ContainerPlan } from '../core/pod/container-plan';
/**
 * A container without its name.
 *
 * @internal
 */
export type ShipperPlan = Omit<ContainerPlan, 'name'> & {
  /** A second container, which reads the files in place of the first; it is described when the first one is in the pod. */
  readonly reader?: () => Omit<ContainerPlan, 'name'>;
  /** One more, which looks at the files too and tells what stops the one that reads. */
  readonly guard?: () => Omit<ContainerPlan, 'name'>;
};

