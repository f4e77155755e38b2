import { Duration } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { RunningContainerOptions } from './container-options';
import { RunningProgramOptions } from './program-options';
import { ResourceRole } from '../settings/resource-profile';

/** Where in the pod a container stands. */
export type Place = 'app' | 'sidecar' | 'init';

/** Files that a container gets from ConfigMaps, in one folder. */
export interface ConfigFiles {
  readonly path: string;
  /** From a separate ConfigMap. */
  readonly data?: { [name: string]: string };
  /** From a ConfigMap that containers with the same scripts share. */
  readonly scripts?: string[];
  readonly configMapName?: string;
}

/** Everything that is known of a container before it is put into a pod. */
export interface ContainerPlan extends Omit<RunningContainerOptions, 'containerName'>, RunningProgramOptions {
  readonly name: string;
  readonly role: ResourceRole;
  readonly configFiles?: ConfigFiles;
  /** How long the container is kept running after the app was told to stop, where Kubernetes can do that without a shell. */
  readonly stopDelay?: Duration;
  /** How long an init step may run before it fails by itself. */
  readonly longestRun?: Duration;
  /** Stops before the app: its delay counts from when the pod receives SIGTERM. */
  readonly beforeApp?: boolean;
}

/** A container whose name, role and resources are decided before the rest is planned. */
export type ProgramPlan = Omit<ContainerPlan, 'name' | 'role' | 'resources'>;

/** A value from a user that Kubernetes must not expand: `$(NAME)` in env values, commands and arguments. */
export function literal(value: string): string {
  return value.includes('$') ? value.replace(/\$/g, '$$$$') : value;
}

/** What is mounted for several reasons, once: two files of one folder need one mount. */
export function mergeMounts(mounts: kplus.VolumeMount[]): kplus.VolumeMount[] {
  return mounts.filter((mount, index) => mounts.findIndex(({ path, volume }) => path === mount.path && volume === mount.volume) === index);
}
