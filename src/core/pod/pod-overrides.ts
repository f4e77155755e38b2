import { Size } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { SidecarMode } from '../settings/sidecar-mode';

/** What goes before the options of a container's pattern. */
export interface ContainerOverride {
  readonly image?: string;
  /** Requests; limits that are lower rise to them. */
  readonly cpu?: kplus.Cpu;
  readonly memory?: Size;
}

/** What a pod says of the containers that are put into it. */
export interface PodOverrides {
  readonly mode?: SidecarMode;
  readonly containers: ReadonlyMap<string, ContainerOverride>;
}
